package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	bolt "go.etcd.io/bbolt"
)

// Backup writes a copy of the database and a manifest into a folder of its own,
// while the store is at work; an older backup there is replaced. The key file
// and the master are left out: keep them elsewhere.
func (db *DB) Backup(ctx context.Context, dir string) (m Manifest, err error) {
	d := backupDir(dir)
	if err := d.ready(); err != nil {
		return m, wrapped(err)
	}
	sum := sha256.New()
	err = writeSynced(d.database()+".part", func(w io.Writer) error {
		return db.view(func(tx *bolt.Tx) error {
			if m.Schema, err = db.schema(tx); err != nil {
				return err
			}
			m.Size, err = tx.WriteTo(io.MultiWriter(until{ctx, w}, sum))
			return err
		})
	})
	if ctx.Err() != nil {
		err = ctx.Err() // bbolt does not wrap it
	}
	if err != nil {
		return m, wrapped(err)
	}
	id := db.keys.Database()
	m.Database, m.SHA256 = hex.EncodeToString(id[:]), hex.EncodeToString(sum.Sum(nil))
	m.Made = db.options.Now().UTC()
	return m, wrapped(d.publish(m))
}

// until writes until a context ends.
type until struct {
	ctx context.Context
	w   io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
