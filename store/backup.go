package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"huizhi/store/kv"
)

// Backup writes a copy of the database and a manifest into a folder of its own,
// while the store is at work. The key file and the master are left out: keep them
// elsewhere. A backup that is there already is replaced only if that is asked for;
// otherwise the error is a TakenError.
//
// The copy is read through: one with damaged records is made all the same, and the
// manifest says so, but it never replaces one without (ErrKeepsBackup). One that
// cannot even be opened is ErrDamaged, and nothing is left of it.
func (db *DB) Backup(ctx context.Context, dir string, replace bool) (m Manifest, err error) {
	d := backupDir(dir)
	old, err := d.ready()
	if err == nil && old != nil && !replace {
		err = TakenError{*old}
	}
	if err != nil {
		return m, wrapped(err)
	}
	m, err = db.copyInto(ctx, d)
	if err == nil && m.Damaged && old != nil && !old.Damaged {
		err = ErrKeepsBackup
	}
	if err != nil {
		d.discard()
		return m, wrapped(err)
	}
	return m, wrapped(d.publish(m))
}

// copyInto writes a copy that has no name yet, and looks at it.
func (db *DB) copyInto(ctx context.Context, d backupDir) (m Manifest, err error) {
	err = writeSynced(d.part(), func(w io.Writer) error {
		m, err = db.copyTo(ctx, w)
		return err
	})
	if err == nil {
		m.Damaged, err = db.spoilt(ctx, d.part())
	}
	if ctx.Err() != nil {
		err = ctx.Err() // whatever the engine made of it
	}
	return m, err
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

// spoilt reports whether there is damage in a copy, which holds nobody up as the
// same look at the database would. Who is lost is no damage.
func (db *DB) spoilt(ctx context.Context, path string) (bool, error) {
	o := db.options
	o.reading = true
	e, err := openFile(path, o)
	if err != nil {
		return false, err
	}
	defer e.Close()
	r, err := db.examine(ctx, e)
	return len(r.Damage()) > 0, err
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
