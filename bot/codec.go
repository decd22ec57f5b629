package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"huizhi/handoff"
)

// kinds are the words that stored events and tasks are told apart by. They are
// never renamed, and never used for anything else.
var (
	events = kinds[Event]{
		"text": Text{}, "edited": Edited{}, "photo": Photo{}, "unreadable": Unreadable{}, "button": Button{},
		"answered": Answered{}, "answer_failed": AnswerFailed{}, "ticket_failed": TicketFailed{}, "stock_taken": StockTaken{}, "forget_failed": ForgetFailed{}, "put_aside": PutAside{},
		"woke": Woke{}, "moved": Moved{}, "unreached": Unreached{}, "failed": untyped{},
	}
	tasks = kinds[Effect]{"find_answer": FindAnswer{}, "move_ticket": MoveTicket{}, "take_stock": TakeStock{}, "forget": Forget{}}
)

// MarshalEvent writes an event with its kind.
func MarshalEvent(e Event) ([]byte, error) { return events.marshal(e) }

// UnmarshalEvent reads what MarshalEvent wrote, now or in an earlier version.
func UnmarshalEvent(data []byte) (Event, error) {
	e, err := events.unmarshal(data)
	if f, ok := e.(untyped); ok {
		return f.typed(), err
	}
	return e, err
}

// untyped is what all tasks that came to nothing ended in, in earlier versions.
type untyped struct {
	Generation int        `json:"generation"`
	Reason     Reason     `json:"reason"`
	Ticket     handoff.ID `json:"ticket"`
	Text       string     `json:"text"`
}

func (untyped) event() {}

// typed is the same in a type of its own.
func (f untyped) typed() Event {
	if f.Ticket == "" {
		return AnswerFailed{f.Generation, f.Reason}
	}
	return TicketFailed{f.Ticket, f.Reason, f.Text}
}

// MarshalTask writes the effect of a task with its kind.
func MarshalTask(e Effect) ([]byte, error) {
	if u, ok := e.(UnknownTask); ok {
		return json.Marshal(tagged(u))
	}
	return tasks.marshal(e)
}

// UnmarshalTask reads what MarshalTask wrote. A kind that it does not know, of a
// later version, is an UnknownTask.
func UnmarshalTask(data []byte) (Effect, error) {
	e, err := tasks.unmarshal(data)
	if k := (*kindError)(nil); errors.As(err, &k) {
		return UnknownTask(k.tagged), nil
	}
	return e, err
}

// kindError is a kind that has no row.
type kindError struct{ tagged }

func (e *kindError) Error() string { return fmt.Sprintf("bot: no kind %q", e.Kind) }

// kinds names the types behind an interface, each by its zero value.
type kinds[T any] map[string]T

// tagged is a value with its kind.
type tagged struct {
	Kind string          `json:"kind"`
	Body json.RawMessage `json:"body"`
}

func (k kinds[T]) marshal(v T) ([]byte, error) {
	name := k.name(v)
	if name == "" {
		return nil, fmt.Errorf("bot: %T is not stored", v)
	}
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return json.Marshal(tagged{name, body})
}

func (k kinds[T]) unmarshal(data []byte) (T, error) {
	var t tagged
	var none T
	if err := json.Unmarshal(data, &t); err != nil {
		return none, err
	}
	zero, ok := k[t.Kind]
	if !ok {
		return none, &kindError{t}
	}
	v := reflect.New(reflect.TypeOf(zero))
	if err := json.Unmarshal(t.Body, v.Interface()); err != nil {
		return none, err
	}
	return v.Elem().Interface().(T), nil
}

// name is the kind of a value; empty for one that has none.
func (k kinds[T]) name(v T) string {
	for name, zero := range k {
		if reflect.TypeOf(zero) == reflect.TypeOf(v) {
			return name
		}
	}
	return ""
}
