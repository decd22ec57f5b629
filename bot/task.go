package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huizhi/answer"
	"huizhi/handoff"
)

// taskTime is how long a task may take, answers with a model included.
const taskTime = 45 * time.Second

// start runs a task; b.mu is held.
func (b *Bot) start(t Task) {
	if b.running == nil {
		return
	}
	ctx := b.running
	work, cancel := context.WithTimeout(ctx, taskTime)
	if _, ok := t.Effect.(FindAnswer); ok {
		b.lane(t.From).stop = cancel
	}
	b.jobs.Go(func() {
		defer cancel()
		b.run(ctx, work, t)
	})
}

// run does a task and journals what came of it.
func (b *Bot) run(ctx, work context.Context, t Task) {
	result, err := b.result(work, t)
	if ctx.Err() != nil {
		return // it is found again
	}
	if err != nil {
		_ = b.broken("task", err)
		return
	}
	in := Incoming{Key: t.Key + "/done", From: t.From, At: b.Now(), Event: result}
	queued, err := b.Store.Finish(ctx, t, in)
	if err != nil && !errors.Is(err, ErrStale) {
		_ = b.broken("finish", err)
		return
	}
	b.finished(t, queued)
}

// finished lets a lane go on.
func (b *Bot) finished(t Task, queued []Queued) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lane(t.From)
	l.tasks--
	if _, ok := t.Effect.(FindAnswer); ok {
		l.stop = nil
	}
	for _, q := range queued {
		l.add(q)
	}
	b.kick(t.From)
}

// result does a task. Only the store's own failure is an error.
func (b *Bot) result(ctx context.Context, t Task) (Event, error) {
	switch e := t.Effect.(type) {
	case FindAnswer:
		return b.answer(ctx, t, e), nil
	case MoveTicket:
		return b.moveTicket(ctx, t, e)
	}
	return nil, fmt.Errorf("bot: %T is no task", t.Effect)
}

// moveTicket tells a ticket what happened. The log tells the rest.
func (b *Bot) moveTicket(ctx context.Context, t Task, e MoveTicket) (Event, error) {
	err := b.Store.MoveTicket(ctx, TicketMove{Key: t.Key, From: t.From, Ticket: e.Ticket, Event: e.Event})
	if errors.Is(err, handoff.ErrRefused) {
		f := Failed{Generation: t.Generation, Reason: Refused, Ticket: e.Ticket}
		if e.Event.Kind == handoff.CustomerSaid {
			f.Text = e.Event.Text
		}
		return f, nil
	}
	if err != nil && !errors.Is(err, ErrStale) {
		return nil, err
	}
	return nil, b.catchUp(ctx)
}

// answer finds an answer, showing it while it is worded where the channel can.
func (b *Bot) answer(ctx context.Context, t Task, e FindAnswer) (out Event) {
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return Failed{Generation: t.Generation, Reason: Overtime}
	}
	defer func() {
		if r := recover(); r != nil {
			b.Log.Error("answer broke", "panic", fmt.Sprintf("%T", r))
			out = Failed{Generation: t.Generation, Reason: Broken}
		}
	}()
	f, a, trace, err := b.Answers.Follow(ctx, e.Facts, e.Text, e.At, b.drafts(ctx, t.From))
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

// drafts shows an answer while it is worded, if the channel can.
func (b *Bot) drafts(ctx context.Context, to Address) func(string) {
	d, ok := b.channels[to.Channel].(Drafter)
	if !ok || !b.around(to).Can.Stream {
		return nil
	}
	return func(text string) {
		if ctx.Err() == nil {
			d.Draft(ctx, to, text)
		}
	}
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
	if len(a.Sources) > 0 {
		r.Article = string(a.Sources[0].Article)
	}
	return r
}
