package bot

import (
	"context"
	"fmt"
	"time"
)

// What is shown while somebody waits for a reply.
const (
	// typingAfter is when a wait begins to be one: most replies are there before,
	// and need no call besides their own.
	typingAfter = 300 * time.Millisecond
	// typingEvery is how often a channel is told that it goes on: chat apps show it
	// for five seconds.
	typingEvery = 4 * time.Second
)

// repliesSoon reports a conversation whose customer waits for us: for the end of a
// burst, or for an answer.
func (c *Conversation) repliesSoon() bool {
	return c.Pending != nil || c.Burst != nil && !c.Burst.Until.IsZero()
}

// typing shows that a reply is on its way for as long as one is, where the channel
// can; b.mu is held.
func (b *Bot) typing(a Address, l *lane, wanted bool) {
	t, can := b.channels[a.Channel].(Typist)
	switch {
	case !can || b.running == nil || wanted == (l.types != nil):
	case wanted:
		ctx, stop := context.WithCancel(b.running)
		l.types = stop
		b.jobs.Go(func() { b.types(ctx, t, a) })
	default:
		l.types()
		l.types = nil
	}
}

// types shows it again and again until ctx ends.
func (b *Bot) types(ctx context.Context, t Typist, a Address) {
	for wait := typingAfter; ; wait = typingEvery {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
			b.showTyping(ctx, t, a)
		}
	}
}

// showTyping shows it once. A channel that panics over it costs no answer.
func (b *Bot) showTyping(ctx context.Context, t Typist, a Address) {
	defer func() {
		if r := recover(); r != nil {
			b.Log.Error("typing broke", "channel", a.Channel, "panic", fmt.Sprintf("%T", r))
		}
	}()
	t.Typing(ctx, a)
}
