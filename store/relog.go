package store

import (
	"errors"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// Where the tickets of the first program were: one record with all that was said,
// and a log of whole events.
var (
	oldTickets = kind[oldTicket]{"tickets", whole}
	oldLog     = kind[oldMove]{"ticketlog", whole}
)

type (
	oldTicket struct {
		Ticket handoff.Ticket `json:"ticket"`
		From   bot.Address    `json:"from"`
	}
	oldMove struct {
		Ticket handoff.ID    `json:"ticket"`
		Event  handoff.Event `json:"event"`
		Number int           `json:"number"`
	}
)

// relog moves the tickets of the first program to where they are now. The numbers
// of the log stay, so that nobody's cursor has to. What cannot be read stays where
// it was: nothing goes for want of a key.
func relog(tx kv.Tx, keys *seal.Keys) error {
	if err := makeBuckets("objects", "lines", "moves", "feed")(tx, keys); err != nil {
		return err
	}
	err := errors.Join(
		rewritten(tx, keys, oldTickets, func(p *sealer, _ []byte, old oldTicket) []put {
			at, h := ticketLife.key(string(old.Ticket.ID)), header[handoff.Ticket]{State: old.Ticket, From: old.From}
			return []put{{ticketHeaders.bucket, at, sealed(p, ticketHeaders, at, []byte(old.Ticket.Status), h), false}}
		}),
		rewritten(tx, keys, oldLog, func(p *sealer, key []byte, old oldMove) []put {
			at := ticketLife.line(string(old.Ticket), old.Number)
			return []put{
				{ticketLines.bucket, at, sealed(p, ticketLines, at, nil, old.Event), false},
				{feed.bucket, key, sealed(p, feed, nil, at, empty{}), false},
			}
		}),
	)
	if err != nil {
		return err
	}
	return countOn(tx, oldLog.bucket, feed.bucket)
}

// countOn lets a bucket give the numbers that come after those of another.
func countOn(tx kv.Tx, from, to string) error {
	next, err := tx.Bucket(from).NextSequence()
	for n := uint64(1); err == nil && n < next; n++ {
		_, err = tx.Bucket(to).NextSequence()
	}
	return err
}

// rewritten writes others for each record of a kind, which then goes.
func rewritten[T any](tx kv.Tx, keys *seal.Keys, k kind[T], others func(p *sealer, key []byte, old T) []put) error {
	var gone [][]byte
	for key, value := range from(tx, k.bucket, nil) {
		old, err := k.open(keys, key, value)
		if errors.Is(err, errGone) || errors.Is(err, ErrDamaged) {
			continue
		}
		if err != nil {
			return err
		}
		r, _ := parse(value)
		p := &sealer{keys: keys, subject: r.subject}
		for _, w := range others(p, key, old) {
			if _, err := w.write(tx); err != nil || p.err != nil {
				return errors.Join(err, p.err)
			}
		}
		gone = append(gone, key)
	}
	for _, key := range gone {
		if err := tx.Bucket(k.bucket).Delete(key); err != nil {
			return err
		}
	}
	return nil
}
