package store

import (
	"os"

	"huizhi/store/kv"
	"huizhi/store/seal"
)

// Migrating opens with other migrations, OpeningBy with another os.OpenFile.
func (o Options) Migrating(m ...func(kv.Tx) error) Options {
	o.migrations = migrations
	for _, m := range m {
		keyless := func(tx kv.Tx, _ *seal.Keys) error { return m(tx) }
		o.migrations = append(o.migrations[:len(o.migrations):len(o.migrations)], keyless)
	}
	return o
}

func (o Options) OpeningBy(open func(string, int, os.FileMode) (*os.File, error)) Options {
	o.openFile = open
	return o
}
