package bot

import (
	"context"
	"time"
)

// longestSleep is how long the loops wait at most: a clock may jump.
const longestSleep = time.Minute

// ring turns wakes into events when their time has come.
func (b *Bot) ring(ctx context.Context) {
	for ctx.Err() == nil {
		due, next, err := b.Store.Ring(ctx, b.Now())
		if err != nil {
			if ctx.Err() == nil {
				_ = b.broken("ring", err)
			}
			return
		}
		b.enqueue(due...)
		if err := b.share(ctx); err != nil {
			if ctx.Err() == nil {
				_ = b.broken("share", err)
			}
			return
		}
		wait := longestSleep
		if b.Shared {
			wait = min(longestSleep, max(b.shares.Sub(b.Now()), 0))
		}
		for _, t := range []time.Time{next, b.expire(b.Now())} {
			if !t.IsZero() {
				wait = min(wait, max(t.Sub(b.Now()), 0))
			}
		}
		select {
		case <-ctx.Done():
		case <-b.rung:
		case <-time.After(wait):
		}
	}
}

// signal wakes a loop that may be waiting.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
