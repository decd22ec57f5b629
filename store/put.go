package store

import "huizhi/store/kv"

// put is a record that is ready to be written.
type put struct {
	bucket string
	key    []byte
	value  []byte
	next   bool // the bucket's next number is added to the key
}

// write writes the record; n is the number it got. A number that was given
// before means that the bucket's count is damaged.
func (p put) write(tx kv.Tx) (n uint64, err error) {
	b, key := tx.Bucket(p.bucket), p.key
	if p.next {
		if n, err = b.NextSequence(); err != nil {
			return 0, err
		}
		key = numbered(key, n)
		if b.Get(key) != nil {
			return 0, damaged(p.bucket, key)
		}
	}
	return n, b.Put(key, p.value)
}
