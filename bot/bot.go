package bot

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"huizhi/answer"
	"huizhi/handoff"
)

// Answerer finds answers and words what it knows of a customer.
type Answerer interface {
	Follow(ctx context.Context, f answer.Facts, text string, at time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error)
	Known(f answer.Facts) []answer.Known
}

// Options is what a Bot stands on.
type Options struct {
	Store    Store
	Answers  Answerer
	Channels []Channel
	Hours    handoff.Hours // when agents are there
	Log      *slog.Logger
	Traced   func(answer.Trace) // hears how each answer came about; may be nil
	Now      func() time.Time   // the clock; nil for the real one
}

// Bot runs every conversation.
type Bot struct {
	Options
	channels map[string]Channel
	slots    chan struct{} // answers being looked for at once
	rung     chan struct{} // a wake was set that may be the soonest
	fail     context.CancelCauseFunc
	running  context.Context
	jobs     sync.WaitGroup

	opening   sync.RWMutex  // held while the backlog is taken up: no event comes between
	ready     chan struct{} // closed when it is
	following sync.Mutex    // the log of tickets has one reader

	mu    sync.Mutex
	lanes map[Address]*lane
	quiet *sync.Cond // signalled when a lane has nothing left to do
}

// answersAtOnce is how many answers are looked for at the same time.
const answersAtOnce = 8

// New returns a Bot. It takes events at once, and works when it runs.
func New(o Options) *Bot {
	if o.Now == nil {
		o.Now = time.Now
	}
	b := &Bot{Options: o, channels: map[string]Channel{}, lanes: map[Address]*lane{}}
	b.slots, b.rung = make(chan struct{}, answersAtOnce), make(chan struct{}, 1)
	b.quiet, b.ready = sync.NewCond(&b.mu), make(chan struct{})
	for _, c := range o.Channels {
		b.channels[c.Name()] = c
	}
	return b
}

// Accept takes events of a channel. When it returns they are on disk: only then
// may the channel acknowledge them. What came before is not taken twice.
func (b *Bot) Accept(ctx context.Context, batch Batch) error {
	b.opening.RLock()
	defer b.opening.RUnlock()
	queued, err := b.Store.Accept(ctx, batch)
	if err != nil {
		return b.broken("accept", err)
	}
	b.enqueue(queued...)
	return nil
}

// Run takes up what was left undone and works until ctx ends or the store
// fails. It returns when everything has stopped.
func (b *Bot) Run(ctx context.Context) error {
	ctx, b.fail = context.WithCancelCause(ctx)
	defer b.fail(nil)
	if err := b.resume(ctx); err != nil {
		return fmt.Errorf("bot: backlog: %w", err)
	}
	for _, loop := range []func(context.Context){b.ring, b.follow} {
		b.jobs.Go(func() { loop(ctx) })
	}
	<-ctx.Done()
	b.stop()
	return context.Cause(ctx)
}

// resume takes up what was begun.
func (b *Bot) resume(ctx context.Context) error {
	b.opening.Lock()
	defer b.opening.Unlock()
	left, err := b.Store.Backlog()
	if err != nil {
		return err
	}
	b.refill(ctx, left)
	close(b.ready)
	return nil
}

// refill fills the lanes with what was left, and sets them going.
func (b *Bot) refill(ctx context.Context, left Backlog) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running = ctx
	for _, q := range left.Events {
		b.lane(q.From).add(q)
	}
	for _, t := range left.Tasks {
		b.lane(t.From).tasks++
	}
	for _, o := range left.Deliveries {
		l := b.lane(o.To)
		l.outgoing = append(l.outgoing, o)
	}
	for _, a := range left.Soon {
		b.lane(a).waiting = true
	}
	for _, t := range left.Tasks {
		b.start(t)
	}
	for a := range b.lanes {
		b.kick(a)
	}
}

// stop waits for what is being done.
func (b *Bot) stop() {
	b.mu.Lock()
	b.running = nil
	b.mu.Unlock()
	b.jobs.Wait()
}

// Settled waits until nothing is left to do for an address, or ctx ends.
func (b *Bot) Settled(ctx context.Context, a Address) error {
	select {
	case <-b.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	stop := context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.quiet.Broadcast()
	})
	defer stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.lanes[a] != nil && ctx.Err() == nil {
		b.quiet.Wait()
	}
	return ctx.Err()
}

// broken stops everything: after an error of the store nobody knows what is on
// disk.
func (b *Bot) broken(doing string, err error) error {
	err = fmt.Errorf("bot: %s: %w", doing, err)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		b.fail(err)
	}
	return err
}

// around is what a step at an address may know of the world.
func (b *Bot) around(a Address) Around {
	var out Around
	out.Hours = b.Hours
	if c, ok := b.channels[a.Channel]; ok {
		out.Can = c.Can()
	}
	return out
}
