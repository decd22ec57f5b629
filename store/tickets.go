package store

import (
	"cmp"
	"errors"
	"slices"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store/kv"
)

// TicketsAfter reads the log of tickets: at most n changes behind a cursor, and
// the cursor behind the last of them. What is erased is passed over.
func (db *DB) TicketsAfter(cursor uint64, n int) (out []bot.TicketChange, after uint64, err error) {
	after = cursor
	err = db.view(func(tx kv.Tx) error {
		for key, value := range from(tx, feed.bucket, numbered(nil, cursor+1)) {
			if len(out) == n {
				return nil
			}
			after = number(key)
			c, err := db.ticketChange(tx, key, value)
			if err != nil {
				db.leaveOut(err)
				continue
			}
			out = append(out, c)
		}
		return nil
	})
	return out, after, err
}

// ticketChange reads the line that a record of the feed leads to.
func (db *DB) ticketChange(tx kv.Tx, key, value []byte) (bot.TicketChange, error) {
	if _, err := feed.open(db.keys, key, value); err != nil {
		return bot.TicketChange{}, err
	}
	r, _ := parse(value)
	id, n, ok := ticketLife.place(r.open)
	if !ok {
		return bot.TicketChange{}, damaged(feed.bucket, key)
	}
	at := ticketLife.key(id)
	h, err := ticketHeaders.open(db.keys, at, tx.Bucket(ticketHeaders.bucket).Get(at))
	if err != nil {
		return bot.TicketChange{}, err
	}
	line, err := ticketLife.read(db, tx, id, n)
	line.feed, line.from = number(key), h.From
	return changeOf(line), err
}

// ErrNoTicket: there is no ticket with this id, or it is erased.
var ErrNoTicket = errors.New("store: no such ticket")

// Ticket reads a ticket.
func (db *DB) Ticket(id handoff.ID) (t handoff.Ticket, err error) {
	err = db.view(func(tx kv.Tx) error {
		key := ticketLife.key(string(id))
		value := tx.Bucket(ticketHeaders.bucket).Get(key)
		if value == nil {
			return ErrNoTicket
		}
		h, err := ticketHeaders.open(db.keys, key, value)
		if errors.Is(err, errGone) {
			return ErrNoTicket
		}
		t = h.State
		return err
	})
	return t, err
}

// TicketEvents reads what happened to a ticket behind its nth event, at most so
// many: what was said is in them. What cannot be read is left out.
func (db *DB) TicketEvents(id handoff.ID, n, most int) (out []handoff.Event, err error) {
	err = db.view(func(tx kv.Tx) error {
		for _, l := range ticketLife.after(db, tx, string(id), n, most) {
			out = append(out, l.event)
		}
		return nil
	})
	return out, err
}

// Tickets lists the tickets that are not closed, by the time they were opened.
func (db *DB) Tickets() (out []handoff.Ticket, err error) {
	err = db.view(func(tx kv.Tx) error {
		for key, value := range under(tx, ticketHeaders.bucket, ticketLife.key("")) {
			if r, ok := parse(value); ok && handoff.Status(r.open).Final() {
				continue
			}
			h, err := ticketHeaders.open(db.keys, key, value)
			if err != nil {
				db.leaveOut(err)
				continue
			}
			out = append(out, h.State)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b handoff.Ticket) int {
		return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}
