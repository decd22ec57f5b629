package seal_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"huizhi/store/seal"
)

func TestValuesComeBack(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	mother := p.people(k, 1)[0]
	for _, s := range []seal.Subject{mother, seal.Store} {
		for _, plain := range []string{"", "a", "13800138000"} {
			sealed := p.seal(k, s, "order/17", plain)
			p.opens(k, s, "order/17", sealed, plain)
			if len(sealed) != len(plain)+28 {
				t.Errorf("%q sealed is %d bytes", plain, len(sealed))
			}
		}
	}
	sealed, ofStore := p.seal(k, mother, "order/17", "form"), p.seal(k, seal.Store, "", "fact")
	k.Close()
	k = p.open()
	p.opens(k, mother, "order/17", sealed, "form")
	p.opens(k, seal.Store, "", ofStore, "fact")
}

func TestSealedHidesAndDiffers(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := p.people(k, 1)[0]
	one, two := p.seal(k, s, "a", "13800138000"), p.seal(k, s, "a", "13800138000")
	if bytes.Equal(one, two) || bytes.Contains(one, []byte("138")) {
		t.Errorf("sealed as %x and %x", one, two)
	}
}

func TestValueOpensOnlyInItsPlace(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	two := p.people(k, 2)
	sealed := p.seal(k, two[0], "order/17", "form")
	ofStore := p.seal(k, seal.Store, "order/17", "fact")

	p.shut(k, two[1], "order/17", sealed, seal.ErrSealed)
	p.shut(k, two[0], "order/18", sealed, seal.ErrSealed)
	p.shut(k, two[0], "", sealed, seal.ErrSealed)
	p.shut(k, seal.Store, "order/17", sealed, seal.ErrSealed)
	p.shut(k, two[0], "order/17", ofStore, seal.ErrSealed)
	p.shut(k, seal.NewSubject(), "order/17", sealed, seal.ErrNoKey)

	other := newPlace(t).create()
	p.shut(other, seal.Store, "order/17", ofStore, seal.ErrSealed)
}

func TestChangedValueDoesNotOpen(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := p.people(k, 1)[0]
	sealed := p.seal(k, s, "order/17", "form")
	for i := range len(sealed) * 8 {
		changed := slices.Clone(sealed)
		changed[i/8] ^= 1 << (i % 8)
		p.shut(k, s, "order/17", changed, seal.ErrSealed)
	}
	for n := range len(sealed) {
		p.shut(k, s, "order/17", sealed[:n], seal.ErrSealed)
	}
	p.shut(k, s, "order/17", append(sealed, 0), seal.ErrSealed)
}

func TestNobodysKeySealsNothing(t *testing.T) {
	k := newPlace(t).create()
	if sealed, err := k.Seal(seal.NewSubject(), "a", nil); !errors.Is(err, seal.ErrNoKey) || sealed != nil {
		t.Errorf("sealed %x, %v", sealed, err)
	}
}

func TestClosedIsNotErased(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := p.people(k, 1)[0]
	sealed := p.seal(k, s, "a", "form")
	ofStore := p.seal(k, seal.Store, "a", "fact")
	if err := errors.Join(k.Close(), k.Close()); err != nil {
		t.Fatal(err)
	}
	p.shut(k, s, "a", sealed, seal.ErrClosed)
	p.shut(k, seal.Store, "a", ofStore, seal.ErrClosed)
	for _, err := range []error{k.Add(seal.NewSubject()), k.Destroy(s)} {
		if !errors.Is(err, seal.ErrClosed) {
			t.Errorf("changed after Close: %v", err)
		}
	}
}
