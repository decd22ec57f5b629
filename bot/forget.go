package bot

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"huizhi/phrases"
)

// A customer who wants to be forgotten reads first what will go, and is asked
// again. Anything else that they do ends the question. Afterwards nothing is kept
// of them, so the last line is not kept either: if the program dies between, it is
// not said, and whoever asks again hears that nothing is there.

// Kept is what is remembered of a customer, in numbers.
type Kept struct {
	Messages int `json:"messages,omitempty"` // of the talk
	Feedback int `json:"feedback,omitempty"` // lines for editors
	Tickets  int `json:"tickets,omitempty"`
	Open     int `json:"open,omitempty"`    // of the tickets, those that are not closed
	Waiting  int `json:"waiting,omitempty"` // messages on their way to them
	Parked   int `json:"parked,omitempty"`  // events and tasks that were put aside
}

// takeStock asks the store what is kept.
func (s *step) takeStock() { s.do(TakeStock{}) }

// askToForget says what will go, and asks again. Where nothing is remembered, what
// is left goes unasked: the address.
func (s *step) askToForget() {
	k := s.in.Event.(StockTaken).Kept
	if k == (Kept{}) {
		s.do(Forget{Nothing: true, Script: s.c.Script})
		return
	}
	m := s.phrase("forget.these")
	m.Lines = append(m.Lines, s.inventory(k)...)
	m.Lines = append(m.Lines, line("forget.app"), line("forget.sure"))
	m.row(Choice{Key: "button.erase", Data: "erase", Once: true}, Choice{Key: "button.keep", Data: "keep", Once: true})
	s.c.Erasing = true
}

// inventory is what is kept, a line each.
func (s *step) inventory(k Kept) (out []Line) {
	for _, l := range []struct {
		n   int
		key Line
	}{
		{k.Messages, line("forget.messages", k.Messages)},
		{len(s.c.Known), line("forget.known", strings.Join(labels(s.c.Known), "、"))},
		{k.Feedback, line("forget.feedback", k.Feedback)},
		{k.Tickets, line("forget.tickets", k.Tickets)},
		{k.Open, line("forget.open")},
		{k.Waiting, line("forget.waiting", k.Waiting)},
		{k.Parked, line("forget.parked", k.Parked)},
	} {
		if l.n > 0 {
			out = append(out, l.key)
		}
	}
	return out
}

// erase forgets the customer: nothing that was asked before is answered any more.
func (s *step) erase() {
	s.forget()
	s.do(Forget{Script: s.c.Script})
}

// keepAll keeps what is kept.
func (s *step) keepAll() { s.phrase("forget.kept") }

// notForgotten says that it did not work.
func (s *step) notForgotten() { s.phrase("forget.failed").row(choiceForget) }

// agrees is how customers say yes, and say what to.
var agrees = regexp.MustCompile(`^(?:嗯|好的?|对|是的?)?[，, ]*(?:确认|确定)?(?:删除?|删掉|删了)(?:吧|了)?$`)

// erasing is what a text means while the question is open.
func (s *step) erasing(a act) (act, bool) {
	switch word := s.word(); {
	case !s.c.Erasing:
		return a, false
	case word == phrases.Say("button.erase"), agrees.MatchString(word):
		return confirmed, true
	case word == phrases.Say("button.keep"), a == cancelled, a == wentBack:
		return declined, true
	}
	return a, false
}

// done reports an event by which the customer did something.
func done(e Event) bool {
	switch e.(type) {
	case Text, Edited, Photo, Unreadable, Button:
		return true
	}
	return false
}

// takeStock counts what is kept.
func (b *Bot) takeStock(_ context.Context, t Task) (Event, error) {
	k, err := b.Store.Kept(t.From)
	return StockTaken{k}, err
}

// forget erases the customer, and with them its own task. What it says last goes
// straight to the channel: a message on disk would be something of theirs again.
func (b *Bot) forget(ctx context.Context, t Task) (Event, error) {
	e := t.Effect.(Forget)
	// Half of it is no use to anybody: it goes on even if everything stops now.
	if err := b.Store.Forget(context.WithoutCancel(ctx), t.From); err != nil && !errors.Is(err, ErrStale) {
		return nil, err
	}
	last := line("forget.done")
	if e.Nothing {
		last = line("forget.nothing")
	}
	d := Delivery{Key: deliveryKey(t.Key, 0), To: t.From, Message: Message{Text: last.words(e.Script)}}
	if _, err := b.deliver(ctx, Outgoing{Delivery: d}); err != nil && ctx.Err() == nil {
		b.Log.Error("message not delivered", "channel", t.From.Channel, "err", err)
	}
	if r, ok := b.channels[t.From.Channel].(Rememberer); ok {
		r.Forgotten(t.From)
	}
	return nil, nil
}

// forgetFailed is a TakeStock or a Forget that came to nothing.
func forgetFailed(_ Task, why Reason) Event { return ForgetFailed{why} }
