package store

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// keptLease is who may do something, and until when.
type keptLease struct {
	Holder string    `json:"holder"`
	Until  time.Time `json:"until"`
}

// Lease gives a holder the right to something until a time, which gives it back if
// it is past. False: another has it, by the store's own clock.
func (db *DB) Lease(ctx context.Context, name, holder string, until time.Time) (ok bool, err error) {
	key := []byte(name)
	err = db.do(ctx, &change{point: "lease", write: func(tx kv.Tx) error {
		b := tx.Bucket(leases.bucket)
		if old := b.Get(key); old != nil {
			l, err := leases.openOurs(db.keys, key, old)
			if err != nil && !errors.Is(err, ErrDamaged) { // one that is damaged has lapsed
				return err
			}
			if err == nil && l.Holder != holder && l.Until.After(db.options.Now()) {
				return refuse(nil)
			}
		}
		value, err := leases.seal(db.keys, seal.Store, key, nil, keptLease{holder, until})
		if err != nil {
			return err
		}
		ok = true
		return b.Put(key, value)
	}})
	return ok, err
}

// laneLease names the lease of an address, and does not show it.
func (db *DB) laneLease(a bot.Address) string {
	at := db.nameOf(a)
	return "lane/" + hex.EncodeToString(at[:])
}

// Hold gives a holder an address until a time.
func (db *DB) Hold(ctx context.Context, a bot.Address, holder string, until time.Time) (bool, error) {
	return db.Lease(ctx, db.laneLease(a), holder, until)
}

// Rest takes an address back from its holder, if there is nothing to do for it: in
// one transaction, so that whatever is accepted later finds it free.
func (db *DB) Rest(ctx context.Context, a bot.Address, holder string, away bool) (ok bool, err error) {
	at, key := db.nameOf(a), []byte(db.laneLease(a))
	err = db.do(ctx, &change{point: "lease", write: func(tx kv.Tx) error {
		b := tx.Bucket(leases.bucket)
		if l, err := leases.openOurs(db.keys, key, b.Get(key)); err != nil || l.Holder != holder {
			ok = true // it lapsed, and may be another's
			return refuse(nil)
		}
		if some(tx, journal.bucket, at[:]) || !away && some(tx, deliveries.bucket, at[:]) {
			return refuse(nil)
		}
		ok = true
		return b.Delete(key)
	}})
	return ok, err
}

// some reports whether there is a record whose key begins so.
func some(tx kv.Tx, bucket string, prefix []byte) bool {
	for range under(tx, bucket, prefix) {
		return true
	}
	return false
}

// endLeases ends what nobody can have any more: whoever opens a store is alone with
// its key file.
func endLeases(tx kv.Tx) (ended bool, err error) {
	b := tx.Bucket(leases.bucket)
	for key := range b.Scan(nil) {
		if err := b.Delete(key); err != nil {
			return ended, err
		}
		ended = true
	}
	return ended, nil
}
