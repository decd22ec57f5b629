package bbolt

import "encoding/binary"

// page is the bytes of a page, with those that it overflows into. It begins
// with its number, its sort, how many entries it has and how many pages it
// overflows into; then come the entries, and the bytes they point at.
type page []byte

const (
	pageHead  = 16
	entrySize = 16
	numberLen = 8
)

// Sorts of pages.
const (
	branchPage = 0x01
	leafPage   = 0x02
	freePage   = 0x10
)

// bucketEntry marks the entry of a bucket in a leaf. Its value is the number of
// the page where it begins and its sequence; if the number is zero, all of the
// bucket is a leaf that comes behind.
const (
	bucketEntry = 0x01
	bucketHead  = 16
)

func (p page) number() uint64   { return binary.NativeEndian.Uint64(p) }
func (p page) sort() uint16     { return binary.NativeEndian.Uint16(p[8:]) }
func (p page) count() int       { return int(binary.NativeEndian.Uint16(p[10:])) }
func (p page) overflow() uint64 { return uint64(binary.NativeEndian.Uint32(p[12:])) }

// holds reports whether there is room for as many entries as it says it has.
func (p page) holds() bool { return pageHead+p.count()*entrySize <= len(p) }

// leaf is an entry of a leaf; false if it points out of the page.
func (p page) leaf(i int) (flags uint32, key, value []byte, ok bool) {
	e := pageHead + i*entrySize
	field := func(n int) uint64 { return uint64(binary.NativeEndian.Uint32(p[e+4*n:])) }
	key, ok = p.at(uint64(e)+field(1), field(2))
	if ok {
		value, ok = p.at(uint64(e)+field(1)+field(2), field(3))
	}
	return uint32(field(0)), key, value, ok
}

// branch is an entry of a branch: the first key of a page, and its number.
func (p page) branch(i int) (key []byte, child uint64, ok bool) {
	e := pageHead + i*entrySize
	field := func(n int) uint64 { return uint64(binary.NativeEndian.Uint32(p[e+4*n:])) }
	key, ok = p.at(uint64(e)+field(0), field(1))
	return key, binary.NativeEndian.Uint64(p[e+8:]), ok
}

// at is n bytes of what comes behind the entries.
func (p page) at(start, n uint64) ([]byte, bool) {
	if start < uint64(pageHead+p.count()*entrySize) || start+n > uint64(len(p)) {
		return nil, false
	}
	return p[start : start+n], true
}

// free is the numbers of a page of the free list; false if they do not fit. If
// there are many, the first is how many.
func (p page) free() (numbers []uint64, ok bool) {
	at, n := uint64(pageHead), uint64(p.count())
	if n == 0xFFFF && len(p) >= pageHead+numberLen {
		at, n = at+numberLen, binary.NativeEndian.Uint64(p[pageHead:])
	}
	if n > (uint64(len(p))-at)/numberLen {
		return nil, false
	}
	for i := range n {
		numbers = append(numbers, binary.NativeEndian.Uint64(p[at+i*numberLen:]))
	}
	return numbers, true
}
