package seal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Create makes a key file, with a new database id and nobody in it. It is
// durable on return. A file that is there already is left alone, and the error
// is fs.ErrExist.
func Create(path string, m Master) (*Keys, error) {
	r, err := newRoot(m)
	if err != nil {
		return nil, err
	}
	file, err := writeBeside(path, r.header)
	if err != nil {
		return nil, err
	}
	if err := name(path); err != nil {
		file.Close()
		return nil, err
	}
	return &Keys{root: r, path: path, file: file, ring: newRing(nil)}, nil
}

// name gives what was written beside path that name, if it is free.
func name(path string) error {
	err := os.Link(beside(path), path)
	if err := errors.Join(err, os.Remove(beside(path))); err != nil {
		return err
	}
	return syncDir(path)
}

// Open opens a key file that Create made, and cuts off what a crash left at
// its end. What it then holds is durable. The error is ErrMissing,
// ErrWrongMaster, ErrVersion, a DamageError, or the system's; a file that is
// refused is left as it was.
func Open(path string, m Master) (*Keys, error) {
	path, err := filepath.EvalSymlinks(path) // Destroy must replace the file, not a link to it
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	k := &Keys{path: path, file: file}
	if err := k.load(m); err != nil {
		file.Close()
		return nil, err
	}
	return k, nil
}

func (k *Keys) load(m Master) error {
	header, records, err := read(k.file)
	if err != nil {
		return err
	}
	if k.root, err = readRoot(m, header); err != nil {
		return err
	}
	if k.ring, err = readRing(k.root, records[:k.root.whole(records)]); err != nil {
		return err
	}
	return k.settle()
}

// read checks the size first: a pipe has none and would be waited for.
func read(file *os.File) (header, records []byte, err error) {
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() < int64(headerSize) {
		return nil, nil, DamageError{info.Size()}
	}
	all := make([]byte, info.Size())
	if _, err := io.ReadFull(file, all); err != nil {
		return nil, nil, err
	}
	return all[:headerSize:headerSize], all[headerSize:], nil
}

// settle makes the file what was read of it. The syncs are for a process that
// was killed between a write and its sync: what it wrote is seen, and from now
// on relied on.
func (k *Keys) settle() error {
	if err := k.file.Truncate(k.end()); err != nil {
		return err
	}
	if err := k.file.Sync(); err != nil {
		return err
	}
	if err := removeBeside(k.path); err != nil {
		return err
	}
	return syncDir(k.path)
}

// end is where the file's last record ends.
func (k *Keys) end() int64 { return int64(headerSize + len(k.ring.records)) }
