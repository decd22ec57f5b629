// Package kv is what the store needs of that which keeps its bytes: buckets of
// keys in order, read and changed in transactions. Package bbolt keeps them in a
// file, package memory in memory; package storetest is what each must pass.
package kv

import (
	"io"
	"iter"
)

// Engine keeps buckets. Several goroutines may use it at once. A transaction
// must not be begun within another one of the same goroutine.
type Engine interface {
	// View runs a function on the buckets as they were when it began, however
	// much is changed meanwhile. Readers and the writer do not wait for each
	// other.
	View(read func(Tx) error) error

	// Update runs a function that changes buckets, one at a time. What it did is
	// durable on return, and seen by whoever begins after that. If it returns an
	// error or panics, nothing has happened: no record, no bucket, no number.
	// Where the error is not the function's own, nobody knows what is kept, and
	// the way out is to open the engine again.
	Update(write func(Tx) error) error

	// Check lists what is wrong with how the records are kept. It does not look
	// at what they say. Writers wait meanwhile.
	Check() ([]error, error)

	// Close waits for the writer. All that comes after is ErrClosed.
	Close() error
}

// Tx is a transaction. It, and all that is had of it, the bytes too, is good
// until its function returns, and for one goroutine.
type Tx interface {
	// Bucket is nil if there is none of this name.
	Bucket(name string) Bucket

	// Buckets yields the names in order.
	Buckets() iter.Seq[string]

	// CreateBucket makes a bucket if there is none of this name. Only within
	// Update, otherwise it is ErrReadOnly.
	CreateBucket(name string) (Bucket, error)

	// Size is about how many bytes all of it takes.
	Size() int64

	// WriteTo writes a copy that an engine of the same sort can open. Where
	// there is no such thing it is errors.ErrUnsupported.
	WriteTo(w io.Writer) (int64, error)
}

// Bucket is records in the order of their keys' bytes. What changes it is for
// Update only, otherwise it is ErrReadOnly. The bytes that it gives out must not
// be changed.
type Bucket interface {
	// Get is nil if there is no such key. An empty value is not nil.
	Get(key []byte) []byte

	// Put takes copies. A key that is not of 1 to MaxKey bytes is ErrKey.
	Put(key, value []byte) error

	// Delete does nothing if there is no such key.
	Delete(key []byte) error

	// NextSequence gives 1, 2, 3 and so on, whatever is deleted.
	NextSequence() (uint64, error)

	// Scan yields the records from a key on; from the first, if it is nil. The
	// bucket may be changed meanwhile: the scan goes on with what then is behind
	// the key it yielded last.
	Scan(start []byte) iter.Seq2[[]byte, []byte]
}

// MaxKey is how many bytes a key has at most.
const MaxKey = 32_768
