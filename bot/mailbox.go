package bot

import (
	"context"
	"maps"
	"slices"
	"time"
)

// post puts committed deliveries into the lanes of those they are for; b.mu is
// held. What is for somebody who is away stays on disk, and what is for a channel
// that does not run, too.
func (b *Bot) post(out []Outgoing) {
	for _, o := range out {
		if _, away := b.away[o.To]; away || b.channels[o.To.Channel] == nil {
			continue
		}
		l := b.lane(o.To)
		if len(l.outgoing) == 0 {
			l.passed = b.Now()
		}
		l.line(o)
		b.kick(o.To)
	}
}

// line puts a delivery into its place, if it is not there; the first may be on its way.
func (l *lane) line(o Outgoing) {
	i := len(l.outgoing)
	for i > 0 && l.outgoing[i-1].Seq >= o.Seq {
		if i--; l.outgoing[i].Seq == o.Seq {
			return
		}
	}
	if i == 0 && l.sending && len(l.outgoing) > 0 {
		i = 1
	}
	l.outgoing = slices.Insert(l.outgoing, i, o)
}

// shelve leaves on disk what is for somebody who is away, so that their lane can
// come to rest; false if they have come back since.
func (b *Bot) shelve(a Address, since uint64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	if l.backs != since {
		return false
	}
	b.away[a], l.outgoing = b.Now(), nil
	return true
}

// Back says that the other end of an address is there again: what waited for it
// is sent, in order, whichever program put it on disk.
func (b *Bot) Back(_ context.Context, a Address) error {
	b.posting.Lock()
	defer b.posting.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.lanes[a]; l != nil {
		l.backs++ // what it sends just now may have missed them
	}
	if b.running == nil {
		return nil // it is tried when Run begins
	}
	left, err := b.Store.Waiting(a)
	if err != nil {
		return err
	}
	delete(b.away, a)
	b.post(left)
	return nil
}

// longestAway is after how long it is tried again whether somebody is still away,
// when there is something new for them.
const longestAway = 24 * time.Hour

// forgetAway forgets who has been away for long: whoever comes back says so. b.mu
// is held.
func (b *Bot) forgetAway(now time.Time) {
	maps.DeleteFunc(b.away, func(_ Address, since time.Time) bool { return now.Sub(since) > longestAway })
}
