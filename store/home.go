package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// home is the folder of a store.
type home string

func (h home) database() string { return filepath.Join(string(h), "huizhi.db") }
func (h home) keys() string     { return filepath.Join(string(h), "subjects.key") }

// marker is a file that says that there was a database once.
func (h home) marker() string { return filepath.Join(string(h), "opened") }

// Exists reports whether a folder holds a store, or what is left of one.
func Exists(dir string) bool {
	h := home(dir)
	for _, path := range []string{h.database(), h.keys(), h.marker()} {
		if found, err := there(path); found || err != nil {
			return true
		}
	}
	return false
}

func there(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// mark writes the marker, if it is not there.
func (h home) mark() error {
	found, err := there(h.marker())
	if found || err != nil {
		return err
	}
	if err := writeFile(h.marker(), []byte("There is a database here. If it is not, find it: do not start without.\n")); err != nil {
		return err
	}
	return syncDir(string(h))
}

// writeFile writes a whole file, durable but for its name.
func writeFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Sync()
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
