package bot

import (
	"context"
	"time"
)

// Several programs may work on one store. That each has its turn of a conversation
// is seen to by the store (ErrRaced); that what was left undone is not taken up
// twice, by a lease: one of them takes it up, the heir, and another when the heir is
// gone; the rest do what they accept themselves. They have the same channels. This
// is all there is so far: what one that is not the heir leaves undone waits until
// the heir is gone too, and a new heir does again what a third program is doing.
const (
	heirLease = "bot/backlog"
	leaseTime = time.Minute
	renewTime = leaseTime / 3
)

// resume takes up what was begun, and what was accepted before Run.
func (b *Bot) resume(ctx context.Context) error {
	heir, err := b.renew(ctx)
	if err != nil {
		return err
	}
	return b.takeUp(ctx, heir)
}

// inherit takes up what others left, if whoever did that before is gone.
func (b *Bot) inherit(ctx context.Context) error {
	if !b.Shared || b.Now().Before(b.renews) {
		return nil
	}
	was := b.heir
	if heir, err := b.renew(ctx); err != nil || was || !heir {
		return err
	}
	return b.takeUp(ctx, true)
}

func (b *Bot) takeUp(ctx context.Context, all bool) (err error) {
	b.opening.Lock() // nothing is accepted, committed or done meanwhile without being known of
	defer b.opening.Unlock()
	b.posting.Lock()
	defer b.posting.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended != nil {
		return nil
	}
	b.running = ctx
	left := Backlog{Events: b.early}
	if all {
		left, err = b.Store.Backlog()
	}
	if err == nil {
		b.early = nil
		b.refill(left)
	}
	return err
}

// renew takes the lease of whoever takes up what was left, or keeps it.
func (b *Bot) renew(ctx context.Context) (ok bool, err error) {
	if !b.Shared {
		return true, nil
	}
	now := b.Now()
	b.heir, err = b.Store.Lease(ctx, heirLease, b.holder, now.Add(leaseTime))
	b.renews = now.Add(renewTime)
	return b.heir, err
}

// release lets another program inherit.
func (b *Bot) release() {
	if b.heir {
		_, _ = b.Store.Lease(context.Background(), heirLease, b.holder, time.Time{})
	}
}
