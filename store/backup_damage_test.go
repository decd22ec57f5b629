package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"huizhi/store"
	"huizhi/store/kv"
)

// spoil changes the last bit of a record of a closed shop.
func (s *shop) spoil(bucket string) {
	s.t.Helper()
	s.raw(func(tx kv.Tx) error {
		b := tx.Bucket(bucket)
		k, v := first(b)
		v = bytes.Clone(v)
		v[len(v)-1] ^= 1
		return b.Put(k, v)
	})
}

// spoiltShop is one with a damaged record, and a backup from before.
func spoiltShop(t *testing.T) (s *shop, good string) {
	t.Helper()
	s = newShop(t)
	s.fill(ann)
	s.fill(bob)
	good = s.backup()
	s.must(s.Close())
	s.spoil("conversations")
	s.open()
	return s, good
}

// What is damaged is backed up all the same, it may be the last chance; the backup
// says so, and is restored only by who wants it so.
func TestABackupOfDamagedRecordsSaysSo(t *testing.T) {
	s, _ := spoiltShop(t)
	from := filepath.Join(t.TempDir(), "backup")
	m, err := s.Backup(ctx, from, false)
	s.must(err)
	s.is(m.Damaged, true)
	s.must(s.Close())
	before := sums(t, s.dir)
	_, err = store.Restore(ctx, from, s.dir, s.master, s.options)
	s.fails(err, store.ErrOfDamaged)
	s.is(sums(t, s.dir), before)

	s.options.AcceptDamaged = true
	r, err := store.Restore(ctx, from, s.dir, s.master, s.options)
	s.must(err)
	s.is(r.Damaged, true)
	s.open()
	report, err := s.Check(ctx)
	s.must(err)
	s.is([]int{len(report.Damage()), report.Records["conversations"], report.Records["feedback"]}, []int{1, 2, 2})
}

// A backup without damage is not replaced by one with it, whatever is asked for;
// one with it is.
func TestDamageReplacesNoGoodBackup(t *testing.T) {
	s, good := spoiltShop(t)
	before := sums(t, good)
	_, err := s.Backup(ctx, good, false)
	s.is(err, "store: there is a backup of 2026-03-04T12:00:00Z")
	_, err = s.Backup(ctx, good, true)
	s.fails(err, store.ErrKeepsBackup)
	s.is(sums(t, good), before)

	bad := filepath.Join(t.TempDir(), "backup")
	for _, replace := range []bool{false, true} {
		_, err = s.Backup(ctx, bad, replace)
		s.must(err)
	}
}

// A page has gone bad under the store: what cannot be opened is no backup, and
// nothing is left of it.
func TestNoBackupOfADamagedPage(t *testing.T) {
	s, good := spoiltShop(t)
	before := sums(t, good)
	info, err := os.Stat(s.path("huizhi.db"))
	s.must(err)
	s.must(s.scribble(4*pageSize, info.Size()-4*pageSize))
	_, err = s.Backup(ctx, good, true)
	s.fails(err, store.ErrDamaged)
	s.is(sums(t, good), before)
}

// Who is lost is no damage: the key file may be found.
func TestABackupOfTheLostIsGood(t *testing.T) {
	s := newShop(t)
	keys := s.keyFile()
	s.fill(ann)
	s.must(s.Close())
	s.putKeys(keys)
	s.options.AcceptOlderKeys = true
	s.open()
	m, err := s.Backup(ctx, filepath.Join(t.TempDir(), "backup"), false)
	s.must(err)
	s.is(m.Damaged, false)
}
