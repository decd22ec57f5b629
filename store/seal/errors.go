package seal

import (
	"errors"
	"fmt"
)

// Reading the master.
var (
	// ErrMaster: the text is not 32 bytes in hex or base64, or a zero Master
	// was given.
	ErrMaster = errors.New("master key: want 32 bytes as 64 hex digits or base64")

	// ErrMode: others than the owner may read or change the master's file.
	ErrMode = errors.New("master key file: open to others than its owner, want mode 0600")
)

// Opening and changing the key file.
var (
	// ErrMissing: there is no key file. A database that has one must not be
	// opened without it, and must not be given a new one.
	ErrMissing = errors.New("key file: not there")

	// ErrWrongMaster: the key file is whole and was made with another master.
	ErrWrongMaster = errors.New("key file: sealed with another master key")

	// ErrVersion: a later version of this program wrote the key file.
	ErrVersion = errors.New("key file: a later version's format")

	// ErrDamaged: the key file is not as it was written. It comes as a
	// DamageError, which says where.
	ErrDamaged = errors.New("key file: damaged")

	// ErrOlder: the key file is older than one that was seen. It comes as an
	// OlderError, which says by how much.
	ErrOlder = errors.New("key file: older than one seen before")

	// ErrHalted: a write or sync failed and what the file holds is unknown.
	// Nothing more can be added or destroyed until it is opened again.
	ErrHalted = errors.New("key file: a write failed, must be opened again")

	// ErrReadOnly: a change of Keys that were opened for reading only.
	ErrReadOnly = errors.New("key file: opened for reading only")

	// ErrClosed: the Keys were closed before.
	ErrClosed = errors.New("key file: closed")

	// ErrStore: the store's own key cannot be destroyed.
	ErrStore = errors.New("key file: the store's own key is never destroyed")
)

// Sealing and opening values.
var (
	// ErrNoKey: the subject has no key in this file.
	ErrNoKey = errors.New("sealed value: its subject has no key")

	// ErrErased: the subject has no key because it was destroyed. It is an
	// ErrNoKey too.
	ErrErased = fmt.Errorf("%w: erased", ErrNoKey)

	// ErrSealed: the value was changed, or sealed for another subject, about
	// something else or in another database.
	ErrSealed = errors.New("sealed value: changed, or of something else")
)

// DamageError is ErrDamaged and where: the byte of the key file at which the
// header or record begins that cannot be read, or the file ends too early.
type DamageError struct{ Offset int64 }

func (e DamageError) Error() string { return fmt.Sprintf("%v at byte %d", ErrDamaged, e.Offset) }

func (e DamageError) Unwrap() error { return ErrDamaged }

// OlderError is ErrOlder, the generation of the file and the one that was seen.
type OlderError struct{ File, Seen uint64 }

func (e OlderError) Error() string {
	return fmt.Sprintf("%v: generation %d, seen %d", ErrOlder, e.File, e.Seen)
}

func (e OlderError) Unwrap() error { return ErrOlder }
