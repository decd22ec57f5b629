package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// arrival is an event on its way into the journal.
type arrival struct {
	from   bot.Address
	at     name // of from
	key    name // of the event's key
	rank   bot.Rank
	plain  []byte // the event, until it is sealed
	value  []byte // the record
	person person
}

// arrive encodes an event.
func (db *DB) arrive(in bot.Incoming) (*arrival, error) {
	plain, err := json.Marshal(keptEvent{in.Key, in.At, anyEvent{in.Event}})
	if err != nil {
		return nil, fmt.Errorf("store: event: %w", err)
	}
	a := &arrival{from: in.From, at: db.nameOf(in.From), key: db.eventName(in.Key), rank: bot.RankOf(in.Event), plain: plain}
	return a, nil
}

func (db *DB) eventName(k bot.Key) name { return db.keys.Name("event", string(k)) }

// seal makes the record; errGone if there is no key.
func (a *arrival) seal(keys *seal.Keys, p person) (err error) {
	a.person = p
	a.value, err = journal.sealPlain(keys, p.subject, a.at[:], []byte{byte(a.rank)}, a.plain)
	return err
}

// sealKnown seals for who is at the address now, if anybody is; if not, the
// committer will.
func (a *arrival) sealKnown(db *DB, tx kv.Tx) error {
	s, ok := db.whose(tx, a.at)
	if !ok {
		return nil
	}
	err := a.seal(db.keys, person{subject: s})
	if errors.Is(err, errGone) {
		return nil
	}
	return err
}

// enter writes the event into the journal, and who it is from if they are new.
func (a *arrival) enter(tx kv.Tx) (bot.Queued, error) {
	if a.person.record != nil {
		if err := tx.Bucket(addresses.bucket).Put(a.at[:], a.person.record); err != nil {
			return bot.Queued{}, err
		}
	}
	n, err := put{journal.bucket, a.at[:], a.value, true}.write(tx)
	return bot.Queued{Seq: n, From: a.from, Rank: a.rank}, err
}
