package store

import (
	"encoding/binary"
	"time"

	"huizhi/store/kv"
)

// week is for how many days, besides today, keys and refs are kept.
const week = 7

// day counts days of UTC. It begins the keys of what is kept for a week.
func day(t time.Time) uint32 { return uint32(t.Unix() / (24 * 60 * 60)) }

// today is the day, in four bytes.
func today(t time.Time) []byte { return onDay(day(t), nil) }

// onDay is a key that begins with a day.
func onDay(d uint32, rest []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, d), rest...)
}

// known reports whether a key was seen this week.
func (db *DB) known(tx kv.Tx, key name) bool {
	b, today := tx.Bucket(seen), day(db.options.Now())
	for d := range uint32(week + 1) {
		if b.Get(onDay(today-d, key[:])) != nil {
			return true
		}
	}
	return false
}

// remember keeps a key for a week from now.
func (db *DB) remember(tx kv.Tx, key name) error {
	return tx.Bucket(seen).Put(onDay(day(db.options.Now()), key[:]), []byte{})
}
