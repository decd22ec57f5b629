package answer

import (
	"context"
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// noQuestion replies to what is not a question for the articles.
func (in *inquiry) noQuestion(ctx context.Context) (Answer, error) {
	switch in.q.Intent {
	case Handoff:
		return Answer{Kind: KindHandoff, Text: phrases.Say("handoff.coming")}, nil
	case Order, Status:
		return in.order(), nil
	case Contact:
		return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.contact")}, nil
	case Offtopic:
		return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.offtopic")}, nil
	case Empty:
		return Answer{Kind: KindAsk, Asks: AsksService, Text: phrases.Say("ask.empty"), Suggest: in.serviceButtons(everyday)}, nil
	}
	return Answer{Kind: KindSmalltalk, Text: phrases.Say("smalltalk." + string(in.q.Intent)), Suggest: in.serviceButtons(everyday)}, nil
}

// foreigner reports a question of somebody whom the rules for residents of the
// mainland do not cover.
func (in *inquiry) foreigner() bool {
	return in.words.cues["foreign"].MatchString(in.q.Text) || in.beyond(in.facts)
}

// beyond reports somebody who is of or in Taiwan, Hong Kong or Macao.
func (in *inquiry) beyond(f Facts) bool {
	outside := func(name place.Name) bool {
		p, ok := in.places.Place(name)
		return ok && slices.Contains([]string{"71", "81", "82"}, p.Code[:min(2, len(p.Code))]) // GB/T 2260
	}
	return slices.ContainsFunc(f.Homes, outside) || slices.ContainsFunc(f.Places, outside)
}

// elsewhere reports a question about somebody else's certificates, which names
// none of ours: 结婚证丢了怎么补.
func (in *inquiry) elsewhere() bool {
	return in.q.Documents == nil && in.words.cues["elsewhere"].MatchString(in.q.Text)
}

// beside reports a question about what happens to be near: parking at the office.
func (in *inquiry) beside() bool { return in.words.cues["beside"].MatchString(in.q.Text) }

// order says how an order is taken up; the conversation takes it from there.
func (in *inquiry) order() Answer {
	a := Answer{Kind: KindOrder, Service: kb.Receipt, Text: phrases.Say("order." + string(in.q.Intent))}
	if in.q.Intent == Order && len(in.facts.Places) == 1 {
		if _, ok := in.places.City(in.facts.Places[0]); ok {
			a.Text = phrases.Say("order.city", in.short(in.facts.Places[0]))
		}
	}
	return a
}

// refuse declines to help with misuse and says what the law does about it. The
// consequence is an article's, found like any other passage.
func (in *inquiry) refuse(ctx context.Context) (Answer, error) {
	text := phrases.Say("misuse." + string(in.q.Intent))
	p, ok, err := in.told(ctx, phrases.Say("misuse.query."+string(in.q.Intent)))
	if !ok || err != nil {
		return Answer{Kind: KindUnknown, Text: text}, err
	}
	return quote(p, text), nil
}
