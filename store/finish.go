package store

import (
	"context"

	bolt "go.etcd.io/bbolt"

	"huizhi/bot"
)

// finish is the end of a task.
type finish struct {
	db     *DB
	task   []byte // its key
	result *arrival
	queued []bot.Queued
}

// Finish ends a task and journals what came of it for the task's address,
// unless that was journalled before. A result without an event is none.
func (db *DB) Finish(ctx context.Context, t bot.Task, result bot.Incoming) ([]bot.Queued, error) {
	f := &finish{db: db}
	if err := db.view(func(tx *bolt.Tx) error { return f.find(tx, t) }); err != nil {
		return nil, err
	}
	subject, _, err := db.whoseRecord(tasks.bucket, f.task)
	if err != nil {
		return nil, err
	}
	if result.Event != nil {
		result.From = t.From
		if f.result, err = db.arrive(result); err == nil {
			err = f.result.seal(db.keys, person{subject: subject})
		}
	}
	if err != nil {
		return nil, stale(err)
	}
	write := func(tx *bolt.Tx) error {
		if err := take(tx, tasks.bucket, f.task, subject); err != nil {
			return err
		}
		return f.enter(tx)
	}
	if err := db.do(ctx, &change{point: "task", write: write}); err != nil {
		return nil, err
	}
	return f.queued, nil
}

// find looks for the task; ErrStale if it is done.
func (f *finish) find(tx *bolt.Tx, t bot.Task) error {
	key := f.db.taskName(t.Key)
	for found := range under(tx, tasks.bucket, key[:]) {
		f.task = found
		return nil
	}
	return bot.ErrStale
}

// enter journals the result.
func (f *finish) enter(tx *bolt.Tx) error {
	if f.result == nil || f.db.known(tx, f.result.key) {
		return nil
	}
	if err := f.db.remember(tx, f.result.key); err != nil {
		return err
	}
	q, err := f.result.enter(tx)
	f.queued = append(f.queued, q)
	return err
}
