package bbolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"huizhi/store/bbolt"
	"huizhi/store/kv"
)

// A bucket with branches, one that overflows, one within its parent's page,
// one that is empty.
var names = []string{"deep", "wide", "small", "empty"}

// grown is the bytes of a database with all sorts of pages in it.
func grown(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	db, err := bbolt.Create(path, quick)
	must(t, err)
	must(t, db.Update(func(tx kv.Tx) error {
		for i, records := range []int{500, 5, 3, 0} {
			fill(t, tx, names[i], records, []int{40, 6000, 10, 0}[i])
		}
		return nil
	}))
	must(t, db.Update(func(tx kv.Tx) error { return thin(tx.Bucket("deep")) })) // frees pages
	var content bytes.Buffer
	must(t, db.View(func(tx kv.Tx) error {
		_, err := tx.WriteTo(&content)
		return err
	}))
	must(t, db.Close())
	return content.Bytes()
}

func fill(t *testing.T, tx kv.Tx, name string, records, size int) {
	b, err := tx.CreateBucket(name)
	must(t, err)
	for i := range records {
		must(t, b.Put(fmt.Appendf(nil, "key-%04d", i), make([]byte, size)))
	}
}

// thin deletes every third record.
func thin(b kv.Bucket) error {
	n := 0
	for k := range b.Scan(nil) {
		if n++; n%3 == 0 {
			if err := b.Delete(k); err != nil {
				return err
			}
		}
	}
	return nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const pageSize = 4096

// spoilt are the ways in which a page goes bad.
func spoilt(page []byte, all []byte, random *rand.Rand) (ways [][]byte) {
	other := random.IntN(len(all)/pageSize) * pageSize
	ways = append(ways, make([]byte, pageSize), bytes.Repeat([]byte{0xFF}, pageSize), all[other:other+pageSize])
	for range 24 {
		ways = append(ways, flipped(page, random.IntN(48), random)) // the head and the first entries
	}
	for range 6 {
		ways = append(ways, flipped(page, random.IntN(pageSize), random))
	}
	return ways
}

func flipped(page []byte, at int, random *rand.Rand) []byte {
	page = bytes.Clone(page)
	page[at] ^= 1 << random.IntN(8)
	return page
}

// Whatever page goes bad, all that anybody sees is kv.ErrDamaged, or nothing.
func TestAnyPageGoesBad(t *testing.T) {
	if testing.Short() {
		t.Skip("every page")
	}
	whole, random := grown(t), rand.New(rand.NewPCG(1, 2))
	path := filepath.Join(t.TempDir(), "db")
	opened, refused := 0, 0
	for at := 0; at < len(whole); at += pageSize {
		for _, page := range spoilt(whole[at:at+pageSize], whole, random) {
			bad := bytes.Clone(whole)
			copy(bad[at:], page)
			must(t, os.WriteFile(path, bad, 0o600))
			err := use(path)
			switch {
			case err == nil:
				opened++
			case errors.Is(err, kv.ErrDamaged):
				refused++
			default:
				t.Errorf("page %d: %v", at/pageSize, err)
			}
		}
	}
	t.Logf("%d refused, %d not", refused, opened)
	if len(whole) < 20*pageSize || refused == 0 {
		t.Errorf("%d bytes are no test", len(whole))
	}
}

// use does all that can be done with a database, twice.
func use(path string) error {
	for range 2 {
		db, err := bbolt.Open(path, bbolt.Options{NoSync: true})
		if err != nil {
			return err
		}
		err = errors.Join(readAll(db), db.Update(change), readAll(db))
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return nil
}

func readAll(db *bbolt.DB) error {
	_, err := db.Check()
	return errors.Join(err, db.View(func(tx kv.Tx) error {
		for name := range tx.Buckets() {
			if b := tx.Bucket(name); b != nil {
				for k, v := range b.Scan(nil) {
					_, _ = bytes.Clone(k), bytes.Clone(v)
				}
			}
		}
		_, err := tx.WriteTo(new(bytes.Buffer))
		return err
	}))
}

// change puts and deletes in all buckets, and makes one.
func change(tx kv.Tx) error {
	_, err := tx.CreateBucket("new")
	for _, name := range names {
		b := tx.Bucket(name)
		if b == nil {
			continue
		}
		n, sequence := b.NextSequence()
		err = errors.Join(err, sequence, b.Put(fmt.Append(nil, "key-0", n), make([]byte, 1000)), thin(b))
	}
	return err
}

// What goes bad under an open database is found when it is come upon, the
// database can be closed, and its file is free.
func TestGoingBadWhileOpen(t *testing.T) {
	whole := grown(t)
	for name, spoil := range map[string]func(*os.File) error{
		"zeroed": func(f *os.File) error {
			_, err := f.WriteAt(make([]byte, len(whole)-2*pageSize), 2*pageSize)
			return err
		},
		"cut off": func(f *os.File) error { return f.Truncate(2 * pageSize) },
	} {
		for entry, enter := range map[string]func(*bbolt.DB) error{
			"view":   readAll,
			"update": func(db *bbolt.DB) error { return db.Update(change) },
		} {
			t.Run(name+"/"+entry, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "db")
				must(t, os.WriteFile(path, whole, 0o600))
				db, err := bbolt.Open(path, quick)
				must(t, err)
				f, err := os.OpenFile(path, os.O_WRONLY, 0)
				must(t, err)
				must(t, errors.Join(spoil(f), f.Close()))
				for range 2 {
					damaged(t, enter(db))
				}
				never := func(kv.Tx) error { t.Error("it ran"); return nil }
				damaged(t, db.View(never))
				damaged(t, db.Update(never))
				must(t, db.Close())
				must(t, os.WriteFile(path, whole, 0o600))
				must(t, use(path))
			})
		}
	}
}

func damaged(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, kv.ErrDamaged) {
		t.Errorf("got error %v", err)
	}
}

// What was lent is not there any more when it is read.
func TestAValueIsCutOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	must(t, os.WriteFile(path, grown(t), 0o600))
	db, err := bbolt.Open(path, quick)
	must(t, err)
	damaged(t, db.View(func(tx kv.Tx) error {
		v := tx.Bucket("wide").Get([]byte("key-0000"))
		must(t, os.Truncate(path, 2*pageSize))
		return fmt.Errorf("it ends in %d", v[len(v)-1])
	}))
	must(t, db.Close())
}

// A pointer of nobody's is the caller's own mistake, not the file's.
func TestAMistakeIsNoDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	must(t, os.WriteFile(path, grown(t), 0o600))
	db, err := bbolt.Open(path, quick)
	must(t, err)
	func() {
		defer func() {
			if r := recover(); r == nil {
				t.Error("a nil pointer was read")
			}
		}()
		var nobody *struct{ name string }
		_ = db.View(func(kv.Tx) error { return errors.New(nobody.name) })
	}()
	must(t, db.Close())
	must(t, use(path))
}
