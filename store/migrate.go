package store

import (
	"errors"
	"fmt"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// migration changes a database from one schema to the next. It has the keys, so
// that it can read what is sealed and seal it anew.
type migration func(kv.Tx, *seal.Keys) error

// migrations is how a database came to be what it is: a database of schema n
// has had the first n of them. Add at the end, and never change one.
var migrations = []migration{
	makeBuckets("addresses", "journal", "parked", "conversations", "tasks", "wakes", "due", "deliveries",
		"sent", "keys", "feedback", "tickets", "ticketlog", "cursors"),
	rememberGenerations,
	conversations.recoded(bot.Upgrade),
	relog,
	makeBuckets("people", "leases"),
}

// The bucket that says what this is, and its keys.
const (
	metaBucket = "meta"
	databaseID = "database"
	schemaKey  = "schema"

	generationKey = "generation"
)

// rememberGenerations changes nothing itself: keepUp writes the generation of
// the key file on each opening, if it has to. The step keeps out programs that
// would change the key file and not remember that.
func rememberGenerations(kv.Tx, *seal.Keys) error { return nil }

func makeBuckets(names ...string) migration {
	return func(tx kv.Tx, _ *seal.Keys) error {
		for _, name := range names {
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return nil
	}
}

// errNothing rolls back a transaction in which there was nothing to do.
var errNothing = errors.New("nothing to do")

// migrate brings a database up to date, with the program and with its key file,
// in one transaction.
func (db *DB) migrate() error {
	err := db.engine.Update(func(tx kv.Tx) error {
		migrated, err := db.migrateSchema(tx)
		if err != nil {
			return err
		}
		noted, err := db.keepUp(tx)
		if err != nil {
			return err
		}
		ended, err := endLeases(tx)
		if err == nil && !migrated && !noted && !ended {
			return errNothing
		}
		return err
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

func (db *DB) migrateSchema(tx kv.Tx) (migrated bool, err error) {
	from, err := db.schema(tx)
	if err != nil {
		return false, err
	}
	if from == len(db.options.migrations) {
		return false, complete(tx)
	}
	for i, m := range db.options.migrations[from:] {
		if err := m(tx, db.keys); err != nil {
			return false, fmt.Errorf("store: migration to schema %d: %w", from+i+1, err)
		}
	}
	return true, db.setSchema(tx, len(db.options.migrations))
}

// complete finds a database that lacks a bucket.
func complete(tx kv.Tx) error {
	for _, s := range everything() {
		if tx.Bucket(s.in()) == nil {
			return fmt.Errorf("%w: no bucket %s", ErrDamaged, s.in())
		}
	}
	return nil
}

func (db *DB) schema(tx kv.Tx) (int, error) {
	return schemaOf(tx, db.keys, len(db.options.migrations))
}

// withGenerations is the schema from which on a generation is remembered.
const withGenerations = 2

// schemaOf reads how many migrations a database has had, and that it has what
// comes with them in its meta bucket.
func schemaOf(tx kv.Tx, keys *seal.Keys, newest int) (n int, err error) {
	meta := tx.Bucket(metaBucket)
	if value := meta.Get([]byte(schemaKey)); value != nil {
		n, err = schemas.openOurs(keys, []byte(schemaKey), value)
	}
	switch {
	case err != nil:
	case n > newest:
		err = ErrNewer
	case n >= withGenerations && meta.Get([]byte(generationKey)) == nil:
		err = fmt.Errorf("%w: no generation", ErrDamaged)
	}
	return n, err
}

func (db *DB) setSchema(tx kv.Tx, n int) error {
	value, err := schemas.seal(db.keys, seal.Store, []byte(schemaKey), nil, n)
	if err != nil {
		return err
	}
	return tx.Bucket(metaBucket).Put([]byte(schemaKey), value)
}
