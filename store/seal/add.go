package seal

import "slices"

// Add makes a key for each subject that has none, in one write and one sync;
// it is durable on return. After a failed write it is unknown whether the keys
// are in the file: this and every later change is then ErrHalted, and the
// subjects have no keys until the file is opened again. Somebody erased among
// them is ErrErased, and nobody gets a key.
func (k *Keys) Add(subjects ...Subject) error {
	k.change.Lock()
	defer k.change.Unlock()
	if err := k.changeable(); err != nil {
		return err
	}
	if slices.ContainsFunc(subjects, func(s Subject) bool { return k.ring.erased[s] }) {
		return ErrErased
	}
	records := k.newRecords(subjects)
	if len(records) == 0 {
		return nil
	}
	defer clear(records)
	if err := k.append(records); err != nil {
		return k.halt(err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ring.add(records)
	return nil
}

func (k *Keys) newRecords(subjects []Subject) []byte {
	records := make([]byte, 0, len(subjects)*recordSize)
	seen := map[Subject]bool{Store: true}
	for _, s := range subjects {
		if !seen[s] && !k.ring.has(s) {
			records = k.root.newRecord(records, s)
		}
		seen[s] = true
	}
	return records
}

func (k *Keys) append(records []byte) error {
	if err := k.fail("key.add"); err != nil {
		return err
	}
	if _, err := k.file.WriteAt(records, k.ring.end()); err != nil {
		return err
	}
	if err := k.file.Sync(); err != nil {
		return err
	}
	return k.fail("key.add.done")
}
