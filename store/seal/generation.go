package seal

import "slices"

// Generation is how far the file has come: it rises with every key that is
// added, by one each, and with every Destroy. A database that remembers the
// highest it has seen knows an older file by it.
func (k *Keys) Generation() uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ring.generation()
}

// AtLeast refuses a file that has not come as far as a generation that was
// seen. That is an OlderError, or, where the file has an end to be cut off, a
// DamageError: what is cut off was relied on, so no crash has left it.
func (k *Keys) AtLeast(generation uint64) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch now := k.ring.generation(); {
	case now >= generation:
		return nil
	case k.torn:
		return DamageError{k.ring.end()}
	default:
		return OlderError{now, generation}
	}
}

// era is by how much Overtake goes ahead. No file adds as many keys as that.
const era = 1 << 32

// Overtake makes a file that is older than a generation the newest there is:
// it goes on from the next multiple of 2³². The file that was lost may have
// come further than that generation; should it turn up, it is the older one
// all the same.
func (k *Keys) Overtake(generation uint64) error {
	k.change.Lock()
	defer k.change.Unlock()
	if err := k.changeable(); err != nil {
		return err
	}
	next := (max(generation, k.ring.generation())/era + 1) * era
	rest, err := k.ring.rewritten(k.root, next-uint64(k.ring.count()), slices.Clone(k.ring.records), nil)
	if err != nil {
		return err
	}
	return k.rewrite("key.overtake", rest, nil)
}
