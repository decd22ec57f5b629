package store

import (
	"huizhi/store/bbolt"
	"huizhi/store/kv"
)

// openFile opens a database that lies in a file. What else there is here does
// not know which engine that is.
func openFile(path string, o Options) (kv.Engine, error) {
	e, err := bbolt.Open(path, o.file())
	if err != nil {
		return nil, wrapped(err)
	}
	return e, nil
}

// createFile makes a database in a file that is empty.
func createFile(path string, o Options) (kv.Engine, error) {
	e, err := bbolt.Create(path, o.file())
	if err != nil {
		return nil, wrapped(err)
	}
	return e, nil
}

func (o Options) file() bbolt.Options {
	return bbolt.Options{MmapSize: o.MmapSize, NoSync: o.NoSync, ReadOnly: o.reading, OpenFile: o.openFile}
}
