package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// intact finds a database file that was cut off. Reading behind the end of a
// mapped file would end the program. A file whose meta pages are both bad is
// left for bbolt to refuse.
func intact(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 1<<17) // two pages of the largest size in use
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	info, err := f.Stat() // after the read: another process may make the file grow
	if err != nil {
		return err
	}
	want := length(head[:n])
	switch {
	case info.Size() == 0:
		return ErrEmpty
	case info.Size() < want:
		return fmt.Errorf("%w: the database has %d bytes of at least %d", ErrDamaged, info.Size(), want)
	}
	return nil
}

// Where a meta page of bbolt has its fields.
const (
	metaMagic    = 16
	metaPageSize = 24
	metaPages    = 56 // how many pages there are
	metaTx       = 64
	metaSum      = 72
	metaEnd      = 80

	magic = 0xED0CDAED
)

// length is how many bytes a database has according to its younger meta page;
// zero if there is none to be read.
func length(head []byte) (n int64) {
	var youngest uint64
	for _, at := range metas(head) {
		page := head[at:]
		tx := binary.NativeEndian.Uint64(page[metaTx:])
		if tx >= youngest {
			youngest = tx
			n = int64(binary.NativeEndian.Uint64(page[metaPages:])) * int64(binary.NativeEndian.Uint32(page[metaPageSize:]))
		}
	}
	return n
}

// metas is where the good meta pages are: at the start, and one page on,
// whatever the size of pages here.
func metas(head []byte) (at []int) {
	for size := 1 << 10; size <= len(head)/2; size <<= 1 {
		if isMeta(head[size:]) {
			at = append(at, size)
		}
	}
	if isMeta(head) {
		at = append(at, 0)
	}
	return at
}

func isMeta(page []byte) bool {
	if len(page) < metaEnd || binary.NativeEndian.Uint32(page[metaMagic:]) != magic {
		return false
	}
	sum := fnv.New64a()
	sum.Write(page[metaMagic:metaSum])
	return sum.Sum64() == binary.NativeEndian.Uint64(page[metaSum:])
}
