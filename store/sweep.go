package store

import (
	"bytes"
	"context"
	"time"

	"huizhi/store/kv"
	"huizhi/store/seal"
)

// How much is done at once, so that nobody waits long for it.
const (
	mostRemoved = 1_000
	mostLooked  = 10_000
)

// Swept is how much was removed.
type Swept struct {
	Keys    int // of events, older than a week
	Refs    int // of messages, older than a week
	Parked  int // events and tasks, older than a week
	Unsent  int // messages that waited for somebody for more than a month
	Records int // of people who were erased
}

// Sweep removes what is too old and what is left of people who were erased: of
// those whose erasing the key file has a record of, and nobody else.
func (db *DB) Sweep(ctx context.Context, now time.Time) (s Swept, err error) {
	old := onDay(day(now)-week, nil)
	all := func(_, _ []byte) bool { return true }
	if s.Keys, err = db.remove(ctx, seen, old, all); err != nil {
		return s, err
	}
	if s.Refs, err = db.remove(ctx, sent.bucket, old, all); err != nil {
		return s, err
	}
	if s.Parked, err = db.remove(ctx, parked.bucket, nil, openedBefore(day(now)-week)); err != nil {
		return s, err
	}
	if s.Unsent, err = db.remove(ctx, deliveries.bucket, nil, openedBefore(day(now)-mailboxDays)); err != nil {
		return s, err
	}
	s.Records, _, err = db.removeOf(ctx, db.keys.Erased)
	return s, err
}

// mailboxDays is how long a message waits for somebody who is away.
const mailboxDays = 30

// openedBefore picks records that say in clear that they are from before a day.
func openedBefore(d uint32) func(key, value []byte) bool {
	return func(_, value []byte) bool {
		r, ok := parse(value)
		return ok && len(r.open) == 4 && bytes.Compare(r.open, onDay(d, nil)) < 0
	}
}

// removeOf removes all records of some subjects, and what is on its way to them.
func (db *DB) removeOf(ctx context.Context, some func(seal.Subject) bool) (records, places int, err error) {
	theirs := func(_, value []byte) bool {
		r, ok := parse(value)
		return ok && some(r.subject)
	}
	records, err = db.removeTo(ctx, theirs)
	for _, s := range sorts {
		if err != nil {
			break
		}
		var n int
		n, err = db.remove(ctx, s.in(), nil, theirs)
		records += n
		if s.in() == addresses.bucket {
			places = n
		}
	}
	return records, places, err
}

// removeTo removes what is on its way, or was sent, to the addresses of some.
func (db *DB) removeTo(ctx context.Context, theirs func(key, value []byte) bool) (int, error) {
	at := map[string]bool{}
	err := db.view(func(tx kv.Tx) error {
		for key, value := range from(tx, addresses.bucket, nil) {
			if theirs(key, value) {
				at[string(key)] = true
			}
		}
		return nil
	})
	if err != nil || len(at) == 0 {
		return 0, err
	}
	waiting, err := db.remove(ctx, deliveries.bucket, nil, func(key, _ []byte) bool { return len(key) == 24 && at[string(key[:16])] })
	if err != nil {
		return waiting, err
	}
	refs, err := db.remove(ctx, sent.bucket, nil, func(key, _ []byte) bool { return len(key) > 20 && at[string(key[4:20])] })
	return waiting + refs, err
}

// remove removes what is unwanted in a bucket, before a key if one is given.
func (db *DB) remove(ctx context.Context, bucket string, before []byte, unwanted func(key, value []byte) bool) (n int, err error) {
	var keys [][]byte
	for next := []byte{}; next != nil; {
		err := db.view(func(tx kv.Tx) error {
			keys, next = look(tx, bucket, next, before, unwanted)
			return nil
		})
		if err != nil {
			return n, err
		}
		if len(keys) == 0 {
			continue
		}
		err = db.do(ctx, &change{point: "sweep", write: func(tx kv.Tx) error {
			return drop(tx, bucket, keys, unwanted, &n)
		}})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// look finds keys to remove, and where to go on looking; nil if that was all.
func look(tx kv.Tx, bucket string, start, before []byte, unwanted func(key, value []byte) bool) (keys [][]byte, next []byte) {
	looked := 0
	for key, value := range from(tx, bucket, start) {
		if before != nil && bytes.Compare(key, before) >= 0 {
			return keys, nil
		}
		if len(keys) == mostRemoved || looked == mostLooked {
			return keys, key
		}
		looked++
		if unwanted(key, value) {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// drop removes what is still unwanted, and counts it.
func drop(tx kv.Tx, bucket string, keys [][]byte, unwanted func(key, value []byte) bool, n *int) error {
	b, found := tx.Bucket(bucket), false
	for _, key := range keys {
		value := b.Get(key)
		if value == nil || !unwanted(key, value) {
			continue
		}
		if err := b.Delete(key); err != nil {
			return err
		}
		found = true
		*n++
	}
	if !found {
		return refuse(nil)
	}
	return nil
}
