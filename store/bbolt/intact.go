package bbolt

import (
	"errors"
	"fmt"
	"io"
	"os"

	bolt "go.etcd.io/bbolt"

	"huizhi/store/kv"
)

// sound says what is wrong with a file, before bbolt relies on it. Meanwhile
// nobody can write: bbolt is asked for its lock, and to do nothing else.
func sound(path string) error {
	if err := intact(path); err != nil {
		return err
	}
	db := &DB{}
	return db.guarded(func() error {
		lock, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: wait})
		if err != nil {
			return err
		}
		return errors.Join(readable(path), lock.Close())
	})
}

// intact finds a file that was cut off. Reading behind the end of a mapped file
// would end the program. A file whose meta pages are both bad is left for bbolt
// to refuse.
func intact(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	m, found, err := readMeta(f)
	if err != nil {
		return err
	}
	info, err := f.Stat() // after the read: another process may make the file grow
	if err != nil {
		return err
	}
	switch {
	case info.Size() == 0:
		return kv.ErrEmpty
	case found && info.Size() < m.length():
		return fmt.Errorf("%w: it has %d bytes of at least %d", kv.ErrDamaged, info.Size(), m.length())
	}
	return nil
}

// readable reads all pages that are in use. Those that are lost to use do no
// harm: Check finds them.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	p, err := look(f)
	if err != nil || len(p.problems) == 0 {
		return err
	}
	return fmt.Errorf("%w: %w", kv.ErrDamaged, p.problems[0])
}

// examine lists all that is wrong with a file.
func examine(f io.ReaderAt) ([]error, error) {
	p, err := look(f)
	if err != nil {
		return nil, err
	}
	if len(p.problems) == 0 {
		p.lost()
	}
	return p.problems, nil
}
