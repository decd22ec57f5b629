package store

import (
	"context"
	"time"

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
			if err != nil {
				return err
			}
			if l.Holder != holder && l.Until.After(db.options.Now()) {
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
