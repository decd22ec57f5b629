package store

import (
	"bytes"
	"cmp"
	"iter"
	"slices"

	"huizhi/store/kv"
)

// from yields the records of a bucket from a key on. The values are the
// engine's; the keys are copies, to be kept.
func from(tx kv.Tx, bucket string, start []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for k, v := range tx.Bucket(bucket).Scan(start) {
			if !yield(slices.Clone(k), v) {
				return
			}
		}
	}
}

// under yields the records whose keys begin with a prefix.
func under(tx kv.Tx, bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for k, v := range from(tx, bucket, prefix) {
			if !bytes.HasPrefix(k, prefix) || !yield(k, v) {
				return
			}
		}
	}
}

// opened yields the records of a kind that can be opened, in the order of the
// numbers their keys end in.
func opened[T any](db *DB, tx kv.Tx, k kind[T]) iter.Seq2[uint64, T] {
	type numbered struct {
		n uint64
		v T
	}
	var all []numbered
	for key, value := range from(tx, k.bucket, nil) {
		v, err := k.open(db.keys, key, value)
		if err != nil {
			db.leaveOut(err)
			continue
		}
		all = append(all, numbered{number(key), v})
	}
	slices.SortFunc(all, func(a, b numbered) int { return cmp.Compare(a.n, b.n) })
	return func(yield func(uint64, T) bool) {
		for _, a := range all {
			if !yield(a.n, a.v) {
				return
			}
		}
	}
}
