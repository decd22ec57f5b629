package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"huizhi/store/kv"
)

// Backup writes a copy of the database and a manifest into a folder of its own,
// while the store is at work; an older backup there is replaced. The key file
// and the master are left out: keep them elsewhere.
func (db *DB) Backup(ctx context.Context, dir string) (m Manifest, err error) {
	d := backupDir(dir)
	if err := d.ready(); err != nil {
		return m, wrapped(err)
	}
	err = writeSynced(d.database()+".part", func(w io.Writer) error {
		m, err = db.copyTo(ctx, w)
		return err
	})
	if ctx.Err() != nil {
		err = ctx.Err() // whatever the engine made of it
	}
	if err != nil {
		return m, wrapped(err)
	}
	return m, wrapped(d.publish(m))
}

// copyTo writes the database as it is now.
func (db *DB) copyTo(ctx context.Context, w io.Writer) (m Manifest, err error) {
	sum, id := sha256.New(), db.keys.Database()
	m = Manifest{Database: hex.EncodeToString(id[:]), Made: db.options.Now().UTC()}
	err = db.view(func(tx kv.Tx) error {
		if m.Schema, err = db.schema(tx); err != nil {
			return err
		}
		m.Size, err = tx.WriteTo(io.MultiWriter(until{ctx, w}, sum))
		return err
	})
	m.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return m, err
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
