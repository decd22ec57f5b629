package store

import (
	"errors"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// Load reads a journalled event. A damaged one is ErrDamaged, and can be parked.
func (db *DB) Load(q bot.Queued) (in bot.Incoming, err error) {
	err = db.view(func(tx kv.Tx) error {
		key := db.journalKey(q)
		value := tx.Bucket(journal.bucket).Get(key)
		if value == nil {
			return bot.ErrStale
		}
		e, err := journal.open(db.keys, key, value)
		in = bot.Incoming{Key: e.Key, From: q.From, At: e.At, Event: e.Event.Event}
		return stale(err)
	})
	return in, err
}

func (db *DB) journalKey(q bot.Queued) []byte {
	at := db.nameOf(q.From)
	return numbered(at[:], q.Seq)
}

// stale says of what is erased that there is nothing to do.
func stale(err error) error {
	if errors.Is(err, errGone) {
		return bot.ErrStale
	}
	return err
}

// Conversation reads the conversation of an address, the zero one if there is
// none.
func (db *DB) Conversation(a bot.Address) (c bot.Conversation, err error) {
	at := db.nameOf(a)
	err = db.view(func(tx kv.Tx) error {
		value := tx.Bucket(conversations.bucket).Get(at[:])
		if value == nil {
			return nil
		}
		c, err = conversations.open(db.keys, at[:], value)
		if errors.Is(err, errGone) {
			c.Turns, err = turnsOf(value), nil
		}
		if err != nil {
			c = bot.Conversation{Turns: turnsOf(value)}
		}
		return err
	})
	return c, err
}

// turnsOf is how many turns a conversation has had, as its record says in clear;
// zero for one that was never counted.
func turnsOf(value []byte) uint64 {
	r, _ := parse(value)
	return number(r.open)
}

// Waiting is what is not sent yet to an address, in order. What is damaged is
// left out and logged.
func (db *DB) Waiting(a bot.Address) (out []bot.Outgoing, err error) {
	at := db.nameOf(a)
	err = db.view(func(tx kv.Tx) error {
		for key, value := range under(tx, deliveries.bucket, at[:]) {
			d, err := deliveries.open(db.keys, key, value)
			if err != nil {
				db.leaveOut(err)
				continue
			}
			out = append(out, bot.Outgoing{Seq: number(key), Delivery: bot.Delivery(d)})
		}
		return nil
	})
	return out, err
}

// whoseRecord finds a record and whose it is; ErrStale if it is not there.
func (db *DB) whoseRecord(bucket string, key []byte) (s seal.Subject, value []byte, err error) {
	err = db.view(func(tx kv.Tx) error {
		value = append(value, tx.Bucket(bucket).Get(key)...)
		r, ok := parse(value)
		if !ok || !db.keys.Has(r.subject) {
			return bot.ErrStale
		}
		s = r.subject
		return nil
	})
	return s, value, err
}

// take removes a record that is still there and still of the same person;
// otherwise it refuses with ErrStale.
func take(tx kv.Tx, bucket string, key []byte, s seal.Subject) error {
	b := tx.Bucket(bucket)
	if r, ok := parse(b.Get(key)); !ok || r.subject != s {
		return refuse(bot.ErrStale)
	}
	return b.Delete(key)
}
