package openai

import (
	"cmp"
	"time"

	"huizhi/answer"
)

// Limits are what a call may take. A customer waits meanwhile, and what we know
// can be said without a model, so they are short.
type Limits struct {
	Waits         // of a call, whatever it is for
	Reading Waits // of a reading: every reply waits for one

	Request int   // bytes of a prompt
	Reply   int   // bytes of text, thoughts included
	Wire    int64 // bytes of one response body

	Calls int           // at once
	Place time.Duration // how long one more waits

	Pause    time.Duration // before the second try, if the server does not say how long
	Patience time.Duration // the longest wait a server may ask for before it

	Failures int           // in a row: then the model rests
	Rest     time.Duration // how long
	InVain   int           // calls in a row that were waited for in vain: then it rests, too
	LongRest time.Duration // how long then
}

// Waits are how long a call may keep somebody waiting.
type Waits struct {
	Connect    time.Duration // until there is a connection, TLS and all
	FirstToken time.Duration // from there to the first token; a comment that keeps alive is none
	Idle       time.Duration // between two tokens
	Whole      time.Duration // for everything: the wait for a place, every step, both tries
}

// waits are those of a purpose.
func (l Limits) waits(p answer.Purpose) Waits {
	if p == answer.ToRead {
		return l.Reading
	}
	return l.Waits
}

// DefaultLimits are for a model that somebody waits for in a chat.
func DefaultLimits() Limits {
	return Limits{
		Waits:    Waits{Connect: 5 * time.Second, FirstToken: 15 * time.Second, Idle: 20 * time.Second, Whole: 40 * time.Second},
		Reading:  Waits{Connect: 2 * time.Second, FirstToken: 4 * time.Second, Idle: 4 * time.Second, Whole: 6 * time.Second},
		Request:  32 << 10,
		Reply:    16 << 10, // what is not thought is about 4 KB
		Wire:     2 << 20,  // a token takes about 250 bytes on the wire, and 4,000 may come
		Calls:    4,
		Place:    2 * time.Second,
		Pause:    300 * time.Millisecond,
		Patience: 2 * time.Second,
		Failures: 5,
		Rest:     30 * time.Second,
		InVain:   2,
		LongRest: time.Minute,
	}
}

// orDefault fills in the limits that are not set.
func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	return Limits{
		Waits:    l.Waits.or(d.Waits),
		Reading:  l.Reading.or(d.Reading),
		Request:  cmp.Or(l.Request, d.Request),
		Reply:    cmp.Or(l.Reply, d.Reply),
		Wire:     cmp.Or(l.Wire, d.Wire),
		Calls:    cmp.Or(l.Calls, d.Calls),
		Place:    cmp.Or(l.Place, d.Place),
		Pause:    cmp.Or(l.Pause, d.Pause),
		Patience: cmp.Or(l.Patience, d.Patience),
		Failures: cmp.Or(l.Failures, d.Failures),
		Rest:     cmp.Or(l.Rest, d.Rest),
		InVain:   cmp.Or(l.InVain, d.InVain),
		LongRest: cmp.Or(l.LongRest, d.LongRest),
	}
}

// or fills in the waits that are not set.
func (w Waits) or(d Waits) Waits {
	return Waits{
		Connect:    cmp.Or(w.Connect, d.Connect),
		FirstToken: cmp.Or(w.FirstToken, d.FirstToken),
		Idle:       cmp.Or(w.Idle, d.Idle),
		Whole:      cmp.Or(w.Whole, d.Whole),
	}
}
