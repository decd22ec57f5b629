package store

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// guarded runs f and makes an error of a panic, or of a fault in mapped memory:
// a database that was cut off or written over gives either.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	return f()
}

// wrapped says that an error comes from here, once.
func wrapped(err error) error {
	if err == nil || strings.HasPrefix(err.Error(), "store: ") {
		return err
	}
	return fmt.Errorf("store: %w", err)
}
