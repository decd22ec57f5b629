package store

import (
	"context"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// finish is the end of a task.
type finish struct {
	db      *DB
	task    []byte // its key
	subject seal.Subject
	result  *arrival
	aside   []put // the task, if this version does not know what it is
	queued  []bot.Queued
}

// Finish ends a task and journals what came of it for the task's address,
// unless that was journalled before. A result without an event is none.
func (db *DB) Finish(ctx context.Context, t bot.Task, result bot.Incoming) ([]bot.Queued, error) {
	f := &finish{db: db}
	if err := db.view(func(tx kv.Tx) error { return f.find(tx, t.Key) }); err != nil {
		return nil, err
	}
	result.From = t.From
	if err := f.seal(result); err != nil {
		return nil, stale(err)
	}
	if err := f.putAside(t); err != nil {
		return nil, stale(err)
	}
	if err := db.do(ctx, &change{point: "task", write: f.write}); err != nil {
		return nil, err
	}
	return f.queued, nil
}

// find looks for the task; ErrStale if it is done, or erased.
func (f *finish) find(tx kv.Tx, k bot.Key) error {
	named := f.db.taskName(k)
	for key, value := range under(tx, tasks.bucket, named[:]) {
		r, ok := parse(value)
		if !ok || !f.db.keys.Has(r.subject) {
			break
		}
		f.task, f.subject = key, r.subject
		return nil
	}
	return bot.ErrStale
}

func (f *finish) seal(result bot.Incoming) (err error) {
	if result.Event == nil {
		return nil
	}
	if f.result, err = f.db.arrive(result); err != nil {
		return err
	}
	return f.result.seal(f.db.keys, person{subject: f.subject})
}

// putAside keeps a task of an unknown kind as it was, as a parked event is kept.
func (f *finish) putAside(t bot.Task) error {
	u, ok := t.Effect.(bot.UnknownTask)
	if !ok {
		return nil
	}
	_, record, err := f.db.whoseRecord(tasks.bucket, f.task)
	if err != nil {
		return err
	}
	p := f.db.sealer(f.subject)
	why := sealed(p, parked, f.task, today(f.db.options.Now()), keptReason{"unknown task " + u.Kind, record})
	f.aside = []put{{parked.bucket, f.task, why, false}}
	return p.err
}

func (f *finish) write(tx kv.Tx) error {
	if err := take(tx, tasks.bucket, f.task, f.subject); err != nil {
		return err
	}
	for _, p := range f.aside {
		if _, err := p.write(tx); err != nil {
			return err
		}
	}
	return f.enter(tx)
}

// enter journals the result.
func (f *finish) enter(tx kv.Tx) error {
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
