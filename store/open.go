package store

import (
	"errors"
	"sync"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// DB is an open store. It implements bot.Store.
type DB struct {
	engine  kv.Engine
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

// OpenOn opens the store that an engine keeps, whose key file is in a folder, and
// makes a new one of an engine with nothing in it. Close closes the engine.
func OpenOn(e kv.Engine, dir string, m seal.Master, o Options) (*DB, error) {
	o, h := o.filled(), home(dir)
	if err := h.ensureOn(e, m); err != nil {
		return nil, wrapped(errors.Join(err, e.Close()))
	}
	db, err := begin(h, e, m, o, nil)
	return db, wrapped(err)
}

// open opens a database of the store, which need not lie in its place: then the
// one that it is to replace may be held. The key file comes second: the lock of
// the database is its lock too.
func open(h home, path string, m seal.Master, o Options, held kv.Engine) (*DB, error) {
	e, err := openFile(path, o)
	if err != nil {
		return nil, err
	}
	return begin(h, e, m, o, held)
}

// begin makes a store of an engine, which it closes if that fails.
func begin(h home, e kv.Engine, m seal.Master, o Options, held kv.Engine) (*DB, error) {
	keys, err := h.unlock(m, o, e, held)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	db := &DB{
		engine: e, keys: keys, options: o,
		work: make(chan *change), quit: make(chan struct{}), done: make(chan struct{}),
	}
	bring := db.migrate
	if o.reading {
		bring = db.upToDate
	}
	if err := bring(); err != nil {
		return nil, errors.Join(err, keys.Close(), e.Close())
	}
	go db.commitAll()
	return db, nil
}

// Close waits for what is being written and closes the files.
func (db *DB) Close() error {
	err := ErrClosed
	db.close.Do(func() {
		close(db.quit)
		<-db.done
		err = errors.Join(db.engine.Close(), db.keys.Close())
	})
	return err
}

// view runs a read transaction. Nothing of it may be used afterwards. One record
// that is damaged is the caller's business; an engine that is breaks the store.
func (db *DB) view(read func(kv.Tx) error) error {
	if err := db.state(); err != nil {
		return err
	}
	err := db.engine.View(read)
	if errors.Is(err, kv.ErrDamaged) {
		return db.shatter(err)
	}
	return err
}

func (db *DB) size() (n int64) {
	db.engine.View(func(tx kv.Tx) error {
		n = tx.Size()
		return nil
	})
	return n
}
