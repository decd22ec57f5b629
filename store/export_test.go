package store

import (
	"os"

	bolt "go.etcd.io/bbolt"

	"huizhi/store/seal"
)

// Migrating opens with other migrations, OpeningBy with another os.OpenFile.
func (o Options) Migrating(m ...func(*bolt.Tx) error) Options {
	o.migrations = migrations
	for _, m := range m {
		keyless := func(tx *bolt.Tx, _ *seal.Keys) error { return m(tx) }
		o.migrations = append(o.migrations[:len(o.migrations):len(o.migrations)], keyless)
	}
	return o
}

func (o Options) OpeningBy(open func(string, int, os.FileMode) (*os.File, error)) Options {
	o.openFile = open
	return o
}
