package store

import (
	"slices"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store/seal"
)

// The kinds of records. doc.go says what they are for.
var (
	schemas       = kind[int]{metaBucket, whole}
	generations   = kind[uint64]{metaBucket, whole}
	addresses     = kind[bot.Address]{"addresses", whole}
	people        = kind[keptRole]{"people", whole}
	journal       = kind[keptEvent]{"journal", 16}
	parked        = kind[keptReason]{"parked", whole}
	conversations = kind[bot.Conversation]{"conversations", whole}
	tasks         = kind[keptTask]{"tasks", 16}
	wakes         = kind[keptWake]{"wakes", whole}
	deliveries    = kind[keptDelivery]{"deliveries", 16}
	sent          = kind[bot.Ref]{"sent", whole}
	feedback      = kind[bot.Feedback]{"feedback", 0}
	ticketHeaders = kind[header[handoff.Ticket]]{"objects", whole}
	ticketLines   = kind[handoff.Event]{"lines", whole}
	moves         = kind[empty]{"moves", whole}
	feed          = kind[empty]{"feed", 0}
	cursors       = kind[uint64]{"cursors", whole}
	leases        = kind[keptLease]{"leases", whole}
)

// Buckets without records: the index of wakes by time, and the keys of the
// last week.
const (
	due  = "due"
	seen = "keys"
)

// sorts is all that is about people, in the order in which it is removed:
// addresses last, because they lead to the rest.
var sorts = []sort{
	journal, parked, conversations, tasks, wakes, index{}, deliveries, sent, feedback, ticketHeaders, ticketLines, moves, feed, oldTickets, oldLog, people, addresses,
}

// everything is all buckets but meta.
func everything() []sort { return append(slices.Clip(sorts), cursors, leases, keysSeen{}) }

// sort is a kind of record whose type does not matter.
type sort interface {
	in() string
	check(keys *seal.Keys, key, value []byte) error
}

func (k kind[T]) in() string { return k.bucket }

func (k kind[T]) check(keys *seal.Keys, key, value []byte) error {
	_, err := k.open(keys, key, value)
	return err
}

// index is the records of the index of wakes: nothing is sealed in them.
type index struct{}

func (index) in() string { return due }

func (index) check(keys *seal.Keys, key, value []byte) error {
	r, ok := parse(value)
	switch {
	case !ok || len(key) != 32 || len(r.open)+len(r.sealed) > 0:
		return damaged(due, key)
	case !keys.Has(r.subject):
		return errGone
	}
	return nil
}

// keysSeen is the keys of events: a day and a name, and no value.
type keysSeen struct{}

func (keysSeen) in() string { return seen }

func (keysSeen) check(_ *seal.Keys, key, value []byte) error {
	if len(key) != 20 || len(value) != 0 {
		return damaged(seen, key)
	}
	return nil
}

// What is sealed, as JSON. Fields may be added, and are never renamed.
type (
	keptEvent struct {
		Key   bot.Key   `json:"key"`
		At    time.Time `json:"at"`
		Event anyEvent  `json:"event"`
	}
	keptReason struct {
		Reason string `json:"reason"`
		Event  []byte `json:"event"` // the record of the journal, as it was
	}
	keptTask struct {
		Key        bot.Key     `json:"key"`
		From       bot.Address `json:"from"`
		Generation int         `json:"generation"`
		Effect     anyEffect   `json:"effect"`
	}
	keptWake struct {
		Name string `json:"name"`
	}
	keptDelivery struct {
		Key     bot.Key     `json:"key"`
		To      bot.Address `json:"to"`
		Message bot.Message `json:"message"`
		Instead bot.Key     `json:"instead,omitempty"`
		Over    bot.Ref     `json:"over,omitempty"`
		Urgency bot.Urgency `json:"urgency,omitempty"`
	}
)

// anyEvent is an event with its kind.
type anyEvent struct{ bot.Event }

func (e anyEvent) MarshalJSON() ([]byte, error) { return bot.MarshalEvent(e.Event) }

func (e *anyEvent) UnmarshalJSON(data []byte) (err error) {
	e.Event, err = bot.UnmarshalEvent(data)
	return err
}

// anyEffect is the effect of a task with its kind.
type anyEffect struct{ bot.Effect }

func (e anyEffect) MarshalJSON() ([]byte, error) { return bot.MarshalTask(e.Effect) }

func (e *anyEffect) UnmarshalJSON(data []byte) (err error) {
	e.Effect, err = bot.UnmarshalTask(data)
	return err
}
