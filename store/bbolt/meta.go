package bbolt

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"io"
)

// meta is what a meta page says: all hangs on it, and it alone has a checksum.
// There are two, written in turns.
type meta struct {
	pageSize uint32
	root     uint64 // the page where the buckets are
	free     uint64 // the page of the free list
	pages    uint64 // how many there are
	tx       uint64 // the commit that wrote it
}

// Where a meta page of bbolt has its fields.
const (
	metaMagic    = 16
	metaPageSize = 24
	metaRoot     = 32
	metaFree     = 48
	metaPages    = 56
	metaTx       = 64
	metaSum      = 72
	metaEnd      = 80

	magic = 0xED0CDAED
)

// length is how many bytes the file has at least.
func (m meta) length() int64 { return int64(m.pages) * int64(m.pageSize) }

// readMeta reads the younger of the meta pages; false if neither is good.
func readMeta(f io.ReaderAt) (m meta, found bool, err error) {
	head := make([]byte, 1<<17) // two pages of the largest size in use
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return m, false, err
	}
	for _, other := range metas(head[:n]) {
		if !found || other.tx > m.tx {
			m, found = other, true
		}
	}
	return m, found, nil
}

// metas is the good meta pages: at the start, and one page on, whatever the
// size of pages here.
func metas(head []byte) (all []meta) {
	if isMeta(head) {
		all = append(all, metaOf(head))
	}
	for size := 1 << 10; size <= len(head)/2; size <<= 1 {
		if isMeta(head[size:]) {
			all = append(all, metaOf(head[size:]))
		}
	}
	return all
}

func isMeta(page []byte) bool {
	if len(page) < metaEnd || binary.NativeEndian.Uint32(page[metaMagic:]) != magic {
		return false
	}
	sum := fnv.New64a()
	sum.Write(page[metaMagic:metaSum])
	return sum.Sum64() == binary.NativeEndian.Uint64(page[metaSum:])
}

func metaOf(page []byte) meta {
	number := func(at int) uint64 { return binary.NativeEndian.Uint64(page[at:]) }
	return meta{
		pageSize: binary.NativeEndian.Uint32(page[metaPageSize:]),
		root:     number(metaRoot), free: number(metaFree), pages: number(metaPages), tx: number(metaTx),
	}
}
