package seal

import "os"

// Destroy removes the subjects' keys for ever, from the file, which is written
// anew, and from memory. Whoever has none is passed over, so it can be done
// again. Store among them is ErrStore, and nobody is destroyed.
//
// An error before the new file takes the old one's place leaves all as it was,
// and Destroy may be tried again. After that the keys are gone from memory, but
// a power failure might bring the old file back: this and every later change is
// then ErrHalted, and Destroy must be repeated once the file is opened again.
func (k *Keys) Destroy(subjects ...Subject) error {
	k.change.Lock()
	defer k.change.Unlock()
	if err := k.changeable(); err != nil {
		return err
	}
	gone, err := k.among(subjects)
	if err != nil || len(gone) == 0 {
		return err
	}
	return k.rewrite(gone)
}

// among returns those of subjects that have keys to destroy.
func (k *Keys) among(subjects []Subject) (map[Subject]bool, error) {
	gone := map[Subject]bool{}
	for _, s := range subjects {
		if s == Store {
			return nil, ErrStore
		}
		if k.ring.has(s) {
			gone[s] = true
		}
	}
	return gone, nil
}

func (k *Keys) rewrite(gone map[Subject]bool) error {
	if err := k.fail("key.destroy"); err != nil {
		return err
	}
	old, rest := k.ring, k.ring.without(gone)
	file, err := writeBeside(k.path, k.root.header, rest.records)
	if err != nil {
		return err
	}
	err = k.replace()
	if err == nil {
		scrub(k.file, old, gone)
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
func (k *Keys) replace() error {
	if err := os.Rename(beside(k.path), k.path); err != nil {
		return err
	}
	if err := syncDir(k.path); err != nil {
		return err
	}
	return k.fail("key.destroy.done")
}

// scrub overwrites what is destroyed where it lay in the old file, which has
// lost its name: its blocks may stay on the disk for long. It is for good
// measure and its errors change nothing.
func scrub(file *os.File, old *ring, gone map[Subject]bool) {
	for s := range gone {
		file.WriteAt(make([]byte, recordSize), int64(headerSize+old.at[s]))
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
