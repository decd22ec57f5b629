package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Turn is all that came of one event. It is kept whole or not at all.
type Turn struct {
	Of           Queued
	Conversation Conversation
	Messages     []Delivery
	Tasks        []Task
	Wakes        []Wake
	Notes        []Feedback
	Parked       string // why the event broke the step; it is put aside then
}

// turn steps one event and commits what came of it; again, if another program was
// faster with the same conversation.
func (b *Bot) turn(ctx context.Context, q Queued) error {
	for {
		err := b.once(ctx, q)
		if !errors.Is(err, ErrRaced) || ctx.Err() != nil {
			return err
		}
	}
}

func (b *Bot) once(ctx context.Context, q Queued) error {
	c, err := b.Store.Conversation(q.From)
	if errors.Is(err, ErrDamaged) {
		b.Log.Error("conversation lost, beginning anew", "channel", q.From.Channel, "err", err)
		c, err = Conversation{Turns: c.Turns}, nil
	}
	if err != nil {
		return fmt.Errorf("conversation: %w", err)
	}
	in, err := b.Store.Load(q)
	switch {
	case errors.Is(err, ErrStale):
		return nil
	case errors.Is(err, ErrDamaged):
		return b.commit(ctx, c, b.park(c, q, err.Error()))
	case err != nil:
		return fmt.Errorf("load: %w", err)
	}
	b.Stepped(events.name(in.Event))
	return b.commit(ctx, c, b.tried(c, q, in))
}

// tried makes the turn; an event that breaks it is not the end of the others.
func (b *Bot) tried(c Conversation, q Queued, in Incoming) (t Turn) {
	defer func() {
		if r := recover(); r != nil {
			t = b.park(c, q, fmt.Sprintf("%T: %T", in.Event, r))
		}
	}()
	return Take(c, q, in, b.around(q.From))
}

// park makes the turn of an event that cannot be stepped: it is put aside, and
// the customer hears that this was our fault.
func (b *Bot) park(c Conversation, q Queued, reason string) Turn {
	b.Log.Error("event parked", "seq", q.Seq, "channel", q.From.Channel, "reason", reason)
	b.Parked(reason)
	key := Key(fmt.Sprintf("parked/%d", q.Seq))
	in := Incoming{Key: key, From: q.From, Event: AnswerFailed{Generation: c.Generation, Reason: Broken}}
	if c.Stage != WithAgent {
		c.Pending = &Pending{} // what fails then is an answer
	}
	t := Take(c, q, in, b.around(q.From))
	t.Parked = reason
	return t
}

// commit keeps a turn, and only then does what it says.
func (b *Bot) commit(ctx context.Context, before Conversation, t Turn) error {
	b.posting.RLock()
	defer b.posting.RUnlock()
	out, err := b.Store.Commit(ctx, t)
	if errors.Is(err, ErrStale) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if len(t.Wakes) > 0 {
		signal(b.rung)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lane(t.Of.From)
	l.follow(before, t)
	l.stepped = b.Now()
	b.typing(t.Of.From, l, t.Conversation.repliesSoon())
	b.post(out)
	b.kick(t.Of.From)
	return nil
}

// slack is how long after its time a wake may come before nobody waits for it.
const slack = 2 * time.Second

// follow puts into a lane what a turn wants done.
func (l *lane) follow(before Conversation, t Turn) {
	if t.Conversation.Generation > before.Generation {
		l.breakOff(t.Conversation.Generation)
	}
	l.until = time.Time{}
	if b := t.Conversation.Burst; b != nil && !b.Until.IsZero() {
		l.until = b.Until.Add(slack)
	}
	for _, task := range t.Tasks {
		l.want(task)
	}
}
