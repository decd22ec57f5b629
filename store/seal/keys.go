package seal

import (
	"crypto/cipher"
	"encoding/hex"
	"fmt"
	"os"
	"sync"
)

// Keys is the key file, opened. Several goroutines may use it at once; Seal,
// Open and Has do not wait for the disk while Add or Destroy do.
type Keys struct {
	// Fail, if set, lets a test break a change: it is called with "key.add",
	// "key.destroy" and "key.overtake" before the write and with "key.add.done"
	// and so on after the sync, and an error from it counts as if the write or
	// the sync had failed. Set it before the Keys are shared.
	Fail func(point string) error

	root *root // a pointer, so that fmt does not reach its keys through a caller's struct
	path string
	torn bool // what was read has an end that will be cut off

	change sync.Mutex // held by who changes the file
	file   *os.File
	halted error

	mu     sync.Mutex // guards what is below; only who holds change may write ring
	ring   *ring
	closed bool
}

// Database returns the id that Create gave the file. A database keeps it, and
// must refuse a key file that has another.
func (k *Keys) Database() [16]byte { return k.root.database }

// Has reports whether s has a key. Store always has.
func (k *Keys) Has(s Subject) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return s == Store || k.ring.has(s)
}

// Erased reports whether the key of s was destroyed. Who has no key and is not
// erased is somebody whom this file does not know.
func (k *Keys) Erased(s Subject) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ring.erased[s]
}

// Len returns how many subjects have keys, not counting Store.
func (k *Keys) Len() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.ring.at) - len(k.ring.erased)
}

// Close closes the file and overwrites the keys in memory. What needs a key or
// the file is then ErrClosed. Closing again does nothing.
func (k *Keys) Close() error {
	k.change.Lock()
	defer k.change.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return nil
	}
	k.closed = true
	k.ring.forget()
	return k.file.Close()
}

// Format writes the database id, whatever the verb: keys are not printed.
func (k *Keys) Format(w fmt.State, _ rune) {
	fmt.Fprintf(w, "keys of %s", hex.EncodeToString(k.root.database[:]))
}

// cipher returns what seals the values of s.
func (k *Keys) cipher(s Subject) (cipher.AEAD, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.closed:
		return nil, ErrClosed
	case s == Store:
		return k.root.store, nil
	}
	return k.ring.cipher(k.root, s)
}

// changeable says why the file cannot be changed. The caller holds change.
func (k *Keys) changeable() error {
	if k.closed {
		return ErrClosed
	}
	return k.halted
}

// halt refuses all further changes.
func (k *Keys) halt(err error) error {
	k.halted = fmt.Errorf("%w: %w", ErrHalted, err)
	return k.halted
}

func (k *Keys) fail(point string) error {
	if k.Fail == nil {
		return nil
	}
	return k.Fail(point)
}
