package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"

	bolt "go.etcd.io/bbolt"

	"huizhi/store/seal"
)

// ensure makes a new store where there never was one.
func (h home) ensure(m seal.Master, o Options) error {
	if err := os.MkdirAll(string(h), 0o700); err != nil {
		return err
	}
	database, err := there(h.database())
	if database || err != nil {
		return err
	}
	marker, err := there(h.marker())
	if err != nil {
		return err
	}
	if marker {
		return ErrVanished
	}
	keys, err := h.firstKeys(m)
	if err != nil {
		return err
	}
	defer keys.Close()
	return h.create(keys.Database(), o)
}

// firstKeys makes a key file, or takes the one of a creation that was cut off.
// One that was ever used is not of that sort.
func (h home) firstKeys(m seal.Master) (*seal.Keys, error) {
	keys, err := seal.Create(h.keys(), m)
	if errors.Is(err, fs.ErrExist) {
		keys, err = seal.Open(h.keys(), m, unused)
	}
	return keys, err
}

// unused accepts a key file to which nothing has happened yet.
func unused(keys *seal.Keys) error {
	err := keys.AtLeast(1)
	if errors.Is(err, seal.ErrOlder) {
		return nil
	}
	return cmp.Or(err, ErrVanished)
}

// create writes a database beside its place, and gives it its name when it is
// whole. If two processes do it at once, the first wins and both go on with it.
func (h home) create(id [16]byte, o Options) error {
	beside, err := os.CreateTemp(string(h), "huizhi.db.*.new")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name())
	if err := beside.Close(); err != nil {
		return err
	}
	if err := blank(beside.Name(), id, o); err != nil {
		return err
	}
	if err := os.Link(beside.Name(), h.database()); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(string(h))
}

// blank writes a database that knows nothing but its id: the migrations do the rest.
func blank(path string, id [16]byte, o Options) error {
	b, err := bolt.Open(path, 0o600, o.bolt())
	if err != nil {
		return err
	}
	defer b.Close()
	return b.Update(func(tx *bolt.Tx) error {
		meta, err := tx.CreateBucket([]byte(metaBucket))
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		return meta.Put([]byte(databaseID), id[:])
	})
}
