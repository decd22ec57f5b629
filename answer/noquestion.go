package answer

import (
	"context"
	"slices"

	"huizhi/cases"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
)

// noQuestion replies to what is not a question for the articles.
func (in *inquiry) noQuestion(ctx context.Context) (Answer, error) {
	a, err := in.toIntent(ctx)
	a.Act = sortOf(in.q.Intent)
	return a, err
}

// sortOf is what an intent is among messages.
func sortOf(i nlu.Intent) Sort {
	switch i {
	case nlu.Handoff:
		return Person
	case nlu.Order, nlu.GoAhead:
		return Ordering
	case nlu.Forge, nlu.Impersonate:
		return Misuse
	case nlu.Greet, nlu.Bye, nlu.Thanks, nlu.Robot:
		return Courtesy
	}
	return ""
}

func (in *inquiry) toIntent(ctx context.Context) (Answer, error) {
	switch in.q.Intent {
	case nlu.Handoff:
		return Answer{Kind: KindHandoff, Text: phrases.Say("handoff.coming")}, nil
	case nlu.Order, nlu.GoAhead:
		return in.order(), nil
	case nlu.Distress, nlu.Scam, nlu.Shortcut, nlu.GiveUp:
		return help(in.q.Intent), nil
	case nlu.Doubt:
		return in.basis(), nil
	case nlu.Contact:
		return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.contact")}, nil
	case nlu.Empty:
		return Answer{Kind: KindAsk, Asks: AsksService, Text: phrases.Say("ask.empty"), Suggest: in.book().Names(cases.Everyday)}, nil
	}
	a := Answer{Kind: KindSmalltalk, Text: phrases.Say("smalltalk." + string(in.q.Intent))}
	if in.q.Intent == nlu.Greet || in.q.Intent == nlu.Robot {
		a.Suggest = in.book().Names(cases.Everyday) // who takes leave wants no questions
	}
	return a, nil
}

// open reports a question after time alone, of nothing in particular: 什么时候能拿到.
func (in *inquiry) open() bool {
	q, f := in.q, in.facts
	named := f.Services != nil || f.Document != "" || q.Generic || len(q.Documents) > 0 || q.Says() || q.Channel != "" || q.TheCard
	return len(q.Aspects) == 1 && q.Asks(kb.Time) && !named && q.Rest == "" && !in.brief && len(f.Basis) == 0
}

// foreigner reports a question of somebody whom the rules for residents of the
// mainland do not cover.
func (in *inquiry) foreigner() bool {
	return !in.facts.Settled && (in.language.OfApplicant("foreign", in.q.Text) || in.beyond(in.facts))
}

// forThem answers those people if a passage that is surely right speaks of them.
func (in *inquiry) forThem(ctx context.Context) (Answer, error) {
	a, err := in.choose(ctx)
	if err != nil || in.quoted != nil && in.chance >= likely && in.language.Says("foreign", wording(in.quoted)) {
		return a, err
	}
	in.quoted = nil
	return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.foreign")}, nil
}

// beyond reports somebody who is of or in Taiwan, Hong Kong or Macao.
func (in *inquiry) beyond(f Facts) bool {
	return anyBeyond(f.Homes, in.places) || anyBeyond(f.Places, in.places)
}

// anyBeyond reports a place in Taiwan, Hong Kong or Macao: GB/T 2260.
func anyBeyond(names []place.Name, places *place.Gazetteer) bool {
	return slices.ContainsFunc(names, func(name place.Name) bool {
		p, ok := places.Place(name)
		return ok && slices.Contains([]string{"71", "81", "82"}, p.Code[:min(2, len(p.Code))])
	})
}

// order says how an order is taken up; the conversation takes it from there. What is known
// of a place where a receipt may not be taken comes first: one that no window takes costs a
// day and its price.
func (in *inquiry) order() Answer {
	a := Answer{Kind: KindOrder, Service: kb.Receipt, Text: phrases.Say("order.order")}
	if len(in.facts.Places) != 1 {
		return a
	}
	if _, ok := in.places.City(in.facts.Places[0]); ok {
		a.Text = phrases.Say("order.city", in.short(in.facts.Places[0]))
	}
	if said, ok := in.notTaken(); ok {
		a.Text, a.Sources, a.used = phrases.Lines(said.Text, phrases.Say("order.doubted")), said.Sources, said.used
	}
	return a
}

// notTaken is what the cases say of a receipt at a place where it is not surely taken.
func (in *inquiry) notTaken() (Answer, bool) {
	of := *in
	of.brief, of.q.Intent, of.q.Aspects, of.q.Services = true, nlu.Ask, []nlu.Aspect{kb.Can}, nil
	of.facts.Services = kb.Set[kb.Service]{kb.Receipt}
	said, ok := of.caseRoad()
	doubted := func(s *kb.Statement) bool { return s.Field == kb.Can && s.Value.Verdict != kb.Yes }
	return said, ok && said.Kind == KindAnswer && slices.ContainsFunc(said.used, doubted)
}

// short is a place as people say it: 江门, 广东.
func (in *inquiry) short(name place.Name) string {
	if p, ok := in.places.Place(in.book().City(name)); ok {
		return p.Short
	}
	return string(name)
}
