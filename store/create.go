package store

import (
	"cmp"
	"errors"
	"io/fs"
	"os"

	"huizhi/store/kv"
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

// ensureOn does the same for an engine that is open already.
func (h home) ensureOn(e kv.Engine, m seal.Master) error {
	made := false
	err := e.View(func(tx kv.Tx) error {
		for range tx.Buckets() {
			made = true
		}
		return nil
	})
	if err != nil || made {
		return err
	}
	keys, err := h.firstKeys(m)
	if err != nil {
		return err
	}
	return errors.Join(entitle(e, keys.Database()), keys.Close())
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
	e, err := createFile(path, o)
	if err != nil {
		return err
	}
	return errors.Join(entitle(e, id), e.Close())
}

// entitle gives an engine with nothing in it an id.
func entitle(e kv.Engine, id [16]byte) error {
	return e.Update(func(tx kv.Tx) error {
		meta, err := tx.CreateBucket(metaBucket)
		if err != nil {
			return err
		}
		return meta.Put([]byte(databaseID), id[:])
	})
}
