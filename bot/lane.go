package bot

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// lane is one address at work: what is journalled and not stepped, the tasks
// that run, what is committed and not sent. It lives while there is any. The
// events themselves stay on disk, so a flood costs no memory.
type lane struct {
	events   []Queued        // by their sequence
	ranked   [Result + 1]int // how many of them of each rank
	tasks    []Task          // wanted, and not begun
	begun    map[Key]running // begun, and not done
	outgoing []Outgoing
	until    time.Time          // when the rest of a burst is due
	stepped  time.Time          // when an event was, last, or the lane began
	passed   time.Time          // when a message went out, last, or began to wait
	backs    uint64             // how often its other end came back, while it was there
	types    context.CancelFunc // what shows that a reply is on its way; nil if nothing does

	stepping, sending bool
	held, asking      bool // the address, where the store is shared; and whether we just ask
}

// running is a task that was begun.
type running struct {
	generation int
	inTurn     bool // with others of its sort, one after the other
	stop       context.CancelFunc
}

// lane is the lane of an address; b.mu is held.
func (b *Bot) lane(a Address) *lane {
	l := b.lanes[a]
	if l == nil {
		l = &lane{begun: map[Key]running{}, stepped: b.Now()}
		b.lanes[a] = l
	}
	return l
}

// empty takes everything out that is not begun.
func (l *lane) empty() {
	l.events, l.ranked, l.tasks, l.outgoing = nil, [Result + 1]int{}, nil, nil
}

// want takes a task that may be in the lane.
func (l *lane) want(t Task) {
	_, begun := l.begun[t.Key]
	if !begun && !slices.ContainsFunc(l.tasks, func(o Task) bool { return o.Key == t.Key }) {
		l.tasks = append(l.tasks, t)
	}
}

// add puts an event in its place, if it is not there.
func (l *lane) add(q Queued) {
	i, there := slices.BinarySearchFunc(l.events, q, func(a, b Queued) int { return cmp.Compare(a.Seq, b.Seq) })
	if there {
		return
	}
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
func (l *lane) waits() bool { return len(l.tasks)+len(l.begun) > 0 || l.ranked[Result] > 0 }

// ready reports whether there is an event that may be stepped now.
func (l *lane) ready() bool {
	return len(l.events) > l.ranked[Ordinary] || len(l.events) > 0 && !l.waits()
}

// idle reports that there is nothing left to do, nor will be soon.
func (l *lane) idle() bool {
	left := len(l.events) + len(l.outgoing) + len(l.tasks) + len(l.begun)
	return !l.stepping && !l.sending && !l.asking && left == 0 && l.until.IsZero()
}

// enqueue puts journalled events into their lanes.
func (b *Bot) enqueue(queued ...Queued) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running == nil {
		return // the next Run finds them in the backlog
	}
	for _, q := range queued {
		if b.channels[q.From.Channel] == nil {
			continue // it waits on disk for a program that has it
		}
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
	if b.Shared && !l.held {
		b.hold(l, a)
		return
	}
	b.begin(l)
	b.set(&l.stepping, l.ready(), a, b.steps)
	b.set(&l.sending, len(l.outgoing) > 0, a, b.sends)
	switch {
	case !l.idle():
	case b.Shared:
		b.letGo(l, a)
	default:
		b.end(a)
	}
}

// set sets one kind of work of a lane going, unless it is.
func (b *Bot) set(going *bool, wanted bool, a Address, work func(context.Context, Address)) {
	if *going || !wanted {
		return
	}
	*going = true
	ctx := b.running
	b.jobs.Go(func() { work(ctx, a) })
}

// expire ends the wait for bursts whose wake never came, and says when to look
// again; the zero time if there is none.
func (b *Bot) expire(now time.Time) (next time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forgetAway(now)
	for a, l := range b.lanes {
		switch {
		case l.until.IsZero():
		case !now.Before(l.until):
			l.until = time.Time{}
			b.kick(a)
		case next.IsZero() || l.until.Before(next):
			next = l.until
		}
	}
	return next
}

// steps steps one event after another until none may be stepped.
func (b *Bot) steps(ctx context.Context, a Address) {
	for ctx.Err() == nil {
		q, ok := b.pick(a)
		if !ok {
			return
		}
		if err := b.turn(ctx, q); err != nil {
			_ = b.broken("turn", err)
			return
		}
	}
}

// pick takes the next event of a lane, or marks that nobody steps it.
func (b *Bot) pick(a Address) (Queued, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	q, ok := l.next()
	if !ok {
		l.stepping = false
		b.kick(a)
	}
	return q, ok
}
