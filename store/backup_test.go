package store_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huizhi/store"
	"huizhi/store/seal"
)

// backup makes one, and fails if it can be read.
func (s *shop) backup() string {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "backup")
	_, err := s.Backup(ctx, dir, false)
	s.must(err)
	entries, err := os.ReadDir(dir)
	s.must(err)
	s.is(len(entries), 2)
	content, err := os.ReadFile(filepath.Join(dir, "huizhi.db"))
	s.must(err)
	for _, word := range []string{"secret", "4711-ann"} {
		s.is(strings.Contains(string(content), word), false)
	}
	return dir
}

func (s *shop) restore(from string) store.Restored {
	s.t.Helper()
	s.must(s.Close())
	r, err := store.Restore(ctx, from, s.dir, s.master, s.options)
	s.must(err)
	s.open()
	return r
}

// A backup brings back what was known, not what was under way, and nobody who
// was erased since.
func TestBackupAndRestore(t *testing.T) {
	s := newShop(t)
	s.fill(ann)
	s.fill(bob)
	from := s.backup()
	_, err := s.Erase(ctx, ann.String())
	s.must(err)
	s.says("later", bob, "lost")

	r := s.restore(from)
	s.is(r.Dropped, store.Dropped{Events: 1, Tasks: 1, Wakes: 1, Deliveries: 1})
	s.is(r.Swept, store.Swept{Records: 14})
	s.nothingOf(ann)
	s.allOf(bob)
	s.is(s.left(), "0/0/0")
	_, next, err := s.Ring(ctx, noon)
	s.must(err)
	s.is(next.IsZero(), true)
	s.must(s.sweepAndCheck())
	n, err := s.Cursor("telegram")
	s.must(err)
	s.is(n, 5)
	s.says("later", bob, "again")
	if _, err := os.Stat(r.Before); err != nil {
		t.Error(err)
	}
	s.must(s.Close())
	s.must(os.Rename(r.Before, s.path("huizhi.db"))) // the old one is whole
	s.open()
	s.nothingOf(ann)
	s.is(s.left(), "2/1/1")
}

// A backup is replaced by another one only where that is asked for.
func TestABackupReplacesABackup(t *testing.T) {
	s := newShop(t)
	dir := s.backup()
	before := sums(t, dir)
	s.fill(ann)
	_, err := s.Backup(ctx, dir, false)
	taken, ok := errors.AsType[store.TakenError](err)
	s.is([]any{ok, taken.There.Made, taken.There.Size > 0}, []any{true, noon, true})
	s.is(sums(t, dir), before)
	_, err = s.Backup(ctx, dir, true)
	s.must(err)
	s.restore(dir)
	s.allOf(ann)
}

func TestABackupGoesNowhereElse(t *testing.T) {
	s := newShop(t)
	dir := t.TempDir()
	s.must(os.WriteFile(filepath.Join(dir, "letter.txt"), nil, 0o600))
	_, err := s.Backup(ctx, dir, false)
	s.fails(err, store.ErrNotBackup)
	_, err = s.Backup(ctx, s.dir, false)
	s.fails(err, store.ErrNotBackup)
	other := t.TempDir()
	s.must(os.WriteFile(filepath.Join(other, "huizhi.db"), []byte("somebody's"), 0o600))
	_, err = s.Backup(ctx, other, false)
	s.fails(err, store.ErrNotBackup)
	over, cancel := context.WithCancel(ctx)
	cancel()
	empty := t.TempDir()
	_, err = s.Backup(over, empty, false)
	s.fails(err, context.Canceled)
	entries, err := os.ReadDir(empty)
	s.must(err)
	s.is(len(entries), 0)
}

// What may be wrong with a restore. Whatever it is, the store that was there
// opens as before.
func TestRestoreRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(s *shop, from string) error
		want  error
	}{
		"a changed byte": {func(s *shop, from string) error { return flipByte(filepath.Join(from, "huizhi.db"), 5000) }, store.ErrBackupDamaged},
		"a cut":          {func(s *shop, from string) error { return os.Truncate(filepath.Join(from, "huizhi.db"), 8192) }, store.ErrBackupDamaged},
		"no manifest":    {func(s *shop, from string) error { return os.Remove(filepath.Join(from, "manifest.json")) }, store.ErrBackupDamaged},
		"bad manifest":   {func(s *shop, from string) error { return os.Truncate(filepath.Join(from, "manifest.json"), 9) }, store.ErrBackupDamaged},
		"no database":    {func(s *shop, from string) error { return os.Remove(filepath.Join(from, "huizhi.db")) }, os.ErrNotExist},
		"a bad database": {badBackup, store.ErrDamaged},
		"a later schema": {func(s *shop, from string) error { return edit(from, `"schema": 5`, `"schema": 9`) }, store.ErrNewer},
		"another's":      {func(s *shop, from string) error { return edit(from, `"database": "`, `"database": "0`) }, store.ErrForeignKeys},
		"wrong master":   {func(s *shop, from string) error { s.master = seal.NewMaster(); return nil }, seal.ErrWrongMaster},
		"no key file":    {func(s *shop, from string) error { return os.Rename(s.path("subjects.key"), s.path("away")) }, store.ErrNoKeys},
		"still open":     {func(s *shop, from string) error { s.open(); return nil }, store.ErrBusy},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.fill(ann)
			from, master := s.backup(), s.master
			s.must(s.Close())
			s.must(c.spoil(s, from))
			_, err := store.Restore(ctx, from, s.dir, s.master, s.options)
			s.fails(err, c.want)
			s.DB.Close()
			if name == "no key file" {
				s.must(os.Rename(s.path("away"), s.path("subjects.key")))
			}
			s.master = master
			s.open()
			s.allOf(ann)
			entries, err := os.ReadDir(s.dir)
			s.must(err)
			s.is(len(entries), 3)
		})
	}
}

// badBackup is half a database, and a manifest that says that this is right.
func badBackup(s *shop, from string) error {
	path := filepath.Join(from, "huizhi.db")
	content, err := os.ReadFile(path)
	s.must(err)
	half := content[:len(content)/2]
	s.must(edit(from, fmt.Sprint(len(content)), fmt.Sprint(len(half))))
	s.must(edit(from, fmt.Sprintf("%x", sha256.Sum256(content)), fmt.Sprintf("%x", sha256.Sum256(half))))
	return os.WriteFile(path, half, 0o600)
}

func flipByte(path string, at int64) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	content[at] ^= 0x10
	return os.WriteFile(path, content, 0o600)
}

func edit(from, old, new string) error {
	path := filepath.Join(from, "manifest.json")
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(strings.Replace(string(content), old, new, 1)), 0o600)
}

// A database that is gone or broken is what restoring is for.
func TestRestoreOverRuins(t *testing.T) {
	for name, ruin := range map[string]func(s *shop) error{
		"vanished": func(s *shop) error { return os.Remove(s.path("huizhi.db")) },
		"empty":    func(s *shop) error { return os.Truncate(s.path("huizhi.db"), 0) },
		"garbled":  func(s *shop) error { return s.scribble(2*4096, 8*4096) },
		"wiped":    func(s *shop) error { return s.scribble(0, 8*4096) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.fill(ann)
			from := s.backup()
			s.must(s.Close())
			s.must(ruin(s))
			_, err := store.Restore(ctx, from, s.dir, s.master, s.options)
			s.must(err)
			s.open()
			s.allOf(ann)
			s.must(s.sweepAndCheck())
		})
	}
}
