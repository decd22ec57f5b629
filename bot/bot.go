package bot

import (
	"context"
	"crypto/rand"
	"errors"
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
	Links    Links         // what a link may say; nil for nothing
	Log      *slog.Logger
	Traced   func(answer.Trace)  // hears how each answer came about, from several at once; may be nil
	Stepped  func(event string)  // hears of each turn, by the kind of its event, from several at once; may be nil
	Parked   func(reason string) // hears of what broke its turn, or nobody knew how to run; may be nil
	Now      func() time.Time    // the clock; nil for the real one
	Shared   bool                // other programs work on the same store: see lease.go
}

// Bot runs every conversation.
type Bot struct {
	Options
	channels map[string]Channel
	runners  map[string]runner // of tasks, by their kind
	flow     table
	rung     chan struct{} // a wake was set that may be the soonest
	holder   string        // as whom we hold addresses
	shares   time.Time     // when we look again after what is held; of the loop of wakes
	fail     context.CancelCauseFunc
	running  context.Context
	jobs     sync.WaitGroup

	opening   sync.RWMutex  // held while the backlog is taken up: no event comes between
	ready     chan struct{} // closed when it is
	stopped   chan struct{} // closed when Run ends
	following sync.Mutex    // the log of tickets has one reader
	posting   sync.RWMutex  // held while a mailbox is emptied: nothing is posted between

	mu    sync.Mutex
	lanes map[Address]*lane
	away  map[Address]time.Time // whose other end is away, and since when: what they are sent waits on disk
	ended error                 // why Run ended
	rest  chan struct{}         // closed, and made anew, when a lane has nothing left to do
}

// New returns a Bot. It takes events at once, and works when it runs.
func New(o Options) *Bot {
	if o.Now == nil {
		o.Now = time.Now
	}
	b := &Bot{Options: o, channels: map[string]Channel{}, lanes: map[Address]*lane{}, away: map[Address]time.Time{}}
	if b.Stepped == nil {
		b.Stepped = func(string) {}
	}
	if b.Parked == nil {
		b.Parked = func(string) {}
	}
	b.flow = flow
	b.runners, b.rung, b.holder = runners(), make(chan struct{}, 1), rand.Text()
	b.rest, b.ready, b.stopped = make(chan struct{}), make(chan struct{}), make(chan struct{})
	for _, c := range o.Channels {
		b.channels[c.Name()] = c
	}
	return b
}

// Accept takes events of a channel. When it returns they are on disk: only then
// may the channel acknowledge them. What came before is not taken twice. Events
// of one chat must be accepted one after the other. *EventError says which
// event can never be taken; then none is.
func (b *Bot) Accept(ctx context.Context, batch Batch) error {
	for i, in := range batch.Events {
		if err := storable(in); err != nil {
			return &EventError{i, err}
		}
	}
	b.opening.RLock()
	defer b.opening.RUnlock()
	queued, err := b.Store.Accept(ctx, batch)
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // the caller gave up, which breaks nothing
	}
	if err != nil {
		return b.broken("accept", err)
	}
	b.enqueue(queued...)
	return nil
}

// EventError is an event that cannot be stored.
type EventError struct {
	Event int // its place in the batch
	Err   error
}

func (e *EventError) Error() string { return fmt.Sprintf("event %d: %v", e.Event, e.Err) }

// Unwrap gives the reason.
func (e *EventError) Unwrap() error { return e.Err }

// storable says why an event cannot be stored.
func storable(in Incoming) error {
	if in.Key == "" || in.From.Channel == "" {
		return errors.New("it has no key or no address")
	}
	if _, err := in.At.MarshalJSON(); err != nil {
		return err
	}
	_, err := MarshalEvent(in.Event)
	return err
}

// Run takes up what was left undone and works until ctx ends or the store
// fails. It returns when everything has stopped. A Bot runs once.
func (b *Bot) Run(ctx context.Context) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	b.mu.Lock()
	b.fail = fail
	b.mu.Unlock()
	if err := b.takeUp(ctx, Address{}); err != nil {
		err = fmt.Errorf("bot: backlog: %w", err)
		b.stop(err)
		return err
	}
	close(b.ready)
	defer b.giveUp()
	for _, loop := range []func(context.Context){b.ring, b.follow} {
		b.jobs.Go(func() { loop(ctx) })
	}
	<-ctx.Done()
	b.stop(context.Cause(ctx))
	return context.Cause(ctx)
}

// refill fills the lanes with what was left and is not in them, and sets them
// going; b.mu is held. What belongs to a channel that does not run stays on disk
// for when it does.
func (b *Bot) refill(left Backlog) {
	for _, q := range left.Events {
		b.lane(q.From).add(q)
	}
	for _, t := range left.Tasks {
		b.lane(t.From).want(t)
	}
	for _, a := range left.Soon {
		b.lane(a).until = b.Now().Add(longestSleep)
	}
	b.post(left.Deliveries)
	for a := range b.lanes {
		if b.channels[a.Channel] == nil {
			delete(b.lanes, a)
			continue
		}
		b.kick(a)
	}
}

// stop waits for what is being done.
func (b *Bot) stop(why error) {
	b.mu.Lock()
	b.running, b.ended = nil, why
	b.mu.Unlock()
	close(b.stopped)
	b.jobs.Wait()
}

// Settled waits until nothing is left to do for an address. It is an error that
// ctx ends before, or Run.
func (b *Bot) Settled(ctx context.Context, a Address) error {
	select {
	case <-b.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.lanes[a] != nil {
		if b.running == nil {
			return b.ended
		}
		rest := b.rest
		b.mu.Unlock()
		select {
		case <-rest:
		case <-ctx.Done():
		case <-b.stopped:
		}
		b.mu.Lock()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// rested says that a lane has come to rest; b.mu is held.
func (b *Bot) rested() {
	close(b.rest)
	b.rest = make(chan struct{})
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
	out := Around{All: map[string]Capabilities{}, Hours: b.Hours, Links: b.Links, flow: b.flow}
	for name, c := range b.channels {
		out.All[name] = c.Can()
	}
	out.Can = out.All[a.Channel]
	return out
}
