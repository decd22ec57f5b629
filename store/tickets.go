package store

import (
	"cmp"
	"errors"
	"slices"

	bolt "go.etcd.io/bbolt"

	"huizhi/bot"
	"huizhi/handoff"
)

// TicketsAfter reads the log of tickets: at most n changes behind a cursor, and
// the cursor behind the last of them. What is erased is passed over.
func (db *DB) TicketsAfter(cursor uint64, n int) (out []bot.TicketChange, after uint64, err error) {
	after = cursor
	err = db.view(func(tx *bolt.Tx) error {
		for key, value := range from(tx, ticketlog.bucket, numbered(nil, cursor+1)) {
			if len(out) == n {
				return nil
			}
			after = number(key)
			m, err := ticketlog.open(db.keys, key, value)
			if err != nil {
				db.leaveOut(err)
				continue
			}
			out = append(out, bot.TicketChange{Seq: after, Ticket: m.Ticket, From: m.From, Event: m.Event, Number: m.Number})
		}
		return nil
	})
	return out, after, err
}

// ErrNoTicket: there is no ticket with this id, or it is erased.
var ErrNoTicket = errors.New("store: no such ticket")

// Ticket reads a ticket.
func (db *DB) Ticket(id handoff.ID) (t handoff.Ticket, err error) {
	err = db.view(func(tx *bolt.Tx) error {
		value := tx.Bucket([]byte(tickets.bucket)).Get([]byte(id))
		if value == nil {
			return ErrNoTicket
		}
		kept, err := tickets.open(db.keys, []byte(id), value)
		if errors.Is(err, errGone) {
			return ErrNoTicket
		}
		t = kept.Ticket
		return err
	})
	return t, err
}

// Tickets lists the tickets that are not closed, by the time they were opened.
func (db *DB) Tickets() (out []handoff.Ticket, err error) {
	err = db.view(func(tx *bolt.Tx) error {
		for key, value := range from(tx, tickets.bucket, nil) {
			if r, ok := parse(value); ok && handoff.Status(r.open).Final() {
				continue
			}
			t, err := tickets.open(db.keys, key, value)
			if err != nil {
				db.leaveOut(err)
				continue
			}
			out = append(out, t.Ticket)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b handoff.Ticket) int {
		return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}
