package store

import (
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// generationOf is the highest generation of the key file that a database has
// seen; false if it is from before there were any.
func generationOf(tx kv.Tx, keys *seal.Keys) (n uint64, ok bool, err error) {
	value := tx.Bucket(metaBucket).Get([]byte(generationKey))
	if value == nil {
		return 0, false, nil
	}
	n, err = generations.openOurs(keys, []byte(generationKey), value)
	return n, err == nil, err
}

// keepUp notes how far the key file has come, in the same transaction as what
// needs it to have come so far.
func (db *DB) keepUp(tx kv.Tx) (noted bool, err error) {
	seen, ok, err := generationOf(tx, db.keys)
	now := db.keys.Generation()
	if err != nil || ok && seen >= now {
		return false, err
	}
	value, err := generations.seal(db.keys, seal.Store, []byte(generationKey), nil, now)
	if err != nil {
		return false, err
	}
	return true, tx.Bucket(metaBucket).Put([]byte(generationKey), value)
}
