package store

import (
	"context"
	"encoding/json"
	"fmt"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store/kv"
)

// ticketLife is how tickets move.
var ticketLife = &life[handoff.Ticket, handoff.Event]{
	name:    "ticket",
	headers: ticketHeaders,
	lines:   ticketLines,
	born:    func(id string) handoff.Ticket { return handoff.Ticket{ID: handoff.ID(id)} },
	apply:   handoff.Apply,
	stands:  func(t handoff.Ticket) (string, int) { return string(t.Status), t.Version },
	signed: func(e handoff.Event, customer string) handoff.Event {
		e.Customer = customer
		return e
	},
}

// MoveTicket applies an event to a ticket, and appends it to the log. ErrStale:
// the customer is erased.
func (db *DB) MoveTicket(ctx context.Context, m bot.TicketMove) (out bot.TicketChange, err error) {
	if _, err := json.Marshal(m.Event); err != nil {
		return out, fmt.Errorf("store: move: %w", err) // found out here, it hurts nobody else
	}
	err = db.do(ctx, &change{point: "ticket", write: func(tx kv.Tx) error {
		line, err := ticketLife.move(db, tx, motion[handoff.Event]{string(m.Ticket), m.Key, m.From, m.Seen, m.Event})
		out = changeOf(line)
		return err
	}})
	if err == nil {
		db.followers.signal()
	}
	return out, err
}

// changeOf is a line of a ticket as its followers read it.
func changeOf(m moved[handoff.Event]) bot.TicketChange {
	return bot.TicketChange{Seq: m.feed, Ticket: handoff.ID(m.id), From: m.from, Event: m.event, Number: m.number}
}
