package memory

import (
	"errors"
	"io"
	"iter"
	"maps"
	"slices"

	"huizhi/store/kv"
)

// tx is a transaction. One that writes takes a copy of a bucket when it first
// asks for it.
type tx struct {
	buckets map[string]*table
	own     map[string]bool // the copies; nil if it only reads
}

func (t *tx) writes() bool { return t.own != nil }

func (t *tx) Bucket(name string) kv.Bucket {
	b := t.buckets[name]
	if b == nil {
		return nil
	}
	if t.writes() && !t.own[name] {
		b = b.copy()
		t.buckets[name], t.own[name] = b, true
	}
	return &bucket{b, t.writes()}
}

func (t *tx) Buckets() iter.Seq[string] { return slices.Values(slices.Sorted(maps.Keys(t.buckets))) }

func (t *tx) CreateBucket(name string) (kv.Bucket, error) {
	if !t.writes() {
		return nil, kv.ErrReadOnly
	}
	if t.buckets[name] == nil {
		t.buckets[name], t.own[name] = &table{}, true
	}
	return t.Bucket(name), nil
}

func (t *tx) Size() (n int64) {
	for name := range t.buckets {
		for k, v := range (&bucket{t.buckets[name], false}).Scan(nil) {
			n += int64(len(k) + len(v))
		}
	}
	return n
}

func (t *tx) WriteTo(io.Writer) (int64, error) { return 0, errors.ErrUnsupported }
