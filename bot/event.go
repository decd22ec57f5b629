package bot

import (
	"time"

	"huizhi/handoff"
)

// Address is one chat on one channel: terminal/me, telegram/4711.
type Address struct {
	Channel string `json:"channel"`
	Chat    string `json:"chat"`
}

func (a Address) String() string { return a.Channel + "/" + a.Chat }

// Key names something that happened once and for all, as its channel names it:
// telegram/7/4711. What follows from it gets keys that begin with it, so doing
// anything twice is doing it once.
type Key string

// Incoming is an event that reached us, in the envelope the journal keeps.
type Incoming struct {
	Key   Key
	From  Address
	At    time.Time // when it reached us, or when it was due
	Event Event
}

// Event is something that happened: one of the types below. They are stored,
// so each has a row in the codec (codec.go); their JSON names are never changed.
type Event interface{ event() }

// Text is a message.
type Text struct {
	Message string `json:"message"` // the channel's name for it, so that it can be corrected
	Text    string `json:"text"`
}

// Edited is a message that the customer corrected.
type Edited struct {
	Message string `json:"message"`
	Text    string `json:"text"`
}

// Photo is one picture. Pictures of one album come one by one, or together.
type Photo struct {
	Message string `json:"message"`
	Album   string `json:"album,omitempty"`
	Files   []File `json:"files"`
	Caption string `json:"caption,omitempty"`
}

// File is the channel's own name for a picture: we hold none before consent.
// It is not a name that the customer gave.
type File string

// Unreadable is something we have no use for: a sticker, a voice message.
type Unreadable struct {
	What string `json:"what"` // voice, video, sticker, file, location, contact, or other
}

// Button is a press. What it says is worth no more than a text: the data of
// buttons that act on orders are tokens, not verbs.
type Button struct {
	Data  string `json:"data"`
	Label string `json:"label"`        // what stood on it
	On    Ref    `json:"on,omitempty"` // the message that it stood below, if the channel says so
}

// Answered is the result of FindAnswer.
type Answered struct {
	Generation int   `json:"generation"`
	Reply      Reply `json:"reply"`
}

// AnswerFailed is a FindAnswer that came to nothing.
type AnswerFailed struct {
	Generation int    `json:"generation"`
	Reason     Reason `json:"reason"`
}

// TicketFailed is a MoveTicket that came to nothing.
type TicketFailed struct {
	Ticket handoff.ID `json:"ticket"`
	Reason Reason     `json:"reason"`
	Text   string     `json:"text,omitempty"` // what was said to the ticket and nobody has heard
}

// PutAside is a task of a kind that this version does not know.
type PutAside struct {
	Generation int    `json:"generation"`
	Kind       string `json:"kind"`
}

// StockTaken is the result of TakeStock.
type StockTaken struct {
	Kept Kept `json:"kept"`
}

// ForgetFailed is a TakeStock or a Forget that came to nothing.
type ForgetFailed struct {
	Reason Reason `json:"reason"`
}

// Reason is why a task failed.
type Reason string

// The reasons.
const (
	Overtime Reason = "overtime"
	Broken   Reason = "broken"
	Refused  Reason = "refused"
	Outdated Reason = "outdated" // it has changed since it was looked at
)

// Woke is a Wake whose time has come.
type Woke struct {
	Name string    `json:"name"`
	At   time.Time `json:"at"` // when it was due
}

// Unreached is a message that did not arrive, because nobody is there. It happens
// once until they are back.
type Unreached struct {
	Gone bool `json:"gone,omitempty"` // they will not come back
}

// Moved is a change of a ticket that concerns the customer.
type Moved struct {
	Ticket handoff.ID    `json:"ticket"`
	Event  handoff.Event `json:"event"`
}

func (Text) event()         {}
func (Edited) event()       {}
func (Photo) event()        {}
func (Unreadable) event()   {}
func (Button) event()       {}
func (Answered) event()     {}
func (AnswerFailed) event() {}
func (TicketFailed) event() {}
func (StockTaken) event()   {}
func (ForgetFailed) event() {}
func (PutAside) event()     {}
func (Woke) event()         {}
func (Unreached) event()    {}
func (Moved) event()        {}

// Introduces reports an event that may be the first of somebody. Any other of whom
// nothing is known is of somebody who was forgotten.
func Introduces(e Event) bool {
	switch e.(type) {
	case Text, Photo, Unreadable, Button:
		return true
	}
	return false
}
