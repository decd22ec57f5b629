package seal

import "os"

// rewrite puts a new file in the old one's place, and overwrites the keys of
// who is gone.
func (k *Keys) rewrite(point string, rest *ring, gone []Subject) error {
	if err := k.fail(point); err != nil {
		return err
	}
	file, err := writeBeside(k.path, rest.header, rest.records)
	if err != nil {
		return err
	}
	err = k.replace(point)
	if err == nil {
		scrub(k.file, k.ring, gone)
	}
	k.file.Close()
	k.file = file
	k.swap(rest)
	if err != nil {
		return k.halt(err)
	}
	return nil
}

// replace puts what was written beside the file in its place.
func (k *Keys) replace(point string) error {
	if err := os.Rename(beside(k.path), k.path); err != nil {
		return err
	}
	if err := syncDir(k.path); err != nil {
		return err
	}
	return k.fail(point + ".done")
}

// scrub overwrites what is destroyed where it lay in the old file, which has
// lost its name: its blocks may stay on the disk for long. It is for good
// measure and its errors change nothing.
func scrub(file *os.File, old *ring, gone []Subject) {
	for _, s := range gone {
		if old.has(s) {
			file.WriteAt(make([]byte, recordSize), old.place(old.at[s]))
		}
	}
	file.Sync()
}

// swap makes rest the keys in memory and overwrites those of before.
func (k *Keys) swap(rest *ring) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ring.forget()
	k.ring = rest
}
