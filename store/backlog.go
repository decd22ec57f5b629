package store

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"huizhi/bot"
	"huizhi/store/kv"
)

// Backlog is what is begun and not done. What is damaged is left out and
// logged, so that the rest goes on; Check finds it again.
func (db *DB) Backlog() (b bot.Backlog, err error) {
	err = db.view(func(tx kv.Tx) error {
		b = bot.Backlog{Events: db.waiting(tx), Tasks: db.begun(tx), Deliveries: db.unsent(tx), Soon: db.imminent(tx)}
		return nil
	})
	return b, err
}

// waiting is the events in the journal, by their numbers.
func (db *DB) waiting(tx kv.Tx) (out []bot.Queued) {
	met := map[name]bot.Address{}
	for key, value := range from(tx, journal.bucket, nil) {
		r, ok := parse(value)
		if !ok || len(key) != 24 || len(r.open) != 1 {
			db.leaveOut(damaged(journal.bucket, key))
			continue
		}
		if a, ok := db.sender(tx, name(key), r, met); ok {
			out = append(out, bot.Queued{Seq: number(key), From: a, Rank: min(bot.Rank(r.open[0]), bot.Result)})
		}
	}
	slices.SortFunc(out, func(a, b bot.Queued) int { return cmp.Compare(a.Seq, b.Seq) })
	return out
}

// sender is who a record of the journal is from; false if they are erased. The
// addresses read before are kept in met.
func (db *DB) sender(tx kv.Tx, at name, r record, met map[name]bot.Address) (bot.Address, bool) {
	if !db.keys.Has(r.subject) {
		return bot.Address{}, false
	}
	if a, ok := met[at]; ok {
		return a, true
	}
	a, err := db.address(tx, at[:])
	if err != nil {
		db.leaveOut(err)
		return bot.Address{}, false
	}
	met[at] = a
	return a, true
}

// begun is the tasks, in the order in which they were made.
func (db *DB) begun(tx kv.Tx) (out []bot.Task) {
	for _, t := range opened(db, tx, tasks) {
		out = append(out, bot.Task{Key: t.Key, From: t.From, Generation: t.Generation, Effect: t.Effect.Effect})
	}
	return out
}

// unsent is the deliveries in line.
func (db *DB) unsent(tx kv.Tx) (out []bot.Outgoing) {
	for n, d := range opened(db, tx, deliveries) {
		out = append(out, bot.Outgoing{Seq: n, Delivery: bot.Delivery(d)})
	}
	return out
}

// imminent is whose wakes are due within a minute.
func (db *DB) imminent(tx kv.Tx) (out []bot.Address) {
	for index := range from(tx, due, nil) {
		if !isDue(index, db.options.Now().Add(time.Minute)) {
			break
		}
		if db.stuck(tx, index) {
			continue
		}
		a, err := db.address(tx, index[8:24])
		if err != nil {
			db.leaveOut(err)
			continue
		}
		out = append(out, a)
	}
	return out
}

// leaveOut logs what cannot be read, if it is not just erased.
func (db *DB) leaveOut(err error) {
	if !errors.Is(err, errGone) {
		db.options.Logger.Error("record left out", "err", err)
	}
}
