package bot

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Programs that share a store divide the addresses: a lane works only where its
// program holds the address. What another accepted for it, the holder finds before
// it lets go (Store.Rest looks, in one transaction); and what a program left undone
// that is gone, the others find when its hold has lapsed. Each hold reads what is
// left undone as a whole, so it is for thousands of addresses at once, not for tens
// of thousands; and a wake that another rings is heard within renewTime.
const (
	holdTime  = time.Minute
	renewTime = holdTime / 3
)

var errLost = errors.New("another program holds an address of ours: we were too slow")

// share keeps what is held, and looks for what nobody works on any more.
func (b *Bot) share(ctx context.Context) error {
	now := b.Now()
	if !b.Shared || now.Before(b.shares) {
		return nil
	}
	b.shares = now.Add(renewTime)
	b.mu.Lock()
	for a, l := range b.lanes {
		if l.held && b.running != nil {
			b.renew(l, a)
		}
	}
	b.mu.Unlock()
	return b.takeUp(ctx, Address{})
}

// held lists the addresses that we hold, or may.
func (b *Bot) held() (out []Address) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for a, l := range b.lanes {
		if l.held || l.asking {
			out = append(out, a)
		}
	}
	return out
}

// takeUp puts what was begun into the lanes: all, or what is of one address.
func (b *Bot) takeUp(ctx context.Context, of Address) error {
	b.opening.Lock() // nothing is accepted, committed or done meanwhile without being known of
	defer b.opening.Unlock()
	b.posting.Lock()
	defer b.posting.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended != nil {
		return nil
	}
	left, err := b.Store.Backlog()
	if err == nil {
		b.running = ctx
		if l := b.lanes[of]; l != nil && !l.held {
			l.empty() // all of it is on disk, or done by another meanwhile
		}
		b.refill(left.of(of))
	}
	return err
}

// of is what of a backlog is of one address; all for none.
func (l Backlog) of(a Address) Backlog {
	if a == (Address{}) {
		return l
	}
	return Backlog{
		Events:     slices.DeleteFunc(l.Events, func(q Queued) bool { return q.From != a }),
		Tasks:      slices.DeleteFunc(l.Tasks, func(t Task) bool { return t.From != a }),
		Deliveries: slices.DeleteFunc(l.Deliveries, func(o Outgoing) bool { return o.To != a }),
		Soon:       slices.DeleteFunc(l.Soon, func(s Address) bool { return s != a }),
	}
}

// hold asks for an address, so that its lane may work; b.mu is held. What it does
// not get it leaves to whoever has it.
func (b *Bot) hold(l *lane, a Address) {
	b.ask(l, a, func(ctx context.Context) (bool, error) {
		ok, err := b.Store.Hold(ctx, a, b.holder, b.Now().Add(holdTime))
		if err == nil && ok {
			err = b.takeUp(ctx, a)
		}
		return ok, err
	}, func(ok bool) {
		if l.held = ok; !ok {
			b.end(a)
		}
	})
}

// renew holds an address on; b.mu is held.
func (b *Bot) renew(l *lane, a Address) {
	b.ask(l, a, func(ctx context.Context) (bool, error) {
		ok, err := b.Store.Hold(ctx, a, b.holder, b.Now().Add(holdTime))
		if err == nil && !ok {
			err = errLost
		}
		return ok, err
	}, func(bool) {})
}

// letGo gives back an address with which nothing is to be done; b.mu is held. What
// others have accepted for it is done before; what nobody can read is left.
func (b *Bot) letGo(l *lane, a Address) {
	_, away := b.away[a]
	l.held = false // nothing begins until the store has answered
	b.ask(l, a, func(ctx context.Context) (bool, error) {
		ok, err := b.Store.Rest(ctx, a, b.holder, away)
		if err == nil && !ok {
			err = b.takeUp(ctx, a)
		}
		if err == nil && !ok && b.bare(l) { // what waits there nobody can read
			ok, err = b.Store.Hold(ctx, a, b.holder, time.Time{})
		}
		return ok, err
	}, func(ok bool) {
		if l.held = !ok; l.idle() {
			b.end(a)
		}
	})
}

// bare reports a lane with nothing in it.
func (b *Bot) bare(l *lane) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(l.events)+len(l.tasks)+len(l.outgoing) == 0
}

// ask asks the store about the address of a lane, which does not rest meanwhile.
func (b *Bot) ask(l *lane, a Address, question func(context.Context) (bool, error), then func(ok bool)) {
	if l.asking {
		return
	}
	l.asking = true
	ctx := b.running
	b.jobs.Go(func() {
		ok, err := question(ctx)
		if err != nil {
			if ctx.Err() == nil {
				_ = b.broken("share", err)
			}
			return
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		l.asking = false
		then(ok)
		b.kick(a)
	})
}

// end ends a lane; b.mu is held.
func (b *Bot) end(a Address) {
	b.typing(a, b.lanes[a], false)
	delete(b.lanes, a)
	b.rested()
}

// giveUp gives back what is held when everything has stopped.
func (b *Bot) giveUp() {
	for _, a := range b.held() {
		_, _ = b.Store.Hold(context.Background(), a, b.holder, time.Time{})
	}
}
