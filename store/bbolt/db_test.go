package bbolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"huizhi/store/bbolt"
	"huizhi/store/kv"
	"huizhi/store/storetest"
)

// quick waits for no disk, and maps enough that no reader holds up a writer.
var quick = bbolt.Options{NoSync: true, MmapSize: 16 << 20}

func TestEngine(t *testing.T) {
	storetest.TestEngine(t, func(t *testing.T) func() kv.Engine {
		path := filepath.Join(t.TempDir(), "db")
		created, err := bbolt.Create(path, quick)
		if err != nil {
			t.Fatal(err)
		}
		if err := created.Close(); err != nil {
			t.Fatal(err)
		}
		return func() kv.Engine {
			e, err := bbolt.Open(path, quick)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
	})
}

// Opened for reading, twice at once, a file is read and checked, and nothing else.
func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	must(t, os.WriteFile(path, grown(t), 0o400))
	for range 2 {
		db, err := bbolt.Open(path, bbolt.Options{ReadOnly: true, OpenFile: onlyReading})
		must(t, err)
		defer db.Close()
		must(t, readAll(db))
		if err := db.Update(change); !errors.Is(err, kv.ErrReadOnly) {
			t.Errorf("a change: %v", err)
		}
	}
}

// onlyReading opens as a disk does that cannot be written to.
func onlyReading(path string, flag int, mode os.FileMode) (*os.File, error) {
	if flag != os.O_RDONLY {
		return nil, &os.PathError{Op: "open", Path: path, Err: syscall.EROFS}
	}
	return os.OpenFile(path, flag, mode)
}
