package store

import (
	"context"
	"errors"
	"fmt"

	"huizhi/bot"
	"huizhi/store/kv"
)

// largest is how many changes go into one transaction.
const largest = 256

// change is one write. All that can be done before is done when it is handed
// to the committer.
type change struct {
	point     string        // its failpoint
	strangers []bot.Address // who had no key when this was prepared

	// before, if set, runs once the strangers are met, in the committer and
	// outside of the transaction.
	before func(met) error

	// write looks first whether there is anything to do, and is a refusal if
	// not; then it writes. Any other error breaks the store.
	write func(kv.Tx) error

	err  error
	done chan struct{}
}

// refusal is what a change answers that found nothing to do and wrote nothing:
// the error its caller gets, or nil.
type refusal struct{ error }

func refuse(err error) error { return refusal{err} }

func (r refusal) Error() string { return fmt.Sprint("refused: ", r.error) }

// do hands a change to the committer and waits until it is on disk. While it is
// not taken yet, the end of ctx ends the wait; afterwards nothing does.
func (db *DB) do(ctx context.Context, c *change) error {
	if err := ctx.Err(); err != nil {
		return wrapped(err)
	}
	if db.options.reading {
		return ErrReadOnly
	}
	c.done = make(chan struct{})
	select {
	case db.work <- c:
		<-c.done
		return c.err
	case <-ctx.Done():
		return wrapped(ctx.Err())
	case <-db.quit:
		return ErrClosed
	}
}

// commitAll is the committer: nobody else writes.
func (db *DB) commitAll() {
	defer close(db.done)
	for {
		select {
		case c := <-db.work:
			db.commit(db.gather(c))
		case <-db.quit:
			return
		}
	}
}

// gather takes all changes that are waiting.
func (db *DB) gather(first *change) []*change {
	group := []*change{first}
	for len(group) < largest {
		select {
		case c := <-db.work:
			group = append(group, c)
		default:
			return group
		}
	}
	return group
}

// commit puts a group on disk and answers it. What goes wrong goes wrong for
// all of them.
func (db *DB) commit(group []*change) {
	err := db.state()
	if err == nil {
		if cause := db.try(group); cause != nil {
			err = db.shatter(cause)
		}
	}
	for _, c := range group {
		if err != nil {
			c.err = err
		}
		close(c.done)
	}
}

func (db *DB) try(group []*change) error {
	if err := db.failing(group, ""); err != nil {
		return err
	}
	if err := db.prepare(group); err != nil {
		return err
	}
	err := db.engine.Update(func(tx kv.Tx) error {
		noted, err := db.keepUp(tx)
		if err != nil {
			return err
		}
		return writeAll(tx, group, noted)
	})
	if err != nil && !errors.Is(err, errNothing) {
		return err
	}
	return db.failing(group, ".done")
}

// prepare does what a group needs before its transaction.
func (db *DB) prepare(group []*change) error {
	people, err := db.meet(group)
	if err != nil {
		return err
	}
	for _, c := range group {
		if c.before == nil {
			continue
		}
		if err := c.before(people); err != nil {
			return err
		}
	}
	return nil
}

// writeAll runs the changes of a group one after the other. A refusal is of one
// of them, and if all refuse and nothing was written before, there is nothing to
// wait for the disk for.
func writeAll(tx kv.Tx, group []*change, wrote bool) error {
	for _, c := range group {
		err := c.write(tx)
		if r, ok := err.(refusal); ok {
			c.err = r.error
			continue
		}
		if err != nil {
			return err
		}
		wrote = true
	}
	if !wrote {
		return errNothing
	}
	return nil
}

// failing asks the failpoints of a group.
func (db *DB) failing(group []*change, suffix string) error {
	for _, c := range group {
		if err := db.options.Fail(c.point + suffix); err != nil {
			return err
		}
	}
	return nil
}

// state is why the store cannot be used.
func (db *DB) state() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.broken
}

// shatter breaks the store for good: what is on disk is not known any more.
func (db *DB) shatter(cause error) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.broken = fmt.Errorf("%w: %w", ErrBroken, wrapped(cause))
	return db.broken
}
