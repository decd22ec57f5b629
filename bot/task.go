package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huizhi/answer"
	"huizhi/handoff"
	"huizhi/phrases"
)

// How long a task may take.
const (
	answerTime = 45 * time.Second // with a model included
	stepBack   = 5 * time.Second  // beyond it, for an answerer that does not hear
)

// find looks for an answer; b.mu is held.
func (b *Bot) find(l *lane, t Task) {
	ctx := b.running
	work, cancel := context.WithCancel(ctx)
	l.finding, l.stop = t.Key, cancel
	b.jobs.Go(func() {
		defer cancel()
		b.finish(ctx, t, b.answer(work, t, t.Effect.(FindAnswer)))
	})
}

// move moves tickets, one after the other, until nothing is left to move.
func (b *Bot) move(ctx context.Context, a Address) {
	for ctx.Err() == nil {
		t, ok := b.nextMove(a)
		if !ok {
			return
		}
		result, err := b.moveTicket(ctx, t, t.Effect.(MoveTicket))
		if err != nil {
			if ctx.Err() == nil {
				_ = b.broken("ticket", err)
			}
			return
		}
		b.finish(ctx, t, result)
	}
}

// nextMove takes the next move of a lane, or marks that nobody moves.
func (b *Bot) nextMove(a Address) (Task, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[a]
	if len(l.moves) == 0 {
		l.moving = false
		b.kick(a)
		return Task{}, false
	}
	t := l.moves[0]
	l.moves = l.moves[1:]
	return t, true
}

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
	l.tasks--
	if l.finding == t.Key {
		l.finding, l.stop = "", nil
	}
	for _, q := range queued {
		l.add(q)
	}
	b.kick(t.From)
}

// moveTicket tells a ticket what happened. What came of it the log tells; only
// what the ticket does not take comes back. Only the store's end is an error.
func (b *Bot) moveTicket(ctx context.Context, t Task, e MoveTicket) (Event, error) {
	err := b.Store.MoveTicket(ctx, TicketMove{Key: t.Key, From: t.From, Ticket: e.Ticket, Event: e.Event})
	f := Failed{Generation: t.Generation, Reason: Refused, Ticket: e.Ticket}
	if e.Only {
		f.Text = e.Event.Text
	}
	switch {
	case errors.Is(err, handoff.ErrRefused):
		return f, nil
	case errors.Is(err, ErrDamaged):
		f.Reason = Broken
		return f, nil
	case err != nil && !errors.Is(err, ErrStale):
		return nil, err
	}
	return nil, b.catchUp(ctx)
}

// answer finds an answer, showing it while it is worded where the channel can.
func (b *Bot) answer(ctx context.Context, t Task, e FindAnswer) Event {
	select {
	case b.slots <- struct{}{}:
	case <-ctx.Done():
		return Failed{Generation: t.Generation, Reason: Overtime}
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	done := make(chan Event, 1)
	go func() {
		defer func() { <-b.slots }()
		done <- b.found(ctx, t, e)
	}()
	return await(ctx, done, stepBack, Event(Failed{Generation: t.Generation, Reason: Overtime}))
}

// found is the answer, or why there is none.
func (b *Bot) found(ctx context.Context, t Task, e FindAnswer) (out Event) {
	defer func() {
		if r := recover(); r != nil {
			b.Log.Error("answer broke", "panic", fmt.Sprintf("%T", r))
			out = Failed{Generation: t.Generation, Reason: Broken}
		}
	}()
	show, shown := b.drafts(ctx, t.From)
	f, a, trace, err := b.Answers.Follow(ctx, e.Facts, e.Text, e.At, show)
	shown()
	switch {
	case err != nil && ctx.Err() != nil:
		return Failed{Generation: t.Generation, Reason: Overtime}
	case err != nil:
		b.Log.Error("no answer", "err", err)
		return Failed{Generation: t.Generation, Reason: Broken}
	}
	if b.Traced != nil {
		b.Traced(trace)
	}
	return Answered{Generation: t.Generation, Reply: b.replied(f, a)}
}

// replied is an answer as the conversation keeps it.
func (b *Bot) replied(f answer.Facts, a answer.Answer) Reply {
	r := Reply{
		Kind: a.Kind, Text: a.Text, More: a.More, Place: string(a.Place), Asks: a.Asks,
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
