package seal_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"huizhi/store/seal"
)

func TestAddIsOnce(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := seal.NewSubject()
	if k.Has(s) || !k.Has(seal.Store) {
		t.Error("before Add only Store has a key")
	}
	if err := k.Add(s, s, seal.Store); err != nil {
		t.Fatal(err)
	}
	sealed := p.seal(k, s, "a", "form")
	if err := k.Add(seal.NewSubject(), s); err != nil {
		t.Fatal(err)
	}
	p.opens(k, s, "a", sealed, "form")
	if size := len(p.read()); k.Len() != 2 || size != headerSize+2*recordSize {
		t.Errorf("%d subjects in %d bytes", k.Len(), size)
	}
	if k = p.open(); k.Len() != 2 || !k.Has(s) {
		t.Errorf("%d subjects after opening", k.Len())
	}
}

func TestDatabaseIsTheFiles(t *testing.T) {
	p := newPlace(t)
	id := p.create().Database()
	if again := p.open().Database(); again != id {
		t.Errorf("database %x, then %x", id, again)
	}
	if other := newPlace(t).create().Database(); other == id {
		t.Error("two key files of one database")
	}
}

func TestCreateReplacesNothing(t *testing.T) {
	p := newPlace(t)
	s := p.people(p.create(), 1)[0]
	if _, err := seal.Create(p.path, p.master); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create: %v", err)
	}
	if !p.open().Has(s) {
		t.Error("the subject is gone")
	}
	alone(t, p)
}

// alone wants nothing beside the key file, and it for its owner only.
func alone(t *testing.T, p place) {
	t.Helper()
	if _, err := os.Lstat(p.path + ".new"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something is beside the key file: %v", err)
	}
	if info, err := os.Stat(p.path); err != nil || info.Mode() != 0o600 {
		t.Errorf("the key file: %v, %v", info.Mode(), err)
	}
}

// A crash in Create can leave the key file with two names.
func TestSecondNameOfCreate(t *testing.T) {
	p := newPlace(t)
	p.create().Close()
	if err := os.Link(p.path, p.path+".new"); err != nil {
		t.Fatal(err)
	}
	k := p.open()
	alone(t, p)
	two := p.people(k, 2)
	if err := k.Destroy(two[0]); err != nil {
		t.Fatal(err)
	}
	if k = p.open(); !k.Has(two[1]) {
		t.Error("the subject is gone")
	}
}

func TestEachFailureOfAdd(t *testing.T) {
	broken := errors.New("broken disk")
	for point, kept := range map[string]bool{"key.add": false, "key.add.done": true} {
		p := newPlace(t)
		k := p.create()
		k.Fail = func(at string) error {
			if at == point {
				return broken
			}
			return nil
		}
		s := seal.NewSubject()
		if err := k.Add(s); !errors.Is(err, seal.ErrHalted) || !errors.Is(err, broken) {
			t.Errorf("%s: %v", point, err)
		}
		k.Fail = nil
		for _, err := range []error{k.Add(s), k.Add(seal.NewSubject()), k.Destroy(seal.NewSubject())} {
			if !errors.Is(err, seal.ErrHalted) {
				t.Errorf("%s: the next change: %v", point, err)
			}
		}
		if k.Has(s) || p.open().Has(s) != kept {
			t.Errorf("%s: the subject has a key: %v", point, k.Has(s))
		}
	}
}

func TestFailSeesEachChange(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	var points []string
	k.Fail = func(at string) error { points = append(points, at); return nil }
	s := p.people(k, 1)[0]
	if err := errors.Join(k.Add(s), k.Destroy(s), k.Destroy(s)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(points, " "); got != "key.add key.add.done key.destroy key.destroy.done" {
		t.Error(got)
	}
}

func TestManyAtOnce(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	stays := p.people(k, 1)[0]
	sealed := p.seal(k, stays, "a", "form")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				s := seal.NewSubject()
				if err := k.Add(s, stays); err != nil {
					t.Error(err)
				}
				if own, err := k.Seal(s, "a", []byte("own")); err != nil {
					t.Error(err)
				} else {
					p.opens(k, s, "a", own, "own")
				}
				p.opens(k, stays, "a", sealed, "form")
				if err := k.Destroy(s); err != nil || k.Has(s) || k.Len() < 1 {
					t.Errorf("destroyed: %v, %d left", err, k.Len())
				}
				k.Name("kind", s.String())
			}
		})
	}
	all.Wait()
	if k = p.open(); k.Len() != 1 {
		t.Errorf("%d subjects are left", k.Len())
	}
	p.opens(k, stays, "a", sealed, "form")
}

func TestKeysAreNotPrinted(t *testing.T) {
	k := newPlace(t).create()
	want := fmt.Sprintf("keys of %x", k.Database())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb, k); got != want {
			t.Errorf("%s: %s", verb, got)
		}
	}
}

func TestNameTellsPartsApart(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	lists := [][]string{
		{""}, {"", ""}, {"k"}, {"k", ""}, {"k", "", ""}, {"ka"}, {"k", "a"}, {"k", "abc"}, {"k", "a", "bc"},
		{"k", "ab", "c"}, {"k", "a", "b", "c"}, {"ka", "bc"}, {"k", "bc", "a"}, {"k", "a\x00bc"},
		{"k", "a\x00\x00\x00\x00\x00\x00\x00\x02bc"},
	}
	names := map[[16]byte][]string{}
	for _, parts := range lists {
		name := k.Name(parts[0], parts[1:]...)
		if twin, ok := names[name]; ok {
			t.Errorf("%q and %q are both %x", twin, parts, name)
		}
		names[name] = parts
	}
	if k.Name("k", "a") != p.open().Name("k", "a") {
		t.Error("a name changes when the file is opened again")
	}
	if k.Name("k", "a") == newPlace(t).create().Name("k", "a") {
		t.Error("a name is the same in another database")
	}
}
