package store

import (
	"context"
	"errors"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// Kept counts what is kept of the customer at an address; nothing of one whom
// nobody knows. It looks at every record, as Erase does.
func (db *DB) Kept(a bot.Address) (k bot.Kept, err error) {
	err = db.view(func(tx kv.Tx) error {
		at := db.nameOf(a)
		s, ok := db.whose(tx, at)
		if !ok {
			return nil
		}
		k.Messages = db.remembered(tx, s)
		k.Feedback, k.Parked = countOf(tx, feedback.bucket, s), countOf(tx, parked.bucket, s)
		k.Tickets, k.Open = ticketsOf(tx, s)
		for range under(tx, deliveries.bucket, at[:]) {
			k.Waiting++
		}
		return nil
	})
	return k, err
}

// Forget erases the customer at an address; bot.ErrStale if nobody is there.
func (db *DB) Forget(ctx context.Context, a bot.Address) error {
	_, err := db.Erase(ctx, a.String())
	if errors.Is(err, ErrUnknownCustomer) {
		return bot.ErrStale
	}
	return err
}

// remembered is how many lines of somebody's talks are kept.
func (db *DB) remembered(tx kv.Tx, s seal.Subject) (n int) {
	for key, value := range from(tx, conversations.bucket, nil) {
		if r, ok := parse(value); !ok || r.subject != s {
			continue
		}
		c, err := conversations.open(db.keys, key, value)
		if err != nil {
			db.leaveOut(err)
			continue
		}
		n += len(c.Transcript)
	}
	return n
}

// ticketsOf counts somebody's tickets, and those of them that are not closed.
func ticketsOf(tx kv.Tx, s seal.Subject) (all, open int) {
	for _, value := range under(tx, ticketHeaders.bucket, ticketLife.key("")) {
		r, ok := parse(value)
		if !ok || r.subject != s {
			continue
		}
		all++
		if !handoff.Status(r.open).Final() {
			open++
		}
	}
	return all, open
}

// countOf counts somebody's records in a bucket.
func countOf(tx kv.Tx, bucket string, s seal.Subject) (n int) {
	for _, value := range from(tx, bucket, nil) {
		if r, ok := parse(value); ok && r.subject == s {
			n++
		}
	}
	return n
}
