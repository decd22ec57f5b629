// Package bbolt is a kv.Engine in one file, written by go.etcd.io/bbolt.
//
// bbolt has no checksums, and believes what is in its file: a page that was
// written over makes it panic, fault, or run in a circle until the memory is
// full. So the file is gone through before bbolt opens it (pages.go), and what
// goes wrong afterwards is caught (guard.go) and is kv.ErrDamaged.
package bbolt

import (
	"errors"
	"os"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"huizhi/store/kv"
)

// Options is how a file is opened. The zero Options will do.
type Options struct {
	// MmapSize is how many bytes of address space are mapped from the start.
	// While the file is smaller, no reader holds up a write.
	MmapSize int

	// NoSync does not wait for the disk.
	NoSync bool

	// ReadOnly changes nothing, not even the file's times: for a disk that cannot
	// be written to. Several processes may have the file open so.
	ReadOnly bool

	// OpenFile is os.OpenFile if it is nil.
	OpenFile func(string, int, os.FileMode) (*os.File, error)
}

// DB is an open file. It implements kv.Engine.
type DB struct {
	bolt  *bolt.DB
	file  *os.File
	ruins atomic.Pointer[error] // why it can only be closed
}

var _ kv.Engine = (*DB)(nil)

// Create opens a file with nothing in it, or none, as a new database.
func Create(path string, o Options) (*DB, error) { return open(path, o) }

// Open opens a file that Create made, after a look at all of it: kv.ErrBusy,
// kv.ErrEmpty, kv.ErrDamaged.
func Open(path string, o Options) (*DB, error) {
	if err := sound(path); err != nil {
		return nil, err
	}
	return open(path, o)
}

func open(path string, o Options) (*DB, error) {
	db := &DB{}
	err := db.guarded(func() (err error) {
		db.bolt, err = bolt.Open(path, 0o600, o.bolt(&db.file))
		return err
	})
	if err != nil {
		return nil, errors.Join(err, db.letGo())
	}
	return db, nil
}

// wait is for how long another process may hold the file.
const wait = time.Second

// bolt is the options in bbolt's words; the file that it opens is put into
// file. The free list is written with every commit: without it an opening would
// read every page once more.
func (o Options) bolt(file **os.File) *bolt.Options {
	open := o.OpenFile
	if open == nil {
		open = os.OpenFile
	}
	return &bolt.Options{
		Timeout:         wait,
		InitialMmapSize: o.MmapSize,
		FreelistType:    bolt.FreelistMapType,
		NoSync:          o.NoSync,
		ReadOnly:        o.ReadOnly,
		OpenFile: func(path string, flag int, mode os.FileMode) (f *os.File, err error) {
			f, err = open(path, flag, mode)
			*file = f
			return f, err
		},
	}
}

func (db *DB) View(read func(kv.Tx) error) error {
	return db.guarded(func() error {
		return db.bolt.View(func(t *bolt.Tx) error { return call(read, t) })
	})
}

func (db *DB) Update(write func(kv.Tx) error) error {
	return db.guarded(func() error {
		return db.bolt.Update(func(t *bolt.Tx) error { return call(write, t) })
	})
}

// Check goes through the file as the last commit left it.
func (db *DB) Check() (problems []error, err error) {
	err = db.guarded(func() error {
		t, err := db.bolt.Begin(!db.bolt.IsReadOnly()) // nobody writes meanwhile
		if err != nil {
			return err
		}
		problems, err = examine(db.file)
		return errors.Join(err, t.Rollback())
	})
	return problems, err
}

// Close closes the file. What bbolt stumbled over it may hold locked for ever,
// so that it is not asked then; the map of the file stays until the program
// ends, which it should.
func (db *DB) Close() error {
	if db.ruins.Load() != nil {
		return db.letGo()
	}
	return db.guarded(db.bolt.Close)
}

// letGo gives up the file and with it the lock.
func (db *DB) letGo() error {
	if db.file == nil {
		return nil
	}
	unlock(db.file)
	if err := db.file.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
