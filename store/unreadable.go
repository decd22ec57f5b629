package store

import (
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// byPerson counts records by whose they are.
type byPerson map[seal.Subject]int

func (p byPerson) records() (n int) {
	for _, records := range p {
		n += records
	}
	return n
}

// unreadable counts the records of people without a key: who was erased, and
// who is lost, which is whom the key file does not know. Only the former may be
// removed.
func unreadable(tx kv.Tx, keys *seal.Keys) (erased, lost byPerson) {
	erased, lost = byPerson{}, byPerson{}
	for _, s := range sorts {
		if tx.Bucket(s.in()) == nil {
			continue // a database that was just made
		}
		for _, value := range from(tx, s.in(), nil) {
			r, ok := parse(value)
			switch {
			case !ok || keys.Has(r.subject):
			case keys.Erased(r.subject):
				erased[r.subject]++
			default:
				lost[r.subject]++
			}
		}
	}
	return erased, lost
}

// lost reports whether somebody has no key and is not erased.
func (db *DB) lost(s seal.Subject) bool { return !db.keys.Has(s) && !db.keys.Erased(s) }
