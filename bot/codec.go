package bot

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// kinds are the words that stored events and tasks are told apart by. They are
// never renamed, and never used for anything else.
var (
	events = kinds[Event]{
		"text": Text{}, "edited": Edited{}, "photo": Photo{}, "unreadable": Unreadable{}, "button": Button{},
		"answered": Answered{}, "failed": Failed{}, "woke": Woke{}, "moved": Moved{},
	}
	tasks = kinds[Effect]{"find_answer": FindAnswer{}, "move_ticket": MoveTicket{}}
)

// MarshalEvent writes an event with its kind.
func MarshalEvent(e Event) ([]byte, error) { return events.marshal(e) }

// UnmarshalEvent reads what MarshalEvent wrote.
func UnmarshalEvent(data []byte) (Event, error) { return events.unmarshal(data) }

// MarshalTask writes the effect of a task with its kind.
func MarshalTask(e Effect) ([]byte, error) { return tasks.marshal(e) }

// UnmarshalTask reads what MarshalTask wrote.
func UnmarshalTask(data []byte) (Effect, error) { return tasks.unmarshal(data) }

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
		return none, fmt.Errorf("bot: no kind %q", t.Kind)
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
