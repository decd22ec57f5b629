package seal_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"huizhi/store/seal"
)

// The generation rises with every change, and nothing else.
func TestGenerationRises(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := seal.NewSubject()
	for i, c := range []struct {
		change func() error
		want   uint64
	}{
		{func() error { return nil }, 0},
		{func() error { return k.Add(s) }, 1},
		{func() error { return k.Add(s) }, 1},
		{func() error { return k.Add(seal.NewSubject(), seal.NewSubject()) }, 3},
		{func() error { return k.Destroy(s) }, 4},
		{func() error { return k.Destroy(s) }, 4},
		{func() error { return k.Add(seal.NewSubject()) }, 5},
		{func() error { return k.Destroy(seal.NewSubject()) }, 7}, // and a tombstone
		{func() error { return k.Overtake(9) }, 1 << 32},
		{func() error { return k.Add(seal.NewSubject()) }, 1<<32 + 1},
		{func() error { return k.Overtake(0) }, 2 << 32},
		{func() error { return k.Overtake(5<<32 + 7) }, 6 << 32},
	} {
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if k.Generation() != c.want || p.open().Generation() != c.want {
			t.Errorf("change %d: generation %d, %d in the file, want %d", i, k.Generation(), p.open().Generation(), c.want)
		}
	}
	if k.Len() != 4 || !k.Erased(s) {
		t.Errorf("%d subjects are left", k.Len())
	}
}

// What is older or cut off is refused, and left as it was: the file and what a
// crash left beside it.
func TestAtLeast(t *testing.T) {
	p := newPlace(t)
	p.people(p.create(), 3)
	whole := p.read()
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-1] ^= 1
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"whole":         {whole, nil},
		"one less":      {whole[:len(whole)-recordSize], seal.ErrOlder},
		"all gone":      {whole[:headerSize], seal.ErrOlder},
		"a cut":         {whole[:len(whole)-1], seal.ErrDamaged},
		"a bit":         {flipped, seal.ErrDamaged},
		"zeros":         {append(bytes.Clone(whole[:len(whole)-recordSize]), make([]byte, recordSize)...), seal.ErrDamaged},
		"more, and cut": {append(bytes.Clone(whole), 1, 2, 3), nil},
	} {
		p.write(c.file)
		if err := os.WriteFile(p.path+".new", []byte("beside"), 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := seal.Open(p.path, p.master, func(k *seal.Keys) error { return k.AtLeast(3) })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			k.Close()
			continue
		}
		beside, _ := os.ReadFile(p.path + ".new")
		if !bytes.Equal(p.read(), c.file) || string(beside) != "beside" {
			t.Errorf("%s: the refused file was changed", name)
		}
	}
	var older seal.OlderError
	p.write(whole)
	if err := p.open().AtLeast(4); !errors.As(err, &older) || older != (seal.OlderError{File: 3, Seen: 4}) {
		t.Error(err)
	}
}

// A file that is lost may have come further than anybody knows. Once it is
// overtaken it is older all the same.
func TestOvertaken(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	two := p.people(k, 2)
	sealed := p.seal(k, two[0], "a", "form")
	older := p.read()
	p.people(k, 1000)
	lost := p.read()
	p.write(older)
	k = p.open()
	if err := k.Overtake(3); err != nil {
		t.Fatal(err)
	}
	p.opens(k, two[0], "a", sealed, "form")
	p.opens(p.open(), two[0], "a", sealed, "form")
	seen := p.open().Generation()
	p.write(lost)
	if err := p.open().AtLeast(seen); !errors.Is(err, seal.ErrOlder) {
		t.Error(err)
	}
}

func TestDatabaseOfTakesNoMaster(t *testing.T) {
	p := newPlace(t)
	if _, err := seal.DatabaseOf(p.path); !errors.Is(err, seal.ErrMissing) {
		t.Error(err)
	}
	id := p.create().Database()
	if got, err := seal.DatabaseOf(p.path); got != id || err != nil {
		t.Errorf("%x, %v", got, err)
	}
	for _, file := range [][]byte{nil, p.read()[:headerSize-1]} {
		p.write(file)
		if _, err := seal.DatabaseOf(p.path); !errors.Is(err, seal.ErrDamaged) {
			t.Error(err)
		}
	}
}
