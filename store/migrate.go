package store

import (
	"bytes"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"huizhi/store/seal"
)

// migration changes a database from one schema to the next.
type migration func(*bolt.Tx) error

// migrations is how a database came to be what it is: a database of schema n
// has had the first n of them. Add at the end, and never change one.
var migrations = []migration{
	makeBuckets("addresses", "journal", "parked", "conversations", "tasks", "wakes", "due", "deliveries",
		"sent", "keys", "feedback", "tickets", "ticketlog", "cursors"),
}

// The bucket that says what this is, and its keys.
const (
	metaBucket = "meta"
	databaseID = "database"
	schemaKey  = "schema"
)

func makeBuckets(names ...string) migration {
	return func(tx *bolt.Tx) error {
		for _, name := range names {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	}
}

// errNothing rolls back a transaction in which there was nothing to do.
var errNothing = errors.New("nothing to do")

// migrate checks whose database this is, and brings it up to date in one
// transaction.
func (db *DB) migrate() error {
	err := db.bolt.Update(func(tx *bolt.Tx) error {
		from, err := db.schema(tx)
		if err != nil {
			return err
		}
		if from == len(db.options.migrations) {
			return complete(tx)
		}
		for i, m := range db.options.migrations[from:] {
			if err := m(tx); err != nil {
				return fmt.Errorf("store: migration to schema %d: %w", from+i+1, err)
			}
		}
		return db.setSchema(tx, len(db.options.migrations))
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

// complete finds a database that lacks a bucket. If it lacks none, there is
// errNothing to do.
func complete(tx *bolt.Tx) error {
	for _, s := range everything() {
		if tx.Bucket([]byte(s.in())) == nil {
			return fmt.Errorf("%w: no bucket %s", ErrDamaged, s.in())
		}
	}
	return errNothing
}

// schema reads how many migrations a database has had.
func (db *DB) schema(tx *bolt.Tx) (int, error) {
	meta, id := tx.Bucket([]byte(metaBucket)), db.keys.Database()
	if meta == nil {
		return 0, fmt.Errorf("%w: no meta bucket", ErrDamaged)
	}
	if !bytes.Equal(meta.Get([]byte(databaseID)), id[:]) {
		return 0, ErrForeignKeys
	}
	value := meta.Get([]byte(schemaKey))
	if value == nil {
		return 0, nil
	}
	n, err := schemas.openOurs(db.keys, []byte(schemaKey), value)
	if err == nil && n > len(db.options.migrations) {
		err = ErrNewer
	}
	return n, err
}

func (db *DB) setSchema(tx *bolt.Tx, n int) error {
	value, err := schemas.seal(db.keys, seal.Store, []byte(schemaKey), nil, n)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(metaBucket)).Put([]byte(schemaKey), value)
}
