package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"huizhi/bot"
	"huizhi/store/kv"
)

// mostDue is how many wakes ring in one transaction.
const mostDue = 500

// ringing is a wake whose time has come.
type ringing struct {
	index []byte   // its key by time
	key   []byte   // its key by name
	value []byte   // its record, when it was read
	event *arrival // nil if it was erased or cannot be read
}

// Ring journals the wakes that are due, the earliest first, and says when the
// next is.
func (db *DB) Ring(ctx context.Context, now time.Time) (queued []bot.Queued, next time.Time, err error) {
	var due []ringing
	err = db.view(func(tx kv.Tx) error {
		due, err = db.dueAt(tx, now)
		next = db.soonest(tx)
		return err
	})
	if err != nil || len(due) == 0 {
		return nil, next, err
	}
	err = db.do(ctx, &change{point: "wake", write: func(tx kv.Tx) error {
		queued, err = ringAll(tx, due)
		next = db.soonest(tx)
		return err
	}})
	if err != nil {
		return nil, time.Time{}, err
	}
	if len(due) == mostDue && !next.IsZero() && next.Before(now) {
		next = now
	}
	return queued, next, nil
}

func ringAll(tx kv.Tx, due []ringing) (queued []bot.Queued, err error) {
	for _, r := range due {
		if err := r.write(tx, &queued); err != nil {
			return nil, err
		}
	}
	return queued, nil
}

// dueAt prepares what is due.
func (db *DB) dueAt(tx kv.Tx, now time.Time) (list []ringing, err error) {
	for index := range from(tx, due, nil) {
		if !isDue(index, now) || len(list) == mostDue {
			break
		}
		if db.stuck(tx, index) {
			continue
		}
		r := ringing{index: index, key: index[8:]}
		r.value = slices.Clone(tx.Bucket(wakes.bucket).Get(r.key))
		if r.event, err = db.ring(tx, r, now); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// ring makes the event of a wake. What is damaged would ring for ever: it is
// logged and goes.
func (db *DB) ring(tx kv.Tx, r ringing, now time.Time) (*arrival, error) {
	w, err := wakes.open(db.keys, r.key, r.value)
	var from bot.Address
	if err == nil {
		from, err = db.address(tx, r.key[:16])
	}
	if errors.Is(err, errGone) || errors.Is(err, ErrDamaged) {
		db.leaveOut(err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	at := timeOf(r.index)
	// A wake may be set again for a moment that has rung: that is another event.
	key := fmt.Sprintf("wake/%s/%s/%d/%d", hex.EncodeToString(r.key[:16]), w.Name, at.UnixNano(), now.UnixNano())
	a, err := db.arrive(bot.Incoming{Key: bot.Key(key), From: from, At: now, Event: bot.Woke{Name: w.Name, At: at}})
	if err == nil {
		err = a.sealKnown(db, tx)
	}
	return a, err
}

// write journals a wake, if it is still as it was, and removes it. One that was
// set anew meanwhile, perhaps for the same moment, rings the next time.
func (r ringing) write(tx kv.Tx, queued *[]bot.Queued) error {
	b := tx.Bucket(wakes.bucket)
	if !bytes.Equal(b.Get(r.key), r.value) {
		return nil
	}
	if err := tx.Bucket(due).Delete(r.index); err != nil {
		return err
	}
	if err := b.Delete(r.key); err != nil || r.event == nil || r.event.value == nil {
		return err
	}
	q, err := r.event.enter(tx)
	*queued = append(*queued, q)
	return err
}

// soonest is when the next wake is due.
func (db *DB) soonest(tx kv.Tx) time.Time {
	for index := range from(tx, due, nil) {
		if len(index) > 8 && !db.stuck(tx, index) {
			return timeOf(index)
		}
	}
	return time.Time{}
}

// stuck reports whether a wake is of somebody who is lost. It cannot ring, and
// is not to be removed either.
func (db *DB) stuck(tx kv.Tx, index []byte) bool {
	if len(index) != 32 {
		return false
	}
	wake, found := parse(tx.Bucket(wakes.bucket).Get(index[8:]))
	at, known := parse(tx.Bucket(addresses.bucket).Get(index[8:24]))
	return found && db.lost(wake.subject) || known && db.lost(at.subject)
}
