package seal_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"

	"huizhi/store/seal"
)

func TestMissingFile(t *testing.T) { newPlace(t).refused(seal.ErrMissing) }

func TestWrongMaster(t *testing.T) {
	p := newPlace(t)
	p.people(p.create(), 1)
	before := p.read()
	p.write(append(before, 1, 2, 3))
	for _, m := range []seal.Master{seal.NewMaster(), seal.NewMaster()} {
		p.master = m
		p.refused(seal.ErrWrongMaster)
	}
	if !bytes.Equal(p.read(), append(before, 1, 2, 3)) {
		t.Error("the refused file was changed")
	}
	p.master = seal.Master{}
	p.refused(seal.ErrMaster)
	if _, err := seal.Create(p.path+"2", seal.Master{}); err != seal.ErrMaster {
		t.Error(err)
	}
}

func TestDamagedHeader(t *testing.T) {
	p := newPlace(t)
	p.people(p.create(), 1)
	whole := p.read()
	for i := range headerSize * 8 {
		changed := slices.Clone(whole)
		changed[i/8] ^= 1 << (i % 8)
		p.write(changed)
		p.damagedAt(0)
	}
	for n := range headerSize {
		p.write(whole[:n])
		p.damagedAt(n)
	}
	p.write(whole)
	p.open()
}

// A file that is written anew is whole when it gets its name: what it was
// written with cannot be the rest of an Add.
func TestWhatWasWrittenAnewIsNotTorn(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	people := p.people(k, 3)
	if err := k.Destroy(people[0]); err != nil {
		t.Fatal(err)
	}
	p.people(k, 1)
	whole := p.read()
	p.write(whole[:len(whole)-1])
	p.open() // the last was added since

	last := headerSize + 2*recordSize
	for n := last; n < last+recordSize; n++ {
		p.write(whole[:n])
		p.damagedAt(last)
	}
	flipped := slices.Clone(whole[:last+recordSize])
	flipped[len(flipped)-1] ^= 1
	p.write(flipped)
	p.damagedAt(last)
}

// What changes on purpose comes with the right checksum.
func TestForgedHeader(t *testing.T) {
	p := newPlace(t)
	p.create()
	whole := p.read()
	forge := func(at int, want error) {
		t.Helper()
		changed := slices.Clone(whole)
		changed[at]++
		for _, sum := range []int{firstSize - 4, headerSize - 4} {
			binary.BigEndian.PutUint32(changed[sum:], crc32.ChecksumIEEE(changed[:sum]))
		}
		p.write(changed)
		p.refused(want)
	}
	forge(0, seal.ErrDamaged)
	forge(15, seal.ErrVersion)
	for at := 16; at < headerSize-4; at++ {
		if at < firstSize-4 || at >= firstSize {
			forge(at, seal.ErrWrongMaster)
		}
	}
}

func TestTornTail(t *testing.T) {
	p := newPlace(t)
	people := p.people(p.create(), 4)
	whole := p.read()
	for cut := range 2*recordSize + 1 {
		p.write(whole[:len(whole)-cut])
		left := (len(whole) - cut - headerSize) / recordSize
		p.left(people, left)
	}
}

// left wants the first n of people to have keys, and that adding goes on.
func (p place) left(people []seal.Subject, n int) {
	p.Helper()
	k := p.open()
	defer k.Close()
	if size := len(p.read()); size != headerSize+n*recordSize {
		p.Errorf("%d bytes are left of %d subjects", size, n)
	}
	for i, s := range people {
		if k.Has(s) != (i < n) {
			p.Errorf("subject %d has a key: %v, want the first %d", i, k.Has(s), n)
		}
	}
	late := p.people(k, 1)[0]
	again := p.open()
	defer again.Close()
	if again.Len() != n+1 || !again.Has(late) {
		p.Errorf("%d subjects after adding one to %d", again.Len(), n)
	}
}

func TestTornTailOfZeros(t *testing.T) {
	p := newPlace(t)
	people := p.people(p.create(), 4)
	whole := p.read()
	for from := headerSize + 2*recordSize; from < len(whole); from++ {
		torn := slices.Clone(whole)
		clear(torn[from:])
		p.write(append(torn, make([]byte, 5*recordSize+from%recordSize)...))
		n := 2 // from here on they may be whole: a record may end in zeros
		for n < len(people) && bytes.HasPrefix(torn, whole[:headerSize+(n+1)*recordSize]) {
			n++
		}
		p.left(people, n)
	}
}

func TestLastRecordThatDoesNotOpen(t *testing.T) {
	p := newPlace(t)
	people := p.people(p.create(), 3)
	whole := p.read()
	for at := len(whole) - recordSize; at < len(whole); at++ {
		changed := slices.Clone(whole)
		changed[at] ^= 1
		p.write(append(changed, 1, 2, 3))
		p.left(people, 2)
	}
}

func TestAnyOtherRecordIsDamage(t *testing.T) {
	p := newPlace(t)
	p.people(p.create(), 4)
	whole := p.read()
	for at := headerSize; at < len(whole)-recordSize; at++ {
		changed := slices.Clone(whole)
		changed[at] ^= 1
		p.write(changed)
		p.damagedAt(at - (at-headerSize)%recordSize)
		if !bytes.Equal(p.read(), changed) {
			t.Fatal("the refused file was changed")
		}
	}

	twoLast := slices.Clone(whole)
	twoLast[len(whole)-recordSize-1] ^= 1
	twoLast[len(whole)-1] ^= 1
	p.write(twoLast)
	p.damagedAt(len(whole) - 2*recordSize)

	second := whole[headerSize+recordSize:][:recordSize]
	p.write(slices.Insert(slices.Clone(whole), headerSize, second...))
	p.damagedAt(headerSize)

	swapped := slices.Clone(whole) // the first has the second's key
	copy(swapped[headerSize+16:], second[16:])
	p.write(swapped)
	p.damagedAt(headerSize)

	other := place{t, p.path + "2", p.master} // of the same master
	other.people(other.create(), 1)
	p.write(slices.Insert(slices.Clone(whole), headerSize, other.read()[headerSize:]...))
	p.damagedAt(headerSize)
}
