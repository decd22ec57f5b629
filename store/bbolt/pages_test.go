package bbolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huizhi/store/kv"
)

// file is the bytes of a database: a bucket with a branch and its leaves, one
// that is a leaf, one within the root's page.
type file struct {
	content []byte
	meta    meta
}

func newFile(t *testing.T) *file {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	db, err := Create(path, Options{NoSync: true})
	for _, records := range []int{100, 120} { // the second frees pages
		err = errors.Join(err, db.Update(func(tx kv.Tx) error {
			return errors.Join(fill(tx, "branch", records, 100), fill(tx, "leaf", 10, 100), fill(tx, "root", 2, 1))
		}))
	}
	var content bytes.Buffer
	err = errors.Join(err, db.View(func(tx kv.Tx) error {
		_, err := tx.WriteTo(&content)
		return err
	}), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	m, _, _ := readMeta(bytes.NewReader(content.Bytes()))
	return &file{content.Bytes(), m}
}

func fill(tx kv.Tx, name string, records, size int) error {
	b, err := tx.CreateBucket(name)
	for i := range records {
		err = errors.Join(err, b.Put(fmt.Appendf(nil, "key-%04d", i), make([]byte, size)))
	}
	return err
}

func (f *file) page(number uint64) page {
	size := uint64(f.meta.pageSize)
	return page(f.content[number*size : (number+1)*size])
}

// of is the page where a bucket begins.
func (f *file) of(name string) page { return f.page(binary.NativeEndian.Uint64(f.value(name))) }

// value is what the root has of a bucket.
func (f *file) value(name string) []byte {
	root := f.page(f.meta.root)
	for i := range root.count() {
		if _, key, value, _ := root.leaf(i); string(key) == name {
			return value
		}
	}
	return nil
}

// child is a page below the branch.
func (f *file) child(i int) page {
	_, number, _ := f.of("branch").branch(i)
	return f.page(number)
}

func (f *file) free() page { return f.page(f.meta.free) }

func put16(p []byte, n uint16) { binary.NativeEndian.PutUint16(p, n) }
func put32(p []byte, n uint32) { binary.NativeEndian.PutUint32(p, n) }
func put64(p []byte, n uint64) { binary.NativeEndian.PutUint64(p, n) }

// What can be wrong with a page, and what is said of it before bbolt sees it.
func TestEachProblemIsFound(t *testing.T) {
	const sortAt, countAt, overflowAt, flags, pos, ksize, vsize = 8, 10, 12, 16, 20, 24, 28 // of the first entry of a leaf
	const childAt = 24                                                                      // of the first entry of a branch
	for _, c := range []struct {
		spoil func(f *file)
		want  string
	}{
		{func(f *file) { put64(f.child(0), f.child(0).number()+1) }, "does not bear its number"},
		{func(f *file) { put64(f.of("branch")[childAt:], f.of("branch").number()) }, "comes up twice"},
		{func(f *file) { put64(f.of("branch")[childAt:], f.meta.pages) }, "there is no such page"},
		{func(f *file) { put64(f.of("branch")[childAt:], 1) }, "there is no such page"},
		{func(f *file) { put32(f.child(0)[overflowAt:], 1<<20) }, "goes on behind the end"},
		{func(f *file) { put16(f.of("leaf")[sortAt:], 0) }, "neither leaf nor branch"},
		{func(f *file) { put16(f.of("branch")[countAt:], 0) }, "neither leaf nor branch"},
		{func(f *file) { put16(f.of("leaf")[countAt:], 256) }, "more entries than it has room for"},
		{func(f *file) { put16(f.child(1)[countAt:], 0) }, "without an entry"},
		{func(f *file) { put32(f.of("leaf")[pos:], 16) }, "a key is not where it should be"},
		{func(f *file) { put32(f.of("leaf")[ksize:], 1<<31) }, "a key is not where it should be"},
		{func(f *file) { put32(f.of("leaf")[vsize:], 1<<31) }, "a key is not where it should be"},
		{func(f *file) { put32(f.of("leaf")[ksize:], 0) }, "a key is not where it should be"},
		{func(f *file) { last(f.child(0))[0] = 'l' }, "a key is not where it should be"}, // behind the next page's
		{func(f *file) { last(f.of("leaf"))[0] = 'a' }, "a key is not where it should be"},
		{func(f *file) { first(f.child(1))[0] = 'l' }, "a key is not where it should be"},
		{func(f *file) { put32(f.of("leaf")[flags:], 2) }, "an entry is of no known sort"},
		{func(f *file) { put32(f.of("leaf")[flags:], bucketEntry); put32(f.of("leaf")[vsize:], 15) }, "a bucket is too short"},
		{func(f *file) { put16(f.value("root")[bucketHead+sortAt:], branchPage) }, "a bucket in it is no leaf"},
		{func(f *file) { put16(f.value("root")[bucketHead+countAt:], 100) }, "a bucket in it is no leaf"},
		{func(f *file) { put16(f.free()[sortAt:], leafPage) }, "no list of free pages"},
		{func(f *file) { put16(f.free()[countAt:], 1000) }, "no list of free pages"},
		{func(f *file) { put16(f.free()[countAt:], 0xFFFF); put64(f.free()[pageHead:], 1<<40) }, "no list of free pages"},
		{func(f *file) { put64(f.free()[pageHead:], f.meta.pages) }, "a free page that is not there"},
		{func(f *file) { put64(f.free()[pageHead:], f.meta.root) }, "comes up twice"},
	} {
		f := newFile(t)
		c.spoil(f)
		if err := f.open(t); !errors.Is(err, kv.ErrDamaged) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

func first(p page) []byte {
	_, key, _, _ := p.leaf(0)
	return key
}

func last(p page) []byte {
	_, key, _, _ := p.leaf(p.count() - 1)
	return key
}

// open opens the file, and closes it.
func (f *file) open(t *testing.T) error {
	path := filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(path, f.content, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(path, Options{NoSync: true})
	if err != nil {
		return err
	}
	problems, err := db.Check()
	return errors.Join(err, errors.Join(problems...), db.Close())
}

// A page that nobody has is lost, and no danger: Check says so, and Open does not
// mind.
func TestLostPages(t *testing.T) {
	f := newFile(t)
	if err := f.open(t); err != nil {
		t.Fatal(err)
	}
	put16(f.free()[10:], uint16(f.free().count()-1))
	if err := f.open(t); errors.Is(err, kv.ErrDamaged) || err == nil || !strings.Contains(err.Error(), "neither in use nor free") {
		t.Error(err)
	}
}

// Where a file has many free pages, their number comes first among them.
func TestManyFreePages(t *testing.T) {
	p := make(page, pageHead+3*numberLen)
	put16(p[10:], 0xFFFF)
	put64(p[pageHead:], 2)
	put64(p[pageHead+numberLen:], 7)
	put64(p[pageHead+2*numberLen:], 9)
	if numbers, ok := p.free(); !ok || fmt.Sprint(numbers) != "[7 9]" {
		t.Error(numbers, ok)
	}
}
