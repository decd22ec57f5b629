package store

import (
	"context"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// turn is a bot.Turn, ready to be written.
type turn struct {
	of      []byte // the key of its event
	at      name
	turns   uint64 // that the conversation will have had; 0 for whatever it has
	subject seal.Subject
	rest    []put // conversation, tasks, notes
	wakes   []alarm
	lines   []put // the deliveries
	out     []bot.Outgoing
}

// Commit takes the event of a turn out of the journal and keeps what came of it.
func (db *DB) Commit(ctx context.Context, t bot.Turn) ([]bot.Outgoing, error) {
	of := db.journalKey(t.Of)
	subject, event, err := db.whoseRecord(journal.bucket, of)
	if err != nil {
		return nil, err
	}
	w := &turn{of: of, at: db.nameOf(t.Of.From), turns: t.Conversation.Turns, subject: subject}
	if err := w.prepare(db, t, event); err != nil {
		return nil, stale(err)
	}
	if err := db.do(ctx, &change{point: "turn", write: w.write}); err != nil {
		return nil, err
	}
	return w.out, nil
}

// prepare seals all of the turn. An event that is parked goes, as it is in the
// journal and without being opened, to where nobody takes it up again; Sweep
// removes it.
func (w *turn) prepare(db *DB, t bot.Turn, event []byte) error {
	at := w.at
	p := sealer{keys: db.keys, subject: w.subject}
	if t.Parked != "" {
		why := sealed(&p, parked, w.of, today(db.options.Now()), keptReason{t.Parked, event})
		w.rest = append(w.rest, put{parked.bucket, w.of, why, false})
	}
	w.rest = append(w.rest, put{conversations.bucket, at[:], sealed(&p, conversations, at[:], numbered(nil, w.turns), t.Conversation), false})
	for _, task := range t.Tasks {
		w.rest = append(w.rest, db.taskPut(&p, task))
	}
	for _, note := range t.Notes {
		w.rest = append(w.rest, put{feedback.bucket, nil, sealed(&p, feedback, nil, nil, note), true})
	}
	for _, wake := range t.Wakes {
		w.wakes = append(w.wakes, db.alarm(&p, at, wake))
	}
	for _, d := range t.Messages {
		w.lines = append(w.lines, db.deliveryPut(&p, d))
		w.out = append(w.out, bot.Outgoing{Delivery: d})
	}
	return p.err
}

func (db *DB) taskPut(p *sealer, t bot.Task) put {
	key := db.taskName(t.Key)
	kept := keptTask{t.Key, t.From, t.Generation, anyEffect{t.Effect}}
	return put{tasks.bucket, key[:], sealed(p, tasks, key[:], nil, kept), true}
}

func (db *DB) taskName(k bot.Key) name { return db.keys.Name("task", string(k)) }

func (db *DB) deliveryPut(p *sealer, d bot.Delivery) put {
	to, day := db.nameOf(d.To), today(db.options.Now())
	return put{deliveries.bucket, to[:], sealed(p, deliveries, to[:], day, keptDelivery(d)), true}
}

func (w *turn) write(tx kv.Tx) error {
	before := turnsOf(tx.Bucket(conversations.bucket).Get(w.at[:]))
	if w.turns != 0 && w.turns != before+1 {
		return refuse(bot.ErrRaced)
	}
	if err := take(tx, journal.bucket, w.of, w.subject); err != nil {
		return err
	}
	for _, p := range w.rest {
		if _, err := p.write(tx); err != nil {
			return err
		}
	}
	for _, a := range w.wakes {
		if err := a.set(tx); err != nil {
			return err
		}
	}
	for i, p := range w.lines {
		n, err := p.write(tx)
		if err != nil {
			return err
		}
		w.out[i].Seq = n
	}
	return nil
}

// sealer seals for one person until something goes wrong, and keeps the first
// error.
type sealer struct {
	keys    *seal.Keys
	subject seal.Subject
	err     error
}

// sealed is the record of v for a key.
func sealed[T any](p *sealer, k kind[T], key, open []byte, v T) []byte {
	if p.err != nil {
		return nil
	}
	var value []byte
	value, p.err = k.seal(p.keys, p.subject, key, open, v)
	return value
}
