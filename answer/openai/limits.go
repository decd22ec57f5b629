package openai

import (
	"cmp"
	"time"
)

// Limits are what a call may take. A customer waits meanwhile, and what we know
// can be said without a model, so they are short.
type Limits struct {
	Connect    time.Duration // until there is a connection, TLS and all
	FirstToken time.Duration // from there to the first token; a comment that keeps alive is none
	Idle       time.Duration // between two tokens
	Whole      time.Duration // for everything: the wait for a place, both tries

	Request int   // bytes of a prompt
	Reply   int   // bytes of text, thoughts included
	Wire    int64 // bytes of one response body

	Calls int           // at once
	Place time.Duration // how long one more waits

	Pause    time.Duration // before the second try, if the server does not say how long
	Patience time.Duration // the longest wait a server may ask for before it

	Failures int           // in a row: then the model rests
	Rest     time.Duration // how long
}

// DefaultLimits are for a model that somebody waits for in a chat.
func DefaultLimits() Limits {
	return Limits{
		Connect:    5 * time.Second,
		FirstToken: 15 * time.Second,
		Idle:       20 * time.Second,
		Whole:      40 * time.Second,
		Request:    32 << 10,
		Reply:      16 << 10, // what is not thought is about 4 KB
		Wire:       2 << 20,  // a token takes about 250 bytes on the wire, and 4,000 may come
		Calls:      4,
		Place:      2 * time.Second,
		Pause:      300 * time.Millisecond,
		Patience:   2 * time.Second,
		Failures:   5,
		Rest:       30 * time.Second,
	}
}

// orDefault fills in the limits that are not set.
func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	return Limits{
		Connect:    cmp.Or(l.Connect, d.Connect),
		FirstToken: cmp.Or(l.FirstToken, d.FirstToken),
		Idle:       cmp.Or(l.Idle, d.Idle),
		Whole:      cmp.Or(l.Whole, d.Whole),
		Request:    cmp.Or(l.Request, d.Request),
		Reply:      cmp.Or(l.Reply, d.Reply),
		Wire:       cmp.Or(l.Wire, d.Wire),
		Calls:      cmp.Or(l.Calls, d.Calls),
		Place:      cmp.Or(l.Place, d.Place),
		Pause:      cmp.Or(l.Pause, d.Pause),
		Patience:   cmp.Or(l.Patience, d.Patience),
		Failures:   cmp.Or(l.Failures, d.Failures),
		Rest:       cmp.Or(l.Rest, d.Rest),
	}
}
