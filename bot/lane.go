package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// lane is one address at work: what is journalled and not stepped, the tasks
// that run, what is committed and not sent. It lives while there is any. The
// events themselves stay on disk, so a flood costs no memory.
type lane struct {
	events   []Queued        // by their sequence
	ranked   [Result + 1]int // how many of them of each rank
	outgoing []Outgoing
	tasks    int
	stop     context.CancelFunc // of the answer being looked for; may be nil
	waiting  bool               // for the rest of a burst
	stepping bool
	sending  bool
}

// lane is the lane of an address; b.mu is held.
func (b *Bot) lane(a Address) *lane {
	l := b.lanes[a]
	if l == nil {
		l = &lane{}
		b.lanes[a] = l
	}
	return l
}

// add puts an event in its place.
func (l *lane) add(q Queued) {
	i, _ := slices.BinarySearchFunc(l.events, q, func(a, b Queued) int { return cmp.Compare(a.Seq, b.Seq) })
	l.events = slices.Insert(l.events, i, q)
	l.ranked[q.Rank]++
}

// next takes the event that may be stepped now, the first that may.
func (l *lane) next() (Queued, bool) {
	if !l.ready() {
		return Queued{}, false
	}
	i := 0
	if l.waits() {
		i = slices.IndexFunc(l.events, func(q Queued) bool { return q.Rank != Ordinary })
	}
	q := l.events[i]
	if i == 0 {
		l.events = l.events[1:]
	} else {
		l.events = slices.Delete(l.events, i, i+1)
	}
	l.ranked[q.Rank]--
	return q, true
}

// waits reports that ordinary events have to: for a task, or for its result to
// be stepped.
func (l *lane) waits() bool { return l.tasks > 0 || l.ranked[Result] > 0 }

// ready reports whether there is an event that may be stepped now.
func (l *lane) ready() bool {
	return len(l.events) > l.ranked[Ordinary] || len(l.events) > 0 && !l.waits()
}

func (l *lane) idle() bool {
	return len(l.events) == 0 && len(l.outgoing) == 0 && l.tasks == 0 && !l.waiting && !l.stepping && !l.sending
}

// enqueue puts journalled events into their lanes.
func (b *Bot) enqueue(queued ...Queued) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running == nil {
		return // Run finds them in the backlog
	}
	for _, q := range queued {
		b.lane(q.From).add(q)
		b.kick(q.From)
	}
}

// kick sets a lane going; b.mu is held. A lane with nothing to do ends.
func (b *Bot) kick(a Address) {
	l := b.lanes[a]
	if l == nil || b.running == nil {
		return
	}
	if !l.stepping && l.ready() {
		l.stepping = true
		ctx := b.running
		b.jobs.Go(func() { b.steps(ctx, a) })
	}
	if !l.sending && len(l.outgoing) > 0 {
		l.sending = true
		ctx := b.running
		b.jobs.Go(func() { b.sends(ctx, a) })
	}
	if l.idle() {
		delete(b.lanes, a)
		b.quiet.Broadcast()
	}
}

// steps steps one event after another until none may be stepped.
func (b *Bot) steps(ctx context.Context, a Address) {
	for ctx.Err() == nil {
		q, ok := b.take(a)
		if !ok {
			return
		}
		if err := b.turn(ctx, q); err != nil {
			_ = b.broken("turn", err)
			return
		}
	}
}

// take takes the next event of a lane, or marks that nobody steps it.
func (b *Bot) take(a Address) (Queued, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	q, ok := l.next()
	if !ok {
		l.stepping = false
		if l.idle() {
			b.kick(a)
		}
	}
	return q, ok
}

// turn steps one event and commits what came of it.
func (b *Bot) turn(ctx context.Context, q Queued) error {
	in, err := b.Store.Load(q)
	switch {
	case errors.Is(err, ErrStale):
		return nil
	case errors.Is(err, ErrDamaged):
		return b.park(ctx, q, err.Error())
	case err != nil:
		return fmt.Errorf("load: %w", err)
	}
	c, err := b.Store.Conversation(q.From)
	if errors.Is(err, ErrDamaged) {
		b.Log.Error("conversation lost, beginning anew", "channel", q.From.Channel, "err", err)
		c, err = Conversation{}, nil
	}
	if err != nil {
		return fmt.Errorf("conversation: %w", err)
	}
	t, reason := b.tried(c, q, in)
	if reason != "" {
		return b.park(ctx, q, reason)
	}
	return b.commit(ctx, c, t)
}

// tried makes the turn; an event that breaks it is not the end of the others.
func (b *Bot) tried(c Conversation, q Queued, in Incoming) (t Turn, broken string) {
	defer func() {
		if r := recover(); r != nil {
			broken = fmt.Sprintf("%T: %v", in.Event, r)
		}
	}()
	return Take(c, q, in, b.around(q.From)), ""
}

// park puts an event aside that cannot be stepped.
func (b *Bot) park(ctx context.Context, q Queued, reason string) error {
	b.Log.Error("event parked", "seq", q.Seq, "channel", q.From.Channel)
	err := b.Store.Park(ctx, q, reason)
	if errors.Is(err, ErrStale) {
		return nil
	}
	return err
}

// commit keeps a turn, and only then does what it says.
func (b *Bot) commit(ctx context.Context, before Conversation, t Turn) error {
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
	if l.stop != nil && t.Conversation.Generation > before.Generation {
		l.stop() // nobody waits for it any more
		l.stop = nil
	}
	l.outgoing = append(l.outgoing, out...)
	l.waiting = t.Conversation.Stage == Gathering
	l.tasks += len(t.Tasks)
	for _, task := range t.Tasks {
		b.start(task)
	}
	b.kick(t.Of.From)
	return nil
}

// signal wakes a loop that may be waiting.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
