package memory

import (
	"iter"

	"github.com/tidwall/btree"

	"huizhi/store/kv"
)

// table is what a bucket has in it. A copy shares what neither has changed.
type table struct {
	records  btree.Map[string, []byte]
	sequence uint64
}

func (t *table) copy() *table { return &table{*t.records.Copy(), t.sequence} }

// bucket is a table within a transaction.
type bucket struct {
	*table
	writes bool
}

func (b *bucket) Get(key []byte) []byte {
	value, _ := b.records.Get(string(key))
	return value
}

func (b *bucket) Put(key, value []byte) error {
	switch {
	case !b.writes:
		return kv.ErrReadOnly
	case len(key) == 0 || len(key) > kv.MaxKey:
		return kv.ErrKey
	}
	b.records.Set(string(key), append([]byte{}, value...))
	return nil
}

func (b *bucket) Delete(key []byte) error {
	if !b.writes {
		return kv.ErrReadOnly
	}
	b.records.Delete(string(key))
	return nil
}

func (b *bucket) NextSequence() (uint64, error) {
	if !b.writes {
		return 0, kv.ErrReadOnly
	}
	b.sequence++
	return b.sequence, nil
}

// Scan looks for each record anew: it need not mind what is changed meanwhile.
func (b *bucket) Scan(start []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for k, v, ok := b.from(string(start)); ok; k, v, ok = b.from(k + "\x00") {
			if !yield([]byte(k), v) {
				return
			}
		}
	}
}

// from is the first record from a key on.
func (b *bucket) from(start string) (key string, value []byte, ok bool) {
	b.records.Ascend(start, func(k string, v []byte) bool {
		key, value, ok = k, v, true
		return false
	})
	return key, value, ok
}
