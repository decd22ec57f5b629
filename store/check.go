package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huizhi/store/kv"
)

// Report is what Check found.
type Report struct {
	Database   string // its id
	Schema     int
	Size       int64
	Customers  int            // with a key
	Applicants int            // the same
	Staff      int            // the same
	Records    map[string]int // in each bucket
	Erased     int            // customers who were erased, of whom records are left
	Orphans    int            // those records; Sweep removes them
	Lost       []Lost         // customers whom the key file does not know
	Oldest     time.Time      // of the events that wait; zero if none does
	Problems   []error        // nothing personal is in them; if there are Lost, they are the first
}

// Damage is the problems but for the Lost: what is not as it was written.
func (r Report) Damage() []error {
	return r.Problems[min(len(r.Lost), len(r.Problems), 1):]
}

// Lost is a customer whom the key file does not know. Nobody can read their
// records, and nothing removes them but Erase: perhaps the right key file is
// somewhere.
type Lost struct {
	Customer string // the code
	Records  int
}

// mostProblems is how many are listed.
const mostProblems = 100

// Check reads all of the database: that it hangs together, and that every value
// opens and can be decoded. Writers wait meanwhile.
func (db *DB) Check(ctx context.Context) (r Report, err error) {
	look := func(met) (err error) {
		r, err = db.examine(ctx, db.engine)
		return err
	}
	if db.options.reading {
		err = look(nil)
	} else {
		err = db.do(ctx, &change{point: "check", before: look, write: func(kv.Tx) error { return refuse(nil) }})
	}
	if err == nil {
		err = ctx.Err()
	}
	return r, wrapped(err)
}

// examine reads all that an engine keeps: this store's, or a copy of it.
func (db *DB) examine(ctx context.Context, e kv.Engine) (Report, error) {
	id := db.keys.Database()
	r := Report{Database: hex.EncodeToString(id[:]), Customers: db.keys.Len(), Records: map[string]int{}}
	err := r.all(ctx, db, e)
	return r, err
}

// all looks at the records, and at how the engine keeps them.
func (r *Report) all(ctx context.Context, db *DB, e kv.Engine) error {
	err := e.View(func(tx kv.Tx) error { return r.records(ctx, db, tx) })
	if errors.Is(err, kv.ErrDamaged) {
		return err
	}
	if err != nil {
		r.problem(err)
	}
	problems, err := e.Check()
	for _, p := range problems {
		r.problem(fmt.Errorf("store: structure: %w", p))
	}
	return err
}

func (r *Report) records(ctx context.Context, db *DB, tx kv.Tx) (err error) {
	r.Size = tx.Size()
	if r.Schema, err = db.schema(tx); err != nil {
		return err
	}
	r.people(unreadable(tx, db.keys))
	for _, s := range everything() {
		r.bucket(ctx, db, tx, s)
	}
	r.Customers -= r.Applicants + r.Staff
	for name := range tx.Buckets() {
		if !known(name) {
			return fmt.Errorf("%w: unknown bucket %x", ErrDamaged, name)
		}
	}
	return nil
}

// bucket looks at every record of one bucket.
func (r *Report) bucket(ctx context.Context, db *DB, tx kv.Tx, s sort) {
	for key, value := range from(tx, s.in(), nil) {
		if ctx.Err() != nil {
			return
		}
		r.Records[s.in()]++
		err := s.check(db.keys, key, value)
		switch {
		case errors.Is(err, errGone) && s.in() != cursors.bucket && s.in() != leases.bucket: // people counts them
		case err != nil:
			r.problem(err)
		case s.in() == journal.bucket:
			r.waits(db, key, value)
		case s.in() == people.bucket:
			r.person(db, key, value)
		case s.in() == wakes.bucket && !indexed(tx, key, value):
			r.problem(damaged(due, key))
		}
	}
}

// people takes note of whose records cannot be read.
func (r *Report) people(erased, lost byPerson) {
	r.Erased, r.Orphans = len(erased), erased.records()
	for s, n := range lost {
		r.Lost = append(r.Lost, Lost{codeOf(s), n})
	}
	slices.SortFunc(r.Lost, func(a, b Lost) int { return strings.Compare(a.Customer, b.Customer) })
	if len(lost) > 0 {
		r.problem(fmt.Errorf("store: no key for %d customers, %d records", len(lost), lost.records()))
	}
}

// person counts an applicant or a member of staff.
func (r *Report) person(db *DB, key, value []byte) {
	switch p, err := people.open(db.keys, key, value); {
	case err != nil:
	case p.Role == Staff:
		r.Staff++
	default:
		r.Applicants++
	}
}

// waits takes note of how long an event has waited.
func (r *Report) waits(db *DB, key, value []byte) {
	e, err := journal.open(db.keys, key, value)
	if err == nil && (r.Oldest.IsZero() || e.At.Before(r.Oldest)) {
		r.Oldest = e.At
	}
}

// indexed reports whether a wake is in the index by time.
func indexed(tx kv.Tx, key, value []byte) bool {
	w, _ := parse(value)
	return tx.Bucket(due).Get(join(w.open, key)) != nil
}

// known reports whether a bucket is one of ours.
func known(bucket string) bool {
	ours := func(s sort) bool { return s.in() == bucket }
	return bucket == metaBucket || slices.ContainsFunc(everything(), ours)
}

func (r *Report) problem(err error) {
	if len(r.Problems) < mostProblems {
		r.Problems = append(r.Problems, err)
	}
}
