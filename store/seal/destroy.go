package seal

// Destroy removes the subjects' keys for ever, from the file, which is written
// anew, and from memory. What is left of each is a tombstone: Erased knows them
// from then on, also those who had no key. Whoever has a tombstone is passed
// over, so it can be done again. Store among them is ErrStore, and nobody is
// destroyed.
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
	rest, err := k.ring.burying(k.root, gone)
	if err != nil {
		return err
	}
	return k.rewrite("key.destroy", rest, gone)
}

// among returns those of subjects that have no tombstone yet, each once.
func (k *Keys) among(subjects []Subject) (gone []Subject, err error) {
	seen := map[Subject]bool{}
	for _, s := range subjects {
		if s == Store {
			return nil, ErrStore
		}
		if !k.ring.erased[s] && !seen[s] {
			gone = append(gone, s)
		}
		seen[s] = true
	}
	return gone, nil
}
