package store

import (
	"errors"
	"fmt"
	"sync"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"huizhi/bot"
	"huizhi/store/seal"
)

// DB is an open store. It implements bot.Store.
type DB struct {
	home    home
	bolt    *bolt.DB
	keys    *seal.Keys
	options Options

	work      chan *change
	quit      chan struct{} // closed: take no more work
	done      chan struct{} // closed: the committer is gone
	close     sync.Once
	followers followers

	mu     sync.Mutex
	broken error
}

var _ bot.Store = (*DB)(nil)

// Open opens the store in a folder, and makes a new one where there never was
// one.
func Open(dir string, m seal.Master, o Options) (*DB, error) {
	o, h := o.filled(), home(dir)
	if err := h.ensure(m, o); err != nil {
		return nil, wrapped(err)
	}
	db, err := open(h, h.database(), m, o, nil)
	if err != nil {
		return nil, wrapped(err)
	}
	if err := h.mark(); err != nil {
		db.Close()
		return nil, wrapped(err)
	}
	o.Logger.Info("store opened", "bytes", db.size(), "customers", db.keys.Len())
	return db, nil
}

// open opens a database of the store, which need not lie in its place: then the
// one that it is to replace may be held. The key file comes second: the lock of
// the database is its lock too.
func open(h home, path string, m seal.Master, o Options, held *bolt.DB) (*DB, error) {
	b, err := openBolt(path, o)
	if err != nil {
		return nil, err
	}
	keys, err := h.unlock(m, o, b, held)
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	db := &DB{
		home: h, bolt: b, keys: keys, options: o,
		work: make(chan *change), quit: make(chan struct{}), done: make(chan struct{}),
	}
	if err := guarded(db.migrate); err != nil {
		return nil, errors.Join(err, keys.Close(), b.Close())
	}
	go db.commitAll()
	return db, nil
}

// openBolt opens the file. If bbolt panics over it, the file stays locked until
// the program ends, which it should.
func openBolt(path string, o Options) (b *bolt.DB, err error) {
	if err := intact(path); err != nil {
		return nil, err
	}
	err = guarded(func() error {
		b, err = bolt.Open(path, 0o600, o.bolt())
		return err
	})
	return b, boltError(err)
}

// boltError says in our words why a file does not open.
func boltError(err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrBusy
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// Close waits for what is being written and closes the files.
func (db *DB) Close() error {
	err := ErrClosed
	db.close.Do(func() {
		close(db.quit)
		<-db.done
		err = errors.Join(db.bolt.Close(), db.keys.Close())
	})
	return err
}

// view runs a read transaction. Nothing of it may be used afterwards.
func (db *DB) view(read func(*bolt.Tx) error) error {
	if err := db.state(); err != nil {
		return err
	}
	err := db.bolt.View(read)
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

func (db *DB) size() (n int64) {
	db.bolt.View(func(tx *bolt.Tx) error {
		n = tx.Size()
		return nil
	})
	return n
}
