package store

import (
	"log/slog"
	"os"
	"time"
)

// Options is how a store is opened. The zero Options is the right one but for
// the logger.
type Options struct {
	Logger *slog.Logger
	Now    func() time.Time // decides on which day a key was seen

	// MmapSize is how many bytes of address space are mapped from the start;
	// zero means 1 GB. While the database is smaller, no reader holds up a write.
	MmapSize int

	// AcceptOlderKeys opens with a key file that is older than the database, or
	// damaged at its end. Whom it does not know can never be read again: their
	// records stay, and Check counts them. The newer file is refused from then
	// on, should it turn up.
	AcceptOlderKeys bool

	// AcceptDamaged restores a backup that says that some of its records are
	// damaged.
	AcceptDamaged bool

	// Fail is called before ("turn") and after ("turn.done") each change is on
	// disk. An error from it breaks the store as a crash would. For tests.
	Fail func(point string) error

	// NoSync does not wait for the disk: a power failure may destroy the whole
	// database. For benchmarks of other things.
	NoSync bool

	reading    bool // nothing may be changed
	migrations []migration
	openFile   func(string, int, os.FileMode) (*os.File, error)
}

// filled is the options with what was left out.
func (o Options) filled() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MmapSize == 0 {
		o.MmapSize = 1 << 30
	}
	if o.Fail == nil {
		o.Fail = func(string) error { return nil }
	}
	if o.migrations == nil {
		o.migrations = migrations
	}
	return o
}
