package seal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Create makes a key file, with a new database id and nobody in it. It is
// durable on return. A file that is there already is left alone, and the error
// is fs.ErrExist.
func Create(path string, m Master) (*Keys, error) {
	r, h, err := newRoot(m)
	if err != nil {
		return nil, err
	}
	file, err := writeBeside(path, h)
	if err != nil {
		return nil, err
	}
	if err := name(path); err != nil {
		file.Close()
		return nil, err
	}
	return &Keys{root: r, path: path, file: file, ring: newRing(h, nil)}, nil
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
// ErrWrongMaster, ErrVersion, a DamageError, or the system's.
//
// accept, if it is not nil, is asked before anything is done to the file; it
// may look at the Keys, read with them and refuse them, and its error is Open's.
// A file that is refused is left as it was.
func Open(path string, m Master, accept func(*Keys) error) (*Keys, error) {
	return open(path, os.O_RDWR, m, accept, (*Keys).settle)
}

// OpenReading opens a key file as Open does, and leaves it and its folder as they
// are: what a crash left at its end is not read, and not cut off. All changes are
// ErrReadOnly.
func OpenReading(path string, m Master, accept func(*Keys) error) (*Keys, error) {
	return open(path, reading, m, accept, (*Keys).freeze)
}

// open opens a key file, and does something to it when it was read and accepted.
func open(path string, flag int, m Master, accept, then func(*Keys) error) (*Keys, error) {
	file, path, err := openFile(path, flag)
	if err != nil {
		return nil, err
	}
	k := &Keys{path: path, file: file, ring: newRing(nil, nil)}
	err = k.load(m, accept)
	if err == nil {
		err = then(k)
	}
	if err != nil {
		k.Close()
		return nil, err
	}
	return k, nil
}

// DatabaseOf returns the database id of a key file. It takes no master: whose
// file it is can be told also where the master is another's.
func DatabaseOf(path string) (id [16]byte, err error) {
	file, _, err := openFile(path, reading)
	if err != nil {
		return id, err
	}
	defer file.Close()
	h, _, err := read(file)
	if err != nil {
		return id, err
	}
	return h.database(), nil
}

// reading does not wait for who writes into a pipe.
const reading = os.O_RDONLY | syscall.O_NONBLOCK

// openFile also says where the file really is: Destroy must replace the file,
// not a link to it.
func openFile(path string, flag int) (*os.File, string, error) {
	path, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", ErrMissing
	}
	if err != nil {
		return nil, "", err
	}
	file, err := os.OpenFile(path, flag, 0)
	return file, path, err
}

func (k *Keys) load(m Master, accept func(*Keys) error) error {
	h, records, err := read(k.file)
	if err != nil {
		return err
	}
	if k.root, err = readRoot(m, h); err != nil {
		return err
	}
	whole := k.root.whole(records)
	read, err := readRing(k.root, h, records[:whole])
	if err != nil {
		return err
	}
	k.ring, k.torn = read, whole < len(records)
	if accept == nil {
		return nil
	}
	return accept(k)
}

// read checks the size first: a pipe has none and would be waited for.
func read(file *os.File) (h header, records []byte, err error) {
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() < int64(firstSize) {
		return nil, nil, DamageError{info.Size()}
	}
	all := make([]byte, info.Size())
	if _, err := io.ReadFull(file, all); err != nil {
		return nil, nil, err
	}
	return cutHeader(all)
}

// freeze refuses all changes from now on.
func (k *Keys) freeze() error {
	k.halted = ErrReadOnly
	return nil
}

// settle makes the file what was read of it. The syncs are for a process that
// was killed between a write and its sync: what it wrote is seen, and from now
// on relied on.
func (k *Keys) settle() error {
	if err := k.file.Truncate(k.ring.end()); err != nil {
		return err
	}
	k.torn = false
	if err := k.file.Sync(); err != nil {
		return err
	}
	if err := removeBeside(k.path); err != nil {
		return err
	}
	return syncDir(k.path)
}
