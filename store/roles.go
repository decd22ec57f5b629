package store

import (
	"bytes"
	"context"
	"errors"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// Role is what somebody is to us. A subject without a record of its role is a
// customer.
type Role string

// The roles. They are stored, and never renamed.
const (
	Customer  Role = "customer"  // writes to us, and orders
	Applicant Role = "applicant" // is in the photo: the customer's child, or themselves
	Staff     Role = "staff"     // an agent or a reviewer
)

// Person is somebody whose data are sealed with a key of their own: erasing them
// erases nobody else, but for a customer's applicants.
type Person struct {
	Code string // 32 digits; the first ten will mostly do
	Role Role
	Name string // of staff
}

// keptRole is what is kept of an applicant or of staff.
type keptRole struct {
	Role Role   `json:"role"`
	Name string `json:"name,omitempty"`
}

// AddApplicant makes an applicant of the customer at an address. Their key is on
// disk when it returns.
func (db *DB) AddApplicant(ctx context.Context, customer bot.Address) (Person, error) {
	var of seal.Subject
	err := db.view(func(tx kv.Tx) error {
		var ok bool
		if of, ok = db.whose(tx, db.nameOf(customer)); !ok {
			return ErrUnknownCustomer
		}
		return nil
	})
	if err != nil {
		return Person{}, err
	}
	return db.addPerson(ctx, of, keptRole{Role: Applicant})
}

// AddStaff makes a member of staff.
func (db *DB) AddStaff(ctx context.Context, name string) (Person, error) {
	return db.addPerson(ctx, seal.Store, keptRole{Staff, name})
}

// addPerson gives somebody a key and a record, which says in clear whose they are.
func (db *DB) addPerson(ctx context.Context, of seal.Subject, r keptRole) (Person, error) {
	s := seal.NewSubject()
	var value []byte
	err := db.do(ctx, &change{
		point: "person",
		before: func(met) (err error) {
			if err = db.addKey(s); err == nil {
				value, err = people.seal(db.keys, s, s[:], of[:], r)
			}
			return err
		},
		write: func(tx kv.Tx) error {
			if of != seal.Store && !db.keys.Has(of) {
				return refuse(ErrUnknownCustomer) // erased meanwhile; the key does no harm
			}
			return tx.Bucket(people.bucket).Put(s[:], value)
		},
	})
	return Person{s.String(), r.Role, r.Name}, err
}

func (db *DB) addKey(s seal.Subject) error {
	if err := db.options.Fail("key"); err != nil {
		return err
	}
	if err := db.keys.Add(s); err != nil {
		return err
	}
	return db.options.Fail("key.done")
}

// Applicants lists the applicants of the customer at an address.
func (db *DB) Applicants(customer bot.Address) (out []Person, err error) {
	err = db.view(func(tx kv.Tx) error {
		of, ok := db.whose(tx, db.nameOf(customer))
		for s := range db.applicantsOf(tx, of) {
			if ok && db.keys.Has(s) {
				out = append(out, Person{Code: s.String(), Role: Applicant})
			}
		}
		return nil
	})
	return out, err
}

// applicantsOf yields whose customer somebody is.
func (db *DB) applicantsOf(tx kv.Tx, customer seal.Subject) func(yield func(seal.Subject) bool) {
	return func(yield func(seal.Subject) bool) {
		for _, value := range from(tx, people.bucket, nil) {
			r, ok := parse(value)
			if ok && customer != seal.Store && bytes.Equal(r.open, customer[:]) && !yield(r.subject) {
				return
			}
		}
	}
}

// ErrTaken: somebody else is at the address.
var ErrTaken = errors.New("store: somebody else is at this address")

// Link makes an address one of a customer's, who then has both; of either they
// can be erased. Nobody may be there yet, nor come just now.
func (db *DB) Link(ctx context.Context, a, customer bot.Address) error {
	coming := false
	return db.do(ctx, &change{
		point: "link",
		before: func(people met) error {
			coming = people[db.nameOf(a)].record != nil
			return nil
		},
		write: func(tx kv.Tx) error {
			s, ok := db.whose(tx, db.nameOf(customer))
			switch other, taken := db.whose(tx, db.nameOf(a)); {
			case !ok:
				return refuse(ErrUnknownCustomer)
			case coming, taken && other != s:
				return refuse(ErrTaken)
			case taken:
				return refuse(nil)
			}
			return db.moveIn(tx, a, s)
		},
	})
}

// moveIn writes who is at an address.
func (db *DB) moveIn(tx kv.Tx, a bot.Address, s seal.Subject) error {
	at := db.nameOf(a)
	value, err := addresses.seal(db.keys, s, at[:], nil, a)
	if err != nil {
		return err
	}
	return tx.Bucket(addresses.bucket).Put(at[:], value)
}
