package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"huizhi/store"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

func (s *shop) path(name string) string { return filepath.Join(s.dir, name) }

// refuses fails unless the store, closed, does not open for this reason.
func (s *shop) refuses(want error) {
	s.t.Helper()
	db, err := s.tryOpen()
	if err == nil {
		db.Close()
	}
	s.fails(err, want)
}

// What is wrong with a folder, and what Open says. Each begins with a store
// that was closed.
func TestOpeningRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(s *shop) error
		want  error
	}{
		"an empty file":    {func(s *shop) error { return os.Truncate(s.path("huizhi.db"), 0) }, store.ErrEmpty},
		"no database":      {func(s *shop) error { return os.Remove(s.path("huizhi.db")) }, store.ErrVanished},
		"no marker either": {func(s *shop) error { return errors.Join(os.Remove(s.path("huizhi.db")), os.Remove(s.path("opened"))) }, store.ErrVanished},
		"nothing but marker": {func(s *shop) error {
			return errors.Join(os.Remove(s.path("huizhi.db")), os.Remove(s.path("subjects.key")))
		}, store.ErrVanished},
		"no key file":        {func(s *shop) error { return os.Remove(s.path("subjects.key")) }, store.ErrNoKeys},
		"another master":     {func(s *shop) error { s.master = seal.NewMaster(); return nil }, seal.ErrWrongMaster},
		"another's keys":     {foreignKeys, store.ErrForeignKeys},
		"a file cut off":     {func(s *shop) error { return os.Truncate(s.path("huizhi.db"), 5*4096) }, store.ErrDamaged},
		"one page":           {func(s *shop) error { return os.Truncate(s.path("huizhi.db"), 4096) }, store.ErrDamaged},
		"one byte":           {func(s *shop) error { return os.Truncate(s.path("huizhi.db"), 1) }, store.ErrDamaged},
		"both meta pages":    {func(s *shop) error { return s.scribble(0, 2*4096) }, store.ErrDamaged},
		"all but meta pages": {func(s *shop) error { return s.scribble(2*4096, 8*4096) }, store.ErrDamaged},
		"another database":   {otherDatabase, store.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.says("k", ann, "x")
			s.must(s.Close())
			s.must(c.spoil(s))
			s.refuses(c.want)
			s.refuses(c.want) // nothing was repaired, nor left locked
		})
	}
}

func foreignKeys(s *shop) error {
	s.must(os.Remove(s.path("subjects.key")))
	keys, err := seal.Create(s.path("subjects.key"), s.master)
	s.must(err)
	return keys.Close()
}

func otherDatabase(s *shop) error {
	s.must(os.Remove(s.path("huizhi.db")))
	b, err := bolt.Open(s.path("huizhi.db"), 0o600, nil)
	s.must(err)
	return b.Close()
}

// scribble writes over a part of the database.
func (s *shop) scribble(at, n int64) error {
	f, err := os.OpenFile(s.path("huizhi.db"), os.O_WRONLY, 0)
	s.must(err)
	defer f.Close()
	junk := make([]byte, n)
	for i := range junk {
		junk[i] = byte(i*7 + 13)
	}
	_, err = f.WriteAt(junk, at)
	return err
}

func TestOneProcessAtATime(t *testing.T) {
	s := newShop(t)
	began := time.Now()
	s.refuses(store.ErrBusy)
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

// A creation that is cut off is taken up again: whatever stands, until there
// is a database.
func TestCreationGoesOn(t *testing.T) {
	s := newShop(t)
	s.must(s.Close())
	s.must(os.Remove(s.path("opened")))
	s.open() // all but the marker
	s.must(s.Close())
	s.must(os.Remove(s.path("opened")))
	s.must(os.Remove(s.path("huizhi.db")))
	s.open() // nothing but a key file without people
	s.says("k", ann, "x")
}

func TestFilesAreTheOwners(t *testing.T) {
	s := newShop(t)
	s.must(s.Close())
	s.dir = filepath.Join(t.TempDir(), "a", "b")
	s.open()
	for name, want := range map[string]os.FileMode{"": 0o700 | os.ModeDir, "huizhi.db": 0o600, "subjects.key": 0o600, "opened": 0o600} {
		info, err := os.Stat(s.path(name))
		s.must(err)
		if info.Mode() != want {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	entries, err := os.ReadDir(s.dir)
	s.must(err)
	if len(entries) != 3 {
		t.Errorf("there are %v", entries)
	}
}

func TestMigrations(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.says("k", ann, "x")
		s.must(s.Close())
		put := func(key string) func(kv.Tx) error {
			return func(tx kv.Tx) error { return tx.Bucket("keys").Put([]byte(key), []byte{}) }
		}
		broken := func(tx kv.Tx) error { return errors.New("no") }
		plain := s.options

		s.options = plain.Migrating(put("one"), broken)
		if _, err := s.tryOpen(); err == nil {
			t.Fatal("a broken migration opened")
		}
		s.options = plain
		s.open() // nothing of it was kept
		s.is(s.schema(), "5 with 1 keys")
		s.must(s.Close())

		s.options = plain.Migrating(put("one"))
		s.open()
		s.is(s.schema(), "6 with 2 keys")
		s.must(s.Close())

		s.options = plain.Migrating(broken, put("two"))
		s.open() // the second it has had, whatever it was
		s.is(s.schema(), "7 with 3 keys")
		s.must(s.Close())

		s.options = plain
		s.refuses(store.ErrNewer)
	})
}

func (s *shop) schema() string {
	r, err := s.Check(ctx)
	s.must(err)
	return fmt.Sprintf("%d with %d keys", r.Schema, r.Records["keys"])
}
