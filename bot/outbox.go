package bot

import (
	"context"
	"errors"
	"time"
)

// sendTime is how long a channel may take for one message.
const sendTime = 30 * time.Second

// How long to wait before a message is tried again.
const (
	firstPause = 500 * time.Millisecond
	lastPause  = time.Minute
)

// sends sends what waits in a lane, in order, until nothing does.
func (b *Bot) sends(ctx context.Context, a Address) {
	for ctx.Err() == nil {
		o, ok := b.front(a)
		if !ok {
			return
		}
		ref, err := b.deliver(ctx, o)
		if ctx.Err() != nil {
			return // it is found again
		}
		if err != nil {
			b.Log.Warn("message not delivered", "channel", a.Channel, "err", err)
		}
		if err := b.Store.Sent(ctx, o, ref); err != nil && !errors.Is(err, ErrStale) {
			_ = b.broken("sent", err)
			return
		}
		b.passed(a)
	}
}

// front is the next message of a lane, or marks that nobody sends.
func (b *Bot) front(a Address) (Outgoing, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	if len(l.outgoing) == 0 {
		l.sending = false
		b.kick(a)
		return Outgoing{}, false
	}
	return l.outgoing[0], true
}

// passed takes the front message out of the line.
func (b *Bot) passed(a Address) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	l.outgoing = l.outgoing[1:]
}

// deliver sends one message, again and again until it is there or cannot be.
func (b *Bot) deliver(ctx context.Context, o Outgoing) (Ref, error) {
	c, ok := b.channels[o.To.Channel]
	if !ok {
		return "", errors.New("no such channel")
	}
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		ref, err := b.try(ctx, c, o)
		if err == nil || errors.Is(err, ErrGone) {
			return ref, err
		}
		wait := pause
		if w := (*WaitError)(nil); errors.As(err, &w) {
			wait = w.For
		}
		b.Log.Info("sending again", "channel", o.To.Channel, "in", wait, "err", err)
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(wait):
		}
	}
}

// try sends once: in the place of an earlier message, if that is still there.
func (b *Bot) try(ctx context.Context, c Channel, o Outgoing) (Ref, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	if o.Instead == "" {
		return c.Send(ctx, o.Delivery)
	}
	ref, err := b.Store.Ref(o.To, o.Instead)
	if err != nil {
		return "", err
	}
	if ref == "" {
		return c.Send(ctx, o.Delivery)
	}
	err = c.Edit(ctx, ref, o.Delivery)
	if errors.Is(err, ErrVanished) {
		return c.Send(ctx, o.Delivery)
	}
	return ref, err
}
