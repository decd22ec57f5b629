package bbolt_test

import (
	"path/filepath"
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
