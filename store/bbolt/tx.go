package bbolt

import (
	"bytes"
	"io"
	"iter"

	bolt "go.etcd.io/bbolt"

	"huizhi/store/kv"
)

// tx is a transaction, and how often it has changed something.
type tx struct {
	bolt    *bolt.Tx
	changes int
}

func (t *tx) Bucket(name string) kv.Bucket {
	defer inside()
	if b := t.bolt.Bucket([]byte(name)); b != nil {
		return &bucket{t, b}
	}
	return nil
}

func (t *tx) Buckets() iter.Seq[string] {
	return func(yield func(string) bool) {
		for k := range scan(t, t.bolt.Cursor, nil) {
			if !yield(string(k)) {
				return
			}
		}
	}
}

func (t *tx) CreateBucket(name string) (kv.Bucket, error) {
	defer inside()
	t.changes++
	b, err := t.bolt.CreateBucketIfNotExists([]byte(name))
	if err != nil {
		return nil, translated(err)
	}
	return &bucket{t, b}, nil
}

func (t *tx) Size() int64 { return t.bolt.Size() }

// WriteTo does not pass on a panic of the writer as such: it is bbolt's then.
func (t *tx) WriteTo(w io.Writer) (int64, error) {
	defer inside()
	return t.bolt.WriteTo(w)
}

type bucket struct {
	tx   *tx
	bolt *bolt.Bucket
}

func (b *bucket) Get(key []byte) []byte {
	defer inside()
	return b.bolt.Get(key)
}

// Put hands on a copy of the value; bbolt copies the key.
func (b *bucket) Put(key, value []byte) error {
	defer inside()
	b.tx.changes++
	return translated(b.bolt.Put(key, append([]byte{}, value...)))
}

func (b *bucket) Delete(key []byte) error {
	defer inside()
	b.tx.changes++
	return translated(b.bolt.Delete(key))
}

func (b *bucket) NextSequence() (uint64, error) {
	defer inside()
	n, err := b.bolt.NextSequence()
	return n, translated(err)
}

func (b *bucket) Scan(start []byte) iter.Seq2[[]byte, []byte] {
	return scan(b.tx, b.bolt.Cursor, start)
}

// scan yields records from a key on.
func scan(t *tx, open func() *bolt.Cursor, start []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		w := walk{tx: t}
		for k, v := w.begin(open, start); k != nil; k, v = w.behind(k) {
			if !yield(k, v) {
				return
			}
		}
	}
}

// walk is a scan under way.
type walk struct {
	tx     *tx
	cursor *bolt.Cursor
	seen   int // the changes, when the cursor was placed
}

func (w *walk) begin(open func() *bolt.Cursor, start []byte) (key, value []byte) {
	defer inside()
	w.cursor, w.seen = open(), w.tx.changes
	return w.cursor.Seek(start)
}

// behind is what comes after a key. Where something was changed, the cursor
// does not know any more where it is.
func (w *walk) behind(key []byte) (next, value []byte) {
	defer inside()
	if w.seen == w.tx.changes {
		return w.cursor.Next()
	}
	w.seen = w.tx.changes
	next, value = w.cursor.Seek(key)
	if bytes.Equal(next, key) {
		return w.cursor.Next()
	}
	return next, value
}
