package store

import (
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// OpenReading opens the store in a folder and changes nothing there, for a disk
// that cannot be written to: it can be read, checked and backed up. All changes
// are ErrReadOnly. An older key file is never accepted, and a database that wants
// a migration is ErrMigration.
func OpenReading(dir string, m seal.Master, o Options) (*DB, error) {
	o, h := o.filled(), home(dir)
	o.reading, o.AcceptOlderKeys = true, false
	found, err := there(h.database())
	if err == nil && !found {
		err = ErrVanished
	}
	if err != nil {
		return nil, wrapped(err)
	}
	db, err := open(h, h.database(), m, o, nil)
	return db, wrapped(err)
}

// keyFile opens the key file as the database is opened.
func (o Options) keyFile(path string, m seal.Master, accept func(*seal.Keys) error) (*seal.Keys, error) {
	if o.reading {
		return seal.OpenReading(path, m, accept)
	}
	return seal.Open(path, m, accept)
}

// upToDate refuses a database that Open would change before it can be read.
func (db *DB) upToDate() error {
	return db.engine.View(func(tx kv.Tx) error {
		n, err := db.schema(tx)
		if err == nil && n < len(db.options.migrations) {
			return ErrMigration
		}
		if err == nil {
			err = complete(tx)
		}
		return err
	})
}
