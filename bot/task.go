package bot

import (
	"context"
	"errors"
	"slices"

	"huizhi/answer"
	"huizhi/handoff"
	"huizhi/phrases"
)

// finish journals what came of a task, and lets its lane go on.
func (b *Bot) finish(ctx context.Context, t Task, result Event) {
	if ctx.Err() != nil {
		return // it is found again
	}
	in := Incoming{Key: t.Key + "/done", From: t.From, At: b.Now(), Event: result}
	queued, err := b.Store.Finish(ctx, t, in)
	if err != nil && !errors.Is(err, ErrStale) {
		if ctx.Err() == nil {
			_ = b.broken("finish", err)
		}
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lane(t.From)
	delete(l.begun, t.Key)
	for _, q := range queued {
		l.add(q)
	}
	b.kick(t.From)
}

// answerFailed is a FindAnswer that came to nothing.
func answerFailed(t Task, why Reason) Event { return AnswerFailed{t.Generation, why} }

// ticketFailed is a MoveTicket that came to nothing. What only the ticket would
// have heard comes back.
func ticketFailed(t Task, why Reason) Event {
	e := t.Effect.(MoveTicket)
	f := TicketFailed{Ticket: e.Ticket, Reason: why}
	if e.Only {
		f.Text = e.Event.Text
	}
	return f
}

// moveTicket tells a ticket what happened. What came of it the log tells; only
// what the ticket does not take comes back.
func (b *Bot) moveTicket(ctx context.Context, t Task) (Event, error) {
	e := t.Effect.(MoveTicket)
	_, err := b.Store.MoveTicket(ctx, TicketMove{Key: t.Key, From: t.From, Ticket: e.Ticket, Seen: e.Seen, Event: e.Event})
	switch {
	case errors.As(err, new(*OutdatedError)):
		return ticketFailed(t, Outdated), nil
	case notThere(err) && e.Event.Kind != handoff.Opened:
		return ticketFailed(t, Broken), nil // what was there is lost
	case errors.Is(err, handoff.ErrRefused):
		return ticketFailed(t, Refused), nil
	case errors.Is(err, ErrDamaged):
		return ticketFailed(t, Broken), nil
	case err != nil && !errors.Is(err, ErrStale):
		return nil, err
	}
	return nil, b.catchUp(ctx)
}

// notThere reports a move of a ticket that is not there.
func notThere(err error) bool {
	e := (*handoff.TransitionError)(nil)
	return errors.As(err, &e) && e.Status == handoff.Unopened
}

// findAnswer finds an answer, showing it while it is worded where the channel can.
func (b *Bot) findAnswer(ctx context.Context, t Task) (Event, error) {
	e := t.Effect.(FindAnswer)
	show, shown := b.drafts(ctx, t.From)
	defer shown()
	f, a, trace, err := b.Answers.Follow(ctx, e.Facts, e.Text, e.At, show)
	switch {
	case err != nil && ctx.Err() != nil:
		return answerFailed(t, Overtime), nil
	case err != nil:
		b.Log.Error("no answer", "err", err)
		return answerFailed(t, Broken), nil
	}
	if b.Traced != nil {
		b.Traced(trace)
	}
	return Answered{Generation: t.Generation, Reply: b.replied(f, a)}, nil
}

// replied is an answer as the conversation keeps it.
func (b *Bot) replied(f answer.Facts, a answer.Answer) Reply {
	r := Reply{
		Kind: a.Kind, Text: a.Text, More: a.More, Place: string(a.Place), Asks: a.Asks, Act: a.Act,
		Suggest: a.Suggest, Facts: f, Known: b.Answers.Known(f),
	}
	for _, s := range a.Sources {
		r.Sources = append(r.Sources, s.Cite())
	}
	if r.Asks == "" && slices.Contains(a.Suggest, phrases.Say("button.under16")) {
		r.Asks = answer.AsksAge // the reply asks for it by its buttons
	}
	if len(a.Sources) > 0 {
		r.Article = string(a.Sources[0].Article)
	}
	r.Passage = string(a.Passage)
	return r
}
