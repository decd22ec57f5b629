package bot

import (
	"context"
	"fmt"
	"time"

	"huizhi/handoff"
)

// follower is the name of our cursor in the log of tickets.
const follower = "bot/tickets"

// changesAtOnce is how many changes are taken up in one transaction.
const changesAtOnce = 100

// follow reads the log of tickets, and tells conversations what concerns them.
func (b *Bot) follow(ctx context.Context) {
	for ctx.Err() == nil {
		if err := b.catchUp(ctx); err != nil {
			if ctx.Err() == nil {
				_ = b.broken("follow", err)
			}
			return
		}
		select {
		case <-ctx.Done():
		case <-b.Store.Changed(follower):
		case <-time.After(longestSleep):
		}
	}
}

// catchUp takes up what the log holds by now. Whoever has just moved a ticket
// calls it, so that its lane does not rest before the customer has heard of it.
func (b *Bot) catchUp(ctx context.Context) error {
	b.following.Lock()
	defer b.following.Unlock()
	for {
		at, err := b.Store.Cursor(follower)
		if err != nil {
			return err
		}
		changes, cursor, err := b.Store.TicketsAfter(at, changesAtOnce)
		if err != nil || cursor == at {
			return err
		}
		if err := b.passOn(ctx, changes, cursor); err != nil {
			return err
		}
	}
}

// passOn journals changes as events; they and the cursor move in one transaction.
func (b *Bot) passOn(ctx context.Context, changes []TicketChange, cursor uint64) error {
	batch := Batch{Follow: follower, Cursor: cursor}
	for _, c := range changes {
		if concerns(c.Event.Kind) {
			batch.Events = append(batch.Events, Incoming{
				Key: Key(fmt.Sprintf("ticket/%s/%d", c.Ticket, c.Number)), From: c.From, At: b.Now(),
				Event: Moved{Ticket: c.Ticket, Event: c.Event},
			})
		}
	}
	queued, err := b.Store.Accept(ctx, batch)
	if err != nil {
		return err
	}
	b.enqueue(queued...)
	return nil
}

// concerns reports a change that the customer hears of: not what they, or we,
// said ourselves.
func concerns(k handoff.Kind) bool {
	return k == handoff.Opened || k == handoff.Reopened || k == handoff.AgentSaid || k == handoff.Ended || k == handoff.Withdrawn
}
