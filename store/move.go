package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store/seal"
)

// MoveTicket applies an event to a ticket once, and appends it to the log. It
// seals inside of the transaction, because what it seals is what it finds there.
// ErrStale: the customer is erased.
func (db *DB) MoveTicket(ctx context.Context, m bot.TicketMove) error {
	if _, err := json.Marshal(m.Event); err != nil {
		return fmt.Errorf("store: move: %w", err) // found out here, it hurts nobody else
	}
	err := db.do(ctx, &change{point: "ticket", write: func(tx *bolt.Tx) error { return db.move(tx, m) }})
	if err == nil {
		db.signal()
	}
	return err
}

func (db *DB) move(tx *bolt.Tx, m bot.TicketMove) error {
	key := db.keys.Name("move", string(m.Key))
	if db.known(tx, key) {
		return refuse(nil)
	}
	p, t, err := db.ticketOf(tx, m)
	if err != nil {
		return err
	}
	if m.Event.Kind == handoff.Opened {
		m.Event.Customer = codeOf(p.subject)
	}
	if t.Ticket, err = handoff.Apply(t.Ticket, m.Event); err != nil {
		return refuse(err)
	}
	if err := db.remember(tx, key); err != nil {
		return err
	}
	return db.keepMove(tx, p, t, m.Event)
}

// ticketOf reads a ticket and finds who will seal it; a new one is opened for
// who is at the address.
func (db *DB) ticketOf(tx *bolt.Tx, m bot.TicketMove) (*sealer, keptTicket, error) {
	value := tx.Bucket([]byte(tickets.bucket)).Get([]byte(m.Ticket))
	if value == nil {
		s, ok := db.whose(tx, db.nameOf(m.From))
		if !ok {
			return nil, keptTicket{}, refuse(bot.ErrStale)
		}
		return db.sealer(s), keptTicket{handoff.Ticket{ID: m.Ticket}, m.From}, nil
	}
	t, err := tickets.open(db.keys, []byte(m.Ticket), value)
	if errors.Is(err, errGone) || errors.Is(err, ErrDamaged) {
		err = refuse(stale(err))
	}
	r, _ := parse(value)
	return db.sealer(r.subject), t, err
}

func (db *DB) sealer(s seal.Subject) *sealer { return &sealer{keys: db.keys, subject: s} }

// keepMove writes a ticket and a line of the log.
func (db *DB) keepMove(tx *bolt.Tx, p *sealer, t keptTicket, e handoff.Event) error {
	log := tx.Bucket([]byte(ticketlog.bucket))
	n, err := log.NextSequence()
	if err != nil {
		return err
	}
	id, line := []byte(t.Ticket.ID), numbered(nil, n)
	ticket := sealed(p, tickets, id, []byte(t.Ticket.Status), t)
	move := sealed(p, ticketlog, line, nil, keptMove{t.Ticket.ID, t.From, e, t.Ticket.Version})
	if p.err != nil {
		return p.err
	}
	if err := tx.Bucket([]byte(tickets.bucket)).Put(id, ticket); err != nil {
		return err
	}
	return log.Put(line, move)
}

// signal wakes a follower of the log, if one is waiting.
func (db *DB) signal() {
	select {
	case db.changed <- struct{}{}:
	default:
	}
}
