package store

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"huizhi/bot"
	"huizhi/store/kv"
)

// Opening.
var (
	// ErrBusy: another process has the database open.
	ErrBusy = kv.ErrBusy

	// ErrVanished: the database was here once and is not any more. A new, empty
	// one would lose everything without a word, so none is made.
	ErrVanished = errors.New("store: the database has vanished")

	// ErrEmpty: the database file has no bytes in it.
	ErrEmpty = kv.ErrEmpty

	// ErrDamaged: a file, or one record, is not as it was written.
	ErrDamaged = fmt.Errorf("store: %w", bot.ErrDamaged)

	// ErrNoKeys: there is a database and no key file. It must be found: with a
	// new one nothing could be read.
	ErrNoKeys = errors.New("store: the key file is missing")

	// ErrOlderKeys: the key file is older than the database: it does not know
	// those who came later, and knows those who were erased since. The newest
	// must be found; Options.AcceptOlderKeys is for when it is lost.
	ErrOlderKeys = errors.New("store: the key file is older than the database")

	// ErrForeignKeys: the key file belongs to another database.
	ErrForeignKeys = errors.New("store: the key file is another database's")

	// ErrMigration: an earlier version of this program wrote the database, and
	// where nothing may be changed it cannot be brought up to date.
	ErrMigration = errors.New("store: written by an earlier version, to be opened where it can be changed")

	// ErrNewer: a later version of this program wrote the database or backup.
	ErrNewer = errors.New("store: written by a later version")
)

// Using.
var (
	// ErrBroken: a write failed, and nobody knows what is on disk. It wraps the
	// first cause. Close the store and open it again.
	ErrBroken = errors.New("store: broken by an earlier error, must be opened again")

	// ErrReadOnly: a change of a store that OpenReading opened.
	ErrReadOnly = kv.ErrReadOnly

	// ErrClosed: the store was closed before.
	ErrClosed = kv.ErrClosed

	// ErrUnknownCustomer: nobody has this code or address.
	ErrUnknownCustomer = errors.New("store: no such customer")

	// ErrSeveral: a code that begins the names of several customers.
	ErrSeveral = errors.New("store: several customers have this code, write all 32 digits")
)

// Backups.
var (
	// ErrNotBackup: a folder with something in it that is not a backup.
	ErrNotBackup = errors.New("store: the folder is not empty and not a backup")

	// ErrBackupDamaged: a backup that is not as its manifest says.
	ErrBackupDamaged = errors.New("store: the backup is damaged")

	// ErrKeepsBackup: some records are damaged, and the backup that was to be
	// replaced is of a time when none was. It is kept.
	ErrKeepsBackup = errors.New("store: the data is damaged, the backup there is not and was kept")

	// ErrOfDamaged: the backup says that it is of a database with damaged records.
	// Options.AcceptDamaged is for when there is no better one.
	ErrOfDamaged = errors.New("store: the backup is of a damaged database")
)

// TakenError refuses a folder with a backup in it.
type TakenError struct{ There Manifest }

func (e TakenError) Error() string {
	return fmt.Sprintf("store: there is a backup of %s", e.There.Made.Format(time.RFC3339))
}

// damaged says which record is.
func damaged(bucket string, key []byte) error {
	return DamageError{bucket, string(key)}
}

// DamageError is ErrDamaged, and which record. There is nothing personal in keys.
type DamageError struct {
	Bucket string
	Key    string
}

func (e DamageError) Error() string { return fmt.Sprintf("%v: %s %x", ErrDamaged, e.Bucket, e.Key) }

func (e DamageError) Unwrap() error { return ErrDamaged }

// wrapped says that an error comes from here, once, and of an engine's damage
// that it is ours.
func wrapped(err error) error {
	switch {
	case errors.Is(err, kv.ErrDamaged) && !errors.Is(err, ErrDamaged):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case err == nil || strings.HasPrefix(err.Error(), "store: "):
		return err
	}
	return fmt.Errorf("store: %w", err)
}
