package store_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"huizhi/bot"
	"huizhi/store"
	"huizhi/store/kv"
)

// onlyReading opens as a disk does that cannot be written to.
func onlyReading(path string, flag int, mode os.FileMode) (*os.File, error) {
	if flag != os.O_RDONLY {
		return nil, &os.PathError{Op: "open", Path: path, Err: syscall.EROFS}
	}
	return os.OpenFile(path, flag, mode)
}

// reading closes a shop and opens it on a disk that cannot be written to.
func (s *shop) reading() {
	s.t.Helper()
	s.must(s.Close())
	s.options = s.options.OpeningBy(onlyReading)
	_, err := s.tryOpen()
	s.fails(err, syscall.EROFS)
	db, err := store.OpenReading(s.dir, s.master, s.options)
	s.must(err)
	s.DB = db
}

// On a disk that cannot be written to, a store is checked and backed up, and
// nothing else; nothing in its folder changes.
func TestReadingOnly(t *testing.T) {
	s := newShop(t)
	s.fill(ann)
	_, err := s.Lease(ctx, "desk", "me", noon) // which Open would end
	s.must(err)
	before := sums(t, s.dir)
	s.reading()
	r, err := s.Check(ctx)
	s.must(err)
	s.is([]any{r.Customers, r.Records["leases"], r.Problems}, []any{1, 1, []error(nil)})
	s.allOf(ann)
	from := filepath.Join(t.TempDir(), "backup")
	_, err = s.Backup(ctx, from, false)
	s.must(err)
	_, err = s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("n", bob, "x")}})
	s.fails(err, store.ErrReadOnly)
	_, err = s.Erase(ctx, ann.String())
	s.fails(err, store.ErrReadOnly)
	s.must(s.Close())
	s.is(sums(t, s.dir), before)

	s.options = s.options.OpeningBy(os.OpenFile)
	_, err = store.Restore(ctx, from, s.dir, s.master, s.options)
	s.must(err)
	s.open()
	s.allOf(ann)
}

// What is wrong with a store that is opened for reading.
func TestReadingRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(s *shop) error
		want  error
	}{
		"an older schema": {func(s *shop) error {
			s.options = s.options.Migrating(func(kv.Tx) error { return nil })
			return nil
		}, store.ErrMigration},
		"a later schema": {func(s *shop) error {
			plain := s.options
			s.options = s.options.Migrating(func(kv.Tx) error { return nil })
			s.open()
			s.options = plain
			return s.Close()
		}, store.ErrNewer},
		"no database":   {func(s *shop) error { return os.Remove(s.path("huizhi.db")) }, store.ErrVanished},
		"no key file":   {func(s *shop) error { return os.Remove(s.path("subjects.key")) }, store.ErrNoKeys},
		"a bad page":    {func(s *shop) error { return s.scribble(2*4096, 8*4096) }, store.ErrDamaged},
		"older keys":    {func(s *shop) error { s.putKeys(older(s)); return nil }, store.ErrOlderKeys},
		"still running": {func(s *shop) error { s.open(); return nil }, store.ErrBusy},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.says("k", ann, "x")
			s.must(s.Close())
			s.must(c.spoil(s))
			s.options.AcceptOlderKeys = true // has no say here
			_, err := store.OpenReading(s.dir, s.master, s.options)
			s.fails(err, c.want)
		})
	}
}

// older is the key file that a store had before somebody came.
func older(s *shop) []byte {
	keys := s.keyFile()
	s.open()
	s.says("later", bob, "x")
	s.must(s.Close())
	return keys
}
