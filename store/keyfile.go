package store

import (
	"encoding/hex"
	"errors"
	"fmt"

	"huizhi/store/kv"
	"huizhi/store/seal"
)

// unlock opens the key file for a database. One that is another's, damaged or
// older than the database has seen is refused, and nothing is changed then.
// Where a database is held that another is to replace, what it has seen counts
// too.
func (h home) unlock(m seal.Master, o Options, e, held kv.Engine) (*seal.Keys, error) {
	id, err := idOf(e)
	if err != nil {
		return nil, err
	}
	if err := h.owned(id); err != nil {
		return nil, err
	}
	j := &judge{options: o, database: e, held: held}
	keys, err := o.keyFile(h.keys(), m, j.accept)
	if err != nil || !j.older {
		return keys, err
	}
	if err := j.overtake(keys); err != nil {
		return nil, errors.Join(err, keys.Close())
	}
	return keys, nil
}

// idOf is the id of a database, in hex.
func idOf(e kv.Engine) (id string, err error) {
	err = e.View(func(tx kv.Tx) error {
		meta := tx.Bucket(metaBucket)
		if meta == nil {
			return fmt.Errorf("%w: no meta bucket", ErrDamaged)
		}
		id = hex.EncodeToString(meta.Get([]byte(databaseID)))
		return nil
	})
	return id, err
}

// owned checks that the key file is there and a database's own. That comes
// before the master: a file of another desk is told as such, whatever its
// master is.
func (h home) owned(id string) error {
	its, err := seal.DatabaseOf(h.keys())
	switch {
	case errors.Is(err, seal.ErrMissing):
		return ErrNoKeys
	case err != nil:
		return err
	case hex.EncodeToString(its[:]) != id:
		return ErrForeignKeys
	}
	return nil
}

// judge says whether a key file is new enough.
type judge struct {
	options        Options
	database, held kv.Engine // held may be nil
	seen           uint64    // the highest generation they have seen
	counted        bool      // at least one of them remembers one
	older          bool      // the file is too old, and taken all the same
}

// accept refuses a file that is too old, unless the operator wants it so.
func (j *judge) accept(keys *seal.Keys) error {
	err := j.look(keys)
	if j.options.AcceptOlderKeys && (errors.Is(err, ErrOlderKeys) || errors.Is(err, seal.ErrDamaged)) {
		j.older = true
		return nil
	}
	return err
}

func (j *judge) look(keys *seal.Keys) error {
	if err := j.see(keys, j.database); err != nil {
		return err
	}
	if j.held != nil {
		_ = j.see(keys, j.held) // one that is in ruins, or another's, has no say
	}
	if !j.counted {
		if err := j.guess(keys); err != nil {
			return err
		}
	}
	err := keys.AtLeast(j.seen)
	if errors.Is(err, seal.ErrOlder) {
		return fmt.Errorf("%w: %w", ErrOlderKeys, err)
	}
	return err
}

// see takes note of the generation that a database remembers.
func (j *judge) see(keys *seal.Keys, e kv.Engine) error {
	return e.View(func(tx kv.Tx) error {
		if _, err := schemaOf(tx, keys, len(j.options.migrations)); err != nil {
			return err
		}
		seen, ok, err := generationOf(tx, keys)
		if ok {
			j.seen, j.counted = max(j.seen, seen), true
		}
		return err
	})
}

// guess is for a database from before there were generations. What it has seen
// is at least a file that knows everybody of whom there are records.
func (j *judge) guess(keys *seal.Keys) error {
	return j.database.View(func(tx kv.Tx) error {
		_, lost := unreadable(tx, keys)
		j.seen = keys.Generation() + uint64(len(lost))
		return nil
	})
}

// overtake makes the older file the newest: the one that was lost, should it
// turn up, must not come between.
func (j *judge) overtake(keys *seal.Keys) error {
	j.options.Logger.Warn("older key file accepted", "generation", keys.Generation(), "seen", j.seen)
	if err := j.options.Fail("overtake"); err != nil {
		return err
	}
	if err := keys.Overtake(j.seen); err != nil {
		return err
	}
	return j.options.Fail("overtake.done")
}
