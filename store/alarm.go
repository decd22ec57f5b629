package store

import (
	"bytes"
	"encoding/binary"
	"time"

	"huizhi/bot"
	"huizhi/store/kv"
)

// alarm is a wake, ready to be written: the record under its name, and its
// place in the index by time.
type alarm struct {
	key   []byte // address and name
	at    []byte // when
	value []byte
}

func (db *DB) alarm(p *sealer, at name, w bot.Wake) alarm {
	called := db.keys.Name("wake", w.Name)
	key := join(at[:], called[:8])
	when := instant(w.At)
	return alarm{key, when, sealed(p, wakes, key, when, keptWake{w.Name})}
}

// set writes the alarm; it replaces one of the same name.
func (a alarm) set(tx kv.Tx) error {
	if err := unset(tx, a.key); err != nil {
		return err
	}
	r, _ := parse(a.value)
	index := record{subject: r.subject}.bytes()
	if err := tx.Bucket(due).Put(join(a.at, a.key), index); err != nil {
		return err
	}
	return tx.Bucket(wakes.bucket).Put(a.key, a.value)
}

// unset removes the alarm of a name, if there is one.
func unset(tx kv.Tx, key []byte) error {
	b := tx.Bucket(wakes.bucket)
	if r, ok := parse(b.Get(key)); ok {
		if err := tx.Bucket(due).Delete(join(r.open, key)); err != nil {
			return err
		}
	}
	return b.Delete(key)
}

// instant is a time that sorts as its bytes do.
func instant(t time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(t.UnixNano())^1<<63)
}

// timeOf reads what instant wrote.
func timeOf(b []byte) time.Time {
	return time.Unix(0, int64(binary.BigEndian.Uint64(b)^1<<63)).UTC()
}

// isDue reports whether the time of a key of the index has come.
func isDue(key []byte, now time.Time) bool {
	return len(key) == 32 && bytes.Compare(key[:8], instant(now)) <= 0
}
