package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"huizhi/store/kv"
	"huizhi/store/seal"
)

// Restored is what became of a backup.
type Restored struct {
	Manifest
	Before  string // what the database that was there is called now, if there was one
	Dropped Dropped
	Swept   Swept
	Lost    int // customers whom the key file does not know: with Options.AcceptOlderKeys
}

// Dropped is what was under way when the backup was made. It has been done, or
// lost, since: doing it now would surprise people.
type Dropped struct{ Events, Tasks, Wakes, Deliveries int }

// Restore puts a backup in the place of the database in dir, which nobody may
// have open. The key file must be there, today's: who was erased since the
// backup was made stays erased. If the database that was there can be read, it
// knows an older one. It is kept. A backup of damaged records is taken only with
// Options.AcceptDamaged.
func Restore(ctx context.Context, from, dir string, master seal.Master, o Options) (r Restored, err error) {
	o, h := o.filled(), home(dir)
	held, err := h.hold(o)
	if err != nil {
		return r, wrapped(err)
	}
	if held != nil {
		defer held.Close()
	}
	if r.Manifest, err = h.verify(backupDir(from), o); err != nil {
		return r, wrapped(err)
	}
	if err = r.clean(ctx, h, held, master, o); err != nil {
		os.Remove(h.incoming())
		return r, wrapped(err)
	}
	r.Before, err = h.swap(o.Now())
	return r, wrapped(err)
}

// incoming is where a backup is made ready, beside the database.
func (h home) incoming() string { return h.database() + ".restore" }

// hold takes the lock of the database that is there, if it has one to take:
// restoring is for databases that do not open any more, too.
func (h home) hold(o Options) (kv.Engine, error) {
	e, err := openFile(h.database(), o)
	if errors.Is(err, ErrBusy) {
		return nil, err
	}
	if err != nil {
		return nil, nil
	}
	return e, nil
}

// verify copies a backup beside the database, and checks that it is whole and
// belongs to the key file.
func (h home) verify(d backupDir, o Options) (Manifest, error) {
	m, err := d.read()
	if err != nil {
		return m, err
	}
	if m.Damaged && !o.AcceptDamaged {
		return m, ErrOfDamaged
	}
	if m.Schema > len(o.migrations) {
		return m, ErrNewer
	}
	if err := h.owned(m.Database); err != nil {
		return m, err
	}
	return m, h.copyIn(d, m)
}

// copyIn copies the database of a backup beside ours.
func (h home) copyIn(d backupDir, m Manifest) error {
	src, err := os.Open(d.database())
	if err != nil {
		return err
	}
	defer src.Close()
	sum := sha256.New()
	return writeSynced(h.incoming(), func(w io.Writer) error {
		n, err := io.Copy(io.MultiWriter(w, sum), src)
		if err != nil {
			return err
		}
		if n != m.Size || hex.EncodeToString(sum.Sum(nil)) != m.SHA256 {
			return fmt.Errorf("%w: it is not what its manifest says", ErrBackupDamaged)
		}
		return nil
	})
}

// clean drops what must not come back, before anybody can open it.
func (r *Restored) clean(ctx context.Context, h home, held kv.Engine, master seal.Master, o Options) error {
	db, err := open(h, h.incoming(), master, o, held)
	if err != nil {
		return err
	}
	r.Swept, err = db.Sweep(ctx, o.Now())
	if err == nil {
		err = db.dropUnderWay(ctx, &r.Dropped)
	}
	if err == nil {
		err = db.view(func(tx kv.Tx) error {
			_, lost := unreadable(tx, db.keys)
			r.Lost = len(lost)
			return nil
		})
	}
	return errors.Join(err, db.Close())
}

func (db *DB) dropUnderWay(ctx context.Context, d *Dropped) error {
	buckets := []struct {
		name  string
		count *int
	}{
		{journal.bucket, &d.Events}, {tasks.bucket, &d.Tasks}, {wakes.bucket, &d.Wakes},
		{due, new(int)}, {deliveries.bucket, &d.Deliveries},
	}
	for _, b := range buckets {
		n, err := db.remove(ctx, b.name, nil, func(_, _ []byte) bool { return true })
		if err != nil {
			return err
		}
		*b.count = n
	}
	return nil
}

// swap gives the database that was there another name, and its name to the
// one that was made ready. At no time is there none.
func (h home) swap(now time.Time) (before string, err error) {
	found, err := there(h.database())
	if err != nil {
		return "", err
	}
	if found {
		before = h.database() + ".before-" + now.UTC().Format("20060102T150405.000Z")
		if err := os.Link(h.database(), before); err != nil {
			return "", err
		}
	}
	if err := os.Rename(h.incoming(), h.database()); err != nil {
		return "", err
	}
	if err := syncDir(string(h)); err != nil {
		return "", err
	}
	return before, h.mark()
}
