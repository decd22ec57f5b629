package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// How long a channel may take for a message, and how it is tried again.
const (
	sendTime   = 30 * time.Second
	stopTime   = 2 * time.Second // for what is under way when everything stops
	firstPause = 500 * time.Millisecond
	lastPause  = time.Minute
	giveUp     = 24 * time.Hour
)

// sends sends what waits in a lane, in order, until nothing does.
func (b *Bot) sends(ctx context.Context, a Address) {
	for ctx.Err() == nil {
		o, since, ok := b.front(a)
		if !ok {
			return
		}
		ref, err := b.deliver(ctx, o)
		if err != nil && ctx.Err() != nil {
			return // it is found again
		}
		if errors.Is(err, ErrAway) && !b.shelve(a, since) {
			continue
		}
		if e := (*storeError)(nil); errors.As(err, &e) {
			_ = b.broken("ref", e.error)
			return
		}
		if err != nil && !b.undelivered(ctx, o, err) {
			return
		}
		if errors.Is(err, ErrAway) {
			continue
		}
		// What was sent is noted even if everything stops now.
		if err := b.Store.Sent(context.WithoutCancel(ctx), o, ref); err != nil && !errors.Is(err, ErrStale) {
			_ = b.broken("sent", err)
			return
		}
		b.passed(a)
	}
}

// front is the next message of a lane, or marks that nobody sends; since is how
// often the other end had come back by then.
func (b *Bot) front(a Address) (o Outgoing, since uint64, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	if len(l.outgoing) == 0 {
		l.sending = false
		b.kick(a)
		return Outgoing{}, 0, false
	}
	return l.outgoing[0], l.backs, true
}

// passed takes the front message out of the line.
func (b *Bot) passed(a Address) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	l.outgoing, l.passed = l.outgoing[1:], b.Now()
}

// deliver sends one message, again and again until it is there or never will
// be.
func (b *Bot) deliver(ctx context.Context, o Outgoing) (Ref, error) {
	begin := time.Now()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		ref, err := b.try(ctx, o)
		if err == nil || !again(err) || time.Since(begin) > giveUp {
			return ref, err
		}
		wait := pause
		if w := (*WaitError)(nil); errors.As(err, &w) {
			wait = max(w.For, firstPause)
		}
		b.Log.Info("sending again", "channel", o.To.Channel, "in", wait, "err", err)
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(wait):
		}
	}
}

// again reports an error that may be gone the next time.
func again(err error) bool {
	return !errors.Is(err, ErrGone) && !errors.Is(err, ErrAway) && !errors.Is(err, ErrRejected) && !errors.As(err, new(*storeError))
}

// storeError is the store's end, met while sending.
type storeError struct{ error }

// try sends once. A channel that hangs or panics holds up nobody else.
func (b *Bot) try(ctx context.Context, o Outgoing) (Ref, error) {
	work, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	done := make(chan sent, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- sent{"", fmt.Errorf("it broke: %T", r)}
			}
		}()
		ref, err := b.put(work, o)
		done <- sent{ref, err}
	}()
	s := await(work, done, stopTime, sent{err: errHangs})
	return s.ref, s.err
}

// sent is what became of a message.
type sent struct {
	ref Ref
	err error
}

var errHangs = errors.New("the channel hangs")

// await waits for what somebody does until ctx ends and, if they do not notice
// that, a little longer; then it goes on without it.
func await[T any](ctx context.Context, done <-chan T, longer time.Duration, without T) T {
	select {
	case v := <-done:
		return v
	case <-ctx.Done():
	}
	select {
	case v := <-done:
		return v
	case <-time.After(longer):
		return without
	}
}

// put hands a message to its channel: in the place of an earlier one, if that is
// still there.
func (b *Bot) put(ctx context.Context, o Outgoing) (Ref, error) {
	c := b.channels[o.To.Channel]
	ref, err := b.replaces(o)
	if err != nil {
		return "", err
	}
	switch {
	case ref == "":
		return c.Send(ctx, o.Delivery)
	case b.overtaken(o):
		return ref, nil
	}
	err = c.Edit(ctx, ref, o.Delivery)
	if errors.Is(err, ErrVanished) {
		return c.Send(ctx, o.Delivery)
	}
	return ref, err
}

// replaces is the message in whose place a delivery goes; none if nobody knows.
func (b *Bot) replaces(o Outgoing) (Ref, error) {
	if o.Over != "" || o.Instead == "" {
		return o.Over, nil
	}
	ref, err := b.Store.Ref(o.To, o.Instead)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return "", &storeError{err}
	}
	return ref, nil
}

// overtaken reports a change of a message that the next in line changes again: only
// the last is shown.
func (b *Bot) overtaken(o Outgoing) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[o.To]
	if l == nil || len(l.outgoing) < 2 {
		return false
	}
	next := l.outgoing[1]
	return next.Instead == o.Key || o.Over != "" && next.Over == o.Over
}
