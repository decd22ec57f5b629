package bot

import (
	"encoding/json"
	"time"

	"huizhi/answer"
	"huizhi/handoff"
	"huizhi/phrases"
)

// Effect is what a step wants done: one of the types below. Say, Wake and Note
// are part of the turn; the others are tasks, which run after it is on disk: each
// has a row in tasks (codec.go) and one in runners (runner.go).
type Effect interface{ effect() }

// Say is a message, by its phrase or as text.
type Say struct {
	To      Address    // nobody for where the event is from
	Lines   []Line     // put below each other
	Sources []string   // a line each
	Article string     // that it rests on
	Buttons [][]Choice // rows
	Instead Key        // of an earlier message, where the channel can edit
	Here    bool       // in the place of the message whose button was pressed, where the channel can edit
}

// Line is a phrase with its arguments, or text; verbatim text is put into no
// other script.
type Line struct {
	Key      string
	Args     []any
	Text     string
	Verbatim bool
}

// Choice is a button: the key of its label, or the label itself, and what a
// press means.
type Choice struct {
	Key   string `json:"-"`
	Label string `json:"label"`
	Data  string `json:"data"`
	Once  bool   `json:"once,omitempty"` // a press takes it away, with the others like it in its row, where the channel can edit
}

// FindAnswer asks for an answer to a text, after what was said before.
type FindAnswer struct {
	Facts answer.Facts `json:"facts"`
	Text  string       `json:"text"`
	At    time.Time    `json:"at"`
}

// MoveTicket tells a ticket what happened. The customer hears of it only from
// the log of tickets.
type MoveTicket struct {
	Ticket handoff.ID    `json:"ticket"`
	Event  handoff.Event `json:"event"`
	Seen   int           `json:"seen,omitempty"` // the version that was seen; 0 for any
	Only   bool          `json:"only,omitempty"` // nobody else hears it: if the ticket refuses, the bot answers
}

// TakeStock asks what is kept of the customer.
type TakeStock struct{}

// Forget erases the customer, says so in their script, and leaves nothing behind,
// not even itself.
type Forget struct {
	Nothing bool           `json:"nothing,omitempty"` // there was nothing to speak of
	Script  phrases.Script `json:"script,omitempty"`
}

// UnknownTask is an effect that a later version wanted, as it was stored.
type UnknownTask struct {
	Kind string          `json:"kind"`
	Body json.RawMessage `json:"body"`
}

// Wake asks to be woken once. A name is waited for once: a later time replaces
// an earlier one.
type Wake struct {
	Name string
	At   time.Time
}

func (*Say) effect()        {}
func (FindAnswer) effect()  {}
func (MoveTicket) effect()  {}
func (TakeStock) effect()   {}
func (Forget) effect()      {}
func (Wake) effect()        {}
func (UnknownTask) effect() {}
func (Note) effect()        {}
