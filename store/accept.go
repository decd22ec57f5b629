package store

import (
	"context"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// acceptance is a batch on its way into the journal.
type acceptance struct {
	db       *DB
	batch    bot.Batch
	arrivals []*arrival // without those known already
	cursor   []byte     // the record
	odd      []put
	queued   []bot.Queued
}

// Accept journals the events whose keys were not seen this week, and moves the
// cursor forwards.
func (db *DB) Accept(ctx context.Context, b bot.Batch) ([]bot.Queued, error) {
	a := &acceptance{db: db, batch: b}
	if err := db.view(a.prepare); err != nil {
		return nil, err
	}
	if len(a.arrivals) == 0 && a.cursor == nil && len(a.odd) == 0 {
		return nil, nil
	}
	c := &change{point: "journal", strangers: a.strangers(), before: a.seal, write: a.write}
	if b.Follow != "" {
		c.point = "cursor"
	}
	if err := db.do(ctx, c); err != nil {
		return nil, err
	}
	return a.queued, nil
}

// prepare encodes what is new, and seals it for who is known.
func (a *acceptance) prepare(tx kv.Tx) error {
	introduced := map[name]bool{} // by this batch
	for _, in := range a.batch.Events {
		if a.db.known(tx, a.db.eventName(in.Key)) {
			continue
		}
		arr, err := a.db.arrive(in)
		if err == nil {
			err = arr.sealKnown(a.db, tx)
		}
		if err != nil {
			return err
		}
		introduced[arr.at] = introduced[arr.at] || bot.Introduces(in.Event)
		if arr.value == nil && !introduced[arr.at] {
			continue // who was erased stays so
		}
		a.arrivals = append(a.arrivals, arr)
	}
	if err := a.sealOdd(tx); err != nil {
		return err
	}
	return a.sealCursor(tx)
}

// sealOdd seals what no event could be made of: for whom it is of, if they are known,
// so that it is erased with them.
func (a *acceptance) sealOdd(tx kv.Tx) error {
	for _, o := range a.batch.Odd {
		p := sealer{keys: a.db.keys, subject: seal.Store}
		if s, ok := a.db.whose(tx, a.db.nameOf(o.Of)); ok && a.db.keys.Has(s) {
			p.subject = s
		}
		key := a.db.eventName(o.Key)
		why := sealed(&p, parked, key[:], today(a.db.options.Now()), keptReason{o.Why, o.Raw})
		if p.err != nil {
			return p.err
		}
		a.odd = append(a.odd, put{parked.bucket, key[:], why, false})
	}
	return nil
}

func (a *acceptance) sealCursor(tx kv.Tx) error {
	follow := []byte(a.batch.Follow)
	if len(follow) == 0 {
		return nil
	}
	now, err := a.db.cursor(tx, follow)
	if err != nil || a.batch.Cursor <= now {
		return err
	}
	a.cursor, err = cursors.seal(a.db.keys, seal.Store, follow, nil, a.batch.Cursor)
	return err
}

// strangers lists who the committer has to meet.
func (a *acceptance) strangers() (list []bot.Address) {
	for _, arr := range a.arrivals {
		if arr.value == nil {
			list = append(list, arr.from)
		}
	}
	return list
}

// seal seals what strangers sent.
func (a *acceptance) seal(people met) error {
	for _, arr := range a.arrivals {
		if arr.value != nil {
			continue
		}
		if err := arr.seal(a.db.keys, people[arr.at]); err != nil {
			return err
		}
	}
	return nil
}

func (a *acceptance) write(tx kv.Tx) error {
	for _, arr := range a.arrivals {
		if a.db.known(tx, arr.key) {
			continue
		}
		if err := a.db.remember(tx, arr.key); err != nil {
			return err
		}
		q, err := arr.enter(tx)
		if err != nil {
			return err
		}
		a.queued = append(a.queued, q)
	}
	for _, p := range a.odd {
		if _, err := p.write(tx); err != nil {
			return err
		}
	}
	moved, err := a.moveCursor(tx)
	if err == nil && !moved && len(a.queued)+len(a.odd) == 0 {
		return refuse(nil)
	}
	return err
}

// moveCursor never moves it backwards.
func (a *acceptance) moveCursor(tx kv.Tx) (moved bool, err error) {
	if a.cursor == nil {
		return false, nil
	}
	follow := []byte(a.batch.Follow)
	now, err := a.db.cursor(tx, follow)
	if err != nil || a.batch.Cursor <= now {
		return false, err
	}
	return true, tx.Bucket(cursors.bucket).Put(follow, a.cursor)
}

// Cursor is how far a follower has read.
func (db *DB) Cursor(name string) (n uint64, err error) {
	err = db.view(func(tx kv.Tx) error {
		n, err = db.cursor(tx, []byte(name))
		return err
	})
	return n, err
}

func (db *DB) cursor(tx kv.Tx, name []byte) (uint64, error) {
	value := tx.Bucket(cursors.bucket).Get(name)
	if value == nil {
		return 0, nil
	}
	return cursors.openOurs(db.keys, name, value)
}
