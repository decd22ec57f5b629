package store

import (
	"context"
	"errors"

	"huizhi/bot"
	"huizhi/store/kv"
)

// Sent ends a delivery, and keeps for a week what the channel calls it. One
// that is not there any more is nothing to do.
func (db *DB) Sent(ctx context.Context, o bot.Outgoing, ref bot.Ref) error {
	to := db.nameOf(o.To)
	key := numbered(to[:], o.Seq)
	subject, _, err := db.whoseRecord(deliveries.bucket, key)
	if errors.Is(err, bot.ErrStale) {
		return nil
	}
	if err != nil {
		return err
	}
	p := sealer{keys: db.keys, subject: subject}
	place := onDay(day(db.options.Now()), db.refKey(o.To, o.Key))
	value := sealed(&p, sent, place, nil, ref)
	if p.err != nil {
		return notStale(stale(p.err))
	}
	return notStale(db.do(ctx, &change{point: "delivery", write: func(tx kv.Tx) error {
		err := take(tx, deliveries.bucket, key, subject)
		if err != nil || ref == "" {
			return err
		}
		return tx.Bucket(sent.bucket).Put(place, value)
	}}))
}

func notStale(err error) error {
	if errors.Is(err, bot.ErrStale) {
		return nil
	}
	return err
}

// refKey is where the ref of a delivery is kept, behind the day.
func (db *DB) refKey(a bot.Address, delivery bot.Key) []byte {
	at, key := db.nameOf(a), db.keys.Name("delivery", string(delivery))
	return join(at[:], key[:8])
}

// Ref is what the channel called a message that was sent this week; empty if
// nobody knows.
func (db *DB) Ref(a bot.Address, delivery bot.Key) (ref bot.Ref, err error) {
	rest, today := db.refKey(a, delivery), day(db.options.Now())
	err = db.view(func(tx kv.Tx) error {
		for d := range uint32(week + 1) {
			key := onDay(today-d, rest)
			value := tx.Bucket(sent.bucket).Get(key)
			if value == nil {
				continue
			}
			ref, err = sent.open(db.keys, key, value)
			if !errors.Is(err, errGone) {
				return err
			}
		}
		return nil
	})
	return ref, err
}
