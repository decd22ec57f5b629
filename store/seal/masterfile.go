package seal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// LoadOrCreateMaster reads the master from the file at path. If there is none
// it makes one, and created says so: the operator should be told to keep a
// copy, for without it the key file opens for nobody. Several processes may
// call it at once; all get the same. ErrMode and ErrMaster say what is wrong
// with a file that is there; it is never replaced.
func LoadOrCreateMaster(path string) (m Master, created bool, err error) {
	m, err = loadMaster(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return m, false, err
	}
	m = NewMaster()
	err = createMaster(path, m)
	if errors.Is(err, fs.ErrExist) { // another process was first
		m, err = loadMaster(path)
		return m, false, err
	}
	if err != nil {
		return Master{}, false, err
	}
	return m, true, nil
}

// longestMaster is more than any text that ParseMaster takes.
const longestMaster = 1 << 10

func loadMaster(path string) (Master, error) {
	file, err := os.Open(path)
	if err != nil {
		return Master{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Master{}, err
	}
	if info.Mode()&0o077 != 0 {
		return Master{}, ErrMode
	}
	text, err := io.ReadAll(io.LimitReader(file, longestMaster))
	if err != nil {
		return Master{}, err
	}
	return ParseMaster(string(text))
}

// createMaster writes beside path under a name of its own and links the whole
// file to path: unlike a rename, a link replaces nothing.
func createMaster(path string, m Master) error {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := writeSync(file, []byte(m.Encode()+"\n")); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil {
		return err
	}
	return syncDir(path)
}
