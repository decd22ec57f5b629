package seal

import (
	"os"
	"path/filepath"
)

// beside is where the file at path is written anew. It is always the same
// name, so that what a crash leaves there, keys and all, is found and removed.
func beside(path string) string { return path + ".new" }

// writeBeside writes a whole new file beside path, durable but for its name.
func writeBeside(path string, parts ...[]byte) (*os.File, error) {
	if err := removeBeside(path); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(beside(path), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err := writeSync(file, parts...); err != nil {
		file.Close()
		os.Remove(file.Name())
		return nil, err
	}
	return file, nil
}

// removeBeside removes and never truncates: after a crash in Create, the name
// is a second one of the key file itself.
func removeBeside(path string) error {
	if err := os.Remove(beside(path)); !os.IsNotExist(err) {
		return err
	}
	return nil
}

func writeSync(file *os.File, parts ...[]byte) error {
	for _, p := range parts {
		if _, err := file.Write(p); err != nil {
			return err
		}
	}
	return file.Sync()
}

// syncDir makes the name of the file at path durable.
func syncDir(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
