package store

import (
	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// met is who was met in a group, by the name of the address.
type met map[name]person

// person is a customer at an address. The record of a new one is not stored
// yet: whoever writes about them first stores it.
type person struct {
	subject seal.Subject
	record  []byte // nil for who was known
}

func (db *DB) nameOf(a bot.Address) name { return db.keys.Name("address", a.Channel, a.Chat) }

// whose is the customer at an address; false if there is none, or none any more.
func (db *DB) whose(tx kv.Tx, at name) (seal.Subject, bool) {
	r, ok := parse(tx.Bucket(addresses.bucket).Get(at[:]))
	return r.subject, ok && db.keys.Has(r.subject)
}

// meet makes keys for the strangers of a group, all in one sync, before
// anything of theirs is written.
func (db *DB) meet(group []*change) (met, error) {
	people := met{}
	var fresh []bot.Address
	err := db.engine.View(func(tx kv.Tx) error {
		for _, c := range group {
			for _, a := range c.strangers {
				if people.add(db, tx, a) {
					fresh = append(fresh, a)
				}
			}
		}
		return nil
	})
	if err != nil || len(fresh) == 0 {
		return people, err
	}
	if err := db.addKeys(people, fresh); err != nil {
		return nil, err
	}
	return people, db.introduce(people, fresh)
}

// add finds out who is at an address; true if somebody new is.
func (m met) add(db *DB, tx kv.Tx, a bot.Address) (fresh bool) {
	at := db.nameOf(a)
	if _, ok := m[at]; ok {
		return false
	}
	subject, ok := db.whose(tx, at)
	if !ok {
		subject = seal.NewSubject()
	}
	m[at] = person{subject: subject}
	return !ok
}

func (db *DB) addKeys(people met, fresh []bot.Address) error {
	var subjects []seal.Subject
	for _, a := range fresh {
		subjects = append(subjects, people[db.nameOf(a)].subject)
	}
	if err := db.options.Fail("key"); err != nil {
		return err
	}
	if err := db.keys.Add(subjects...); err != nil {
		return err
	}
	return db.options.Fail("key.done")
}

// introduce makes the records of new addresses.
func (db *DB) introduce(people met, fresh []bot.Address) (err error) {
	for _, a := range fresh {
		at := db.nameOf(a)
		p := people[at]
		if p.record, err = addresses.seal(db.keys, p.subject, at[:], nil, a); err != nil {
			return err
		}
		people[at] = p
	}
	return nil
}

// address reads the address behind a name.
func (db *DB) address(tx kv.Tx, at []byte) (bot.Address, error) {
	value := tx.Bucket(addresses.bucket).Get(at)
	if value == nil {
		return bot.Address{}, errGone
	}
	return addresses.open(db.keys, at, value)
}

// Customer is the code of the customer at an address, for staff and logs. It
// says nothing about the person.
func (db *DB) Customer(a bot.Address) (code string, ok bool) {
	err := db.view(func(tx kv.Tx) error {
		var s seal.Subject
		if s, ok = db.whose(tx, db.nameOf(a)); ok {
			code = codeOf(s)
		}
		return nil
	})
	return code, ok && err == nil
}

// codeOf is short enough to be read out: of 10,000 customers two are alike once
// in 20,000 times.
func codeOf(s seal.Subject) string { return s.String()[:10] }
