package bbolt

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"huizhi/store/kv"
)

// guarded runs f and makes an error of a panic of bbolt's, or of a fault in
// mapped memory. It is the last thing that is done with the file then.
func (db *DB) guarded(f func() error) (err error) {
	if ruins := db.ruins.Load(); ruins != nil {
		return *ruins
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch r := recover().(type) {
		case nil:
		case theirs:
			panic(r.cause)
		default:
			err = db.ruin(r)
		}
	}()
	return translated(f())
}

// ruin notes the first panic.
func (db *DB) ruin(cause any) error {
	err := fmt.Errorf("%w: %v", kv.ErrDamaged, cause)
	db.ruins.CompareAndSwap(nil, &err)
	return *db.ruins.Load()
}

// A panic on its way through a transaction: bbolt's, and one of the function
// that was handed in, which goes on to whoever called.
type (
	ours   struct{ cause any }
	theirs struct{ cause any }
)

func (o ours) String() string { return fmt.Sprint(o.cause) }

// inside is deferred around each call of bbolt that a transaction's function
// makes.
func inside() {
	if r := recover(); r != nil {
		panic(ours{r})
	}
}

// call runs the function of a transaction and tells the panics apart. A fault in
// mapped memory is never its own: there is nothing mapped but the file.
func call(f func(kv.Tx) error, t *bolt.Tx) error {
	defer func() {
		r := recover()
		if _, bolts := r.(ours); r != nil && !bolts && !isFault(r) {
			r = theirs{r}
		}
		if r != nil {
			panic(r)
		}
	}()
	return f(&tx{bolt: t})
}

// isFault reports whether a panic is of an address that cannot be read. That of
// a nil pointer has no address.
func isFault(r any) bool {
	_, fault := r.(interface {
		runtime.Error
		Addr() uintptr
	})
	return fault
}

// translated is an error of bbolt's in our words.
func translated(err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return kv.ErrBusy
	case errors.Is(err, berrors.ErrDatabaseNotOpen):
		return kv.ErrClosed
	case errors.Is(err, berrors.ErrTxNotWritable), errors.Is(err, berrors.ErrDatabaseReadOnly):
		return kv.ErrReadOnly
	case errors.Is(err, berrors.ErrKeyRequired), errors.Is(err, berrors.ErrKeyTooLarge):
		return kv.ErrKey
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch),
		errors.Is(err, berrors.ErrIncompatibleValue):
		return fmt.Errorf("%w: %w", kv.ErrDamaged, err)
	}
	return err
}
