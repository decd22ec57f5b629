package bot

import (
	"context"
	"errors"

	"huizhi/handoff"
)

// undelivered notes that a message did not arrive; false if the store has ended.
// Where nobody is there, whoever waits for the customer hears of it.
func (b *Bot) undelivered(ctx context.Context, o Outgoing, why error) bool {
	if !errors.Is(why, ErrAway) {
		b.Log.Error("message not delivered", "channel", o.To.Channel, "err", why)
	}
	if !errors.Is(why, ErrAway) && !errors.Is(why, ErrGone) {
		return true
	}
	in := Incoming{Key: o.Key + "/unreached", From: o.To, At: b.Now(), Event: Unreached{Gone: errors.Is(why, ErrGone)}}
	return b.Accept(ctx, Batch{Events: []Incoming{in}}) == nil
}

// tellUnreached tells the ticket, if there is one, that the customer is not there.
func (s *step) tellUnreached() {
	if s.c.Ticket != "" {
		s.do(MoveTicket{Ticket: s.c.Ticket, Event: handoff.Event{Kind: handoff.Unreached, At: s.in.At}})
	}
}
