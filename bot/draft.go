package bot

import (
	"context"
	"fmt"
	"time"
)

// draftTime is how long a channel may hold up an answer with its last draft.
const draftTime = time.Second

// drafts shows an answer while it is worded, if the channel can: always the
// newest text, and never at the cost of the answer. shown ends it.
func (b *Bot) drafts(ctx context.Context, to Address) (show func(string), shown func()) {
	d, ok := b.channels[to.Channel].(Drafter)
	if !ok || !b.around(to).Can.Stream {
		return nil, func() {}
	}
	newest := make(chan string, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for text := range newest {
			b.draft(ctx, d, to, text)
		}
	}()
	show = func(text string) {
		select {
		case <-newest: // nobody has shown it yet, and now nobody needs to
		default:
		}
		newest <- text
	}
	return show, func() {
		close(newest)
		select {
		case <-done:
		case <-time.After(draftTime):
		}
		if ctx.Err() != nil { // nobody waits for it any more
			ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), draftTime)
			defer stop()
			b.draft(ctx, d, to, "")
		}
	}
}

// draft shows one draft. A channel that panics over it costs no answer.
func (b *Bot) draft(ctx context.Context, d Drafter, to Address, text string) {
	defer func() {
		if r := recover(); r != nil {
			b.Log.Error("draft broke", "channel", to.Channel, "panic", fmt.Sprintf("%T", r))
		}
	}()
	if ctx.Err() == nil {
		d.Draft(ctx, to, text)
	}
}
