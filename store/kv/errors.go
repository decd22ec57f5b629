package kv

import "errors"

// Opening.
var (
	// ErrBusy: another process has it open.
	ErrBusy = errors.New("store: another process has the database open")

	// ErrEmpty: the file has no bytes in it.
	ErrEmpty = errors.New("store: the database file is empty")
)

// Using.
var (
	// ErrDamaged: what is kept is not as the engine wrote it. From then on all
	// but Close answers with it.
	ErrDamaged = errors.New("not as it was written")

	// ErrClosed: it was closed before.
	ErrClosed = errors.New("store: closed")

	// ErrReadOnly: a change within View, or of what was opened for reading only.
	ErrReadOnly = errors.New("store: a change where there is only reading")

	// ErrKey: a key without bytes, or with too many.
	ErrKey = errors.New("store: a key has 1 to 32,768 bytes")
)
