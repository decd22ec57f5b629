package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// Erased is what was removed of a customer.
type Erased struct {
	Customer  string // the code
	Addresses int
	Records   int // addresses among them
}

// Erase forgets somebody, named by code or by address as channel/chat: a customer
// with all their addresses and applicants, one applicant, or a member of staff.
// First the keys are destroyed: from then on nothing of theirs can be read, here or
// in any backup. Then the records are removed; if that is cut off, Sweep goes on
// with it, and Erase can be repeated. Who is lost can be erased too.
func (db *DB) Erase(ctx context.Context, who string) (Erased, error) {
	s, err := db.find(who)
	if err != nil {
		return Erased{}, err
	}
	theirs := map[seal.Subject]bool{s: true}
	err = db.do(ctx, &change{
		point:  "erase",
		before: func(met) error { return db.destroy(s, theirs) },
		write:  func(kv.Tx) error { return refuse(nil) },
	})
	if err != nil {
		return Erased{}, err
	}
	e := Erased{Customer: codeOf(s)}
	e.Records, e.Addresses, err = db.removeOf(ctx, func(of seal.Subject) bool { return theirs[of] })
	return e, err
}

// destroy destroys the keys of somebody and their applicants at once. Whose keys
// those were goes into theirs.
func (db *DB) destroy(s seal.Subject, theirs map[seal.Subject]bool) error {
	err := db.engine.View(func(tx kv.Tx) error {
		for a := range db.applicantsOf(tx, s) {
			theirs[a] = true
		}
		return nil
	})
	if err == nil {
		err = db.options.Fail("destroy")
	}
	if err == nil {
		err = db.keys.Destroy(slices.Collect(maps.Keys(theirs))...)
	}
	if err != nil {
		return err
	}
	return db.options.Fail("destroy.done")
}

// find is the subject of an address, or of a code: ten digits or more of it.
func (db *DB) find(who string) (s seal.Subject, err error) {
	channel, chat, ok := strings.Cut(who, "/")
	err = db.view(func(tx kv.Tx) error {
		if ok {
			s, err = db.byAddress(tx, bot.Address{Channel: channel, Chat: chat})
		} else {
			s, err = byCode(tx, who)
		}
		return err
	})
	return s, err
}

func (db *DB) byAddress(tx kv.Tx, a bot.Address) (seal.Subject, error) {
	at := db.nameOf(a)
	r, ok := parse(tx.Bucket(addresses.bucket).Get(at[:]))
	if !ok {
		return seal.Subject{}, ErrUnknownCustomer
	}
	return r.subject, nil
}

func byCode(tx kv.Tx, code string) (s seal.Subject, err error) {
	if len(code) < len(codeOf(s)) {
		return s, ErrUnknownCustomer
	}
	for _, sort := range sorts { // who is lost may have no address any more
		for _, value := range from(tx, sort.in(), nil) {
			r, ok := parse(value)
			if !ok || r.subject == s || !strings.HasPrefix(r.subject.String(), code) {
				continue
			}
			if s != seal.Store {
				return s, ErrSeveral
			}
			s = r.subject
		}
	}
	if s == seal.Store {
		return s, ErrUnknownCustomer
	}
	return s, nil
}
