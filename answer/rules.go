package answer

import (
	"context"
	"slices"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// rule answers one kind of question by itself, so that nothing is weighed for it. ok is
// false for any other question.
type rule func(in *inquiry, ctx context.Context) (a Answer, ok bool, err error)

// The rules, in the order in which they are tried: those that see what a message is; those
// that see what it asks, and may be mistaken; and those for what is left to be told. What
// only adds a fact comes last. Those for residents, and what follows them, hold only for whom
// the rules for residents of the mainland cover.
var (
	plain     = []rule{(*inquiry).inItsWords, (*inquiry).misused, (*inquiry).asksNothing, (*inquiry).notOurs, (*inquiry).thereToo}
	computed  = []rule{(*inquiry).areaCodeReply, (*inquiry).cityFieldReply}
	residents = []rule{(*inquiry).crossCity, (*inquiry).warned}
	left      = []rule{(*inquiry).stillGood, (*inquiry).vague}
)

// ruled answers with the first rule that does.
func (in *inquiry) ruled(ctx context.Context) (a Answer, ok bool, err error) {
	if a, ok, err = in.first(ctx, plain); ok || err != nil {
		return a, ok, err
	}
	of := computed
	if !in.foreigner() {
		of = slices.Concat(computed, residents)
	}
	if a, ok, err = in.first(ctx, of); ok || err != nil {
		in.computed = ok
		return a, ok, err
	}
	if in.foreigner() {
		return Answer{}, false, nil
	}
	if a, ok, err = in.first(ctx, left); ok || err != nil {
		return a, ok, err
	}
	a, ok, err = in.toldMore(ctx)
	another := in.q.Here == nil && in.language.Says("follow", in.q.Text) // 老婆呢: somebody of whom more may have been told
	value := len([]rune(in.q.Said)) <= mostCurt && !another              // it replies to what we asked
	in.computed = ok && !value
	return a, ok, err
}

// first answers with the first of some rules that does.
func (in *inquiry) first(ctx context.Context, of []rule) (a Answer, ok bool, err error) {
	for _, r := range of {
		if a, ok, err = r(in, ctx); ok || err != nil {
			return a, ok, err
		}
	}
	return Answer{}, false, nil
}

// inItsWords answers what was written for these very words.
func (in *inquiry) inItsWords(context.Context) (a Answer, ok bool, err error) {
	if in.exact = in.asked(); in.exact == nil {
		return Answer{}, false, nil
	}
	return in.verbatim(in.exact), true, nil
}

// misused refuses help with a forged card, or somebody else's. The grammar that hears that
// may mishear, so what else was found is offered.
func (in *inquiry) misused(ctx context.Context) (a Answer, ok bool, err error) {
	if in.q.Intent != nlu.Forge && in.q.Intent != nlu.Impersonate {
		return Answer{}, false, nil
	}
	found, err := in.search(ctx)
	if err != nil {
		return a, true, err
	}
	in.weigh(found)
	a, err = in.caution(ctx, in.q.Intent)
	return a, true, err
}

// asksNothing replies to what wants no answer.
func (in *inquiry) asksNothing(ctx context.Context) (a Answer, ok bool, err error) {
	if in.q.Intent == nlu.Ask {
		return Answer{}, false, nil
	}
	a, err = in.noQuestion(ctx)
	return a, true, err
}

// notOurs turns away who wants what we neither know nor do: the rules of a photo for
// something else, the data of somebody else.
func (in *inquiry) notOurs(context.Context) (a Answer, ok bool, err error) {
	text := in.q.Text
	switch {
	case in.language.Says("others_data", text):
		return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.others_data")}, true, nil
	case in.language.Says("other_photo", text) && !in.namesOurs():
		return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.other_photo")}, true, nil
	}
	return Answer{}, false, nil
}

// stillGood tells of a receipt made on a day that they name whether it is still good.
func (in *inquiry) stillGood(context.Context) (a Answer, ok bool, err error) {
	if in.q.Dated.IsZero() || !in.facts.Services.Only(kb.Receipt) || !in.q.Asks(kb.Validity) {
		return Answer{}, false, nil
	}
	a, ok = in.caseRoad()
	return a, ok && a.Kind == KindAnswer, nil
}

// vague asks what it is about, where nothing says that.
func (in *inquiry) vague(context.Context) (a Answer, ok bool, err error) {
	if !in.introduces() && !in.open() {
		return Answer{}, false, nil
	}
	return in.whichService(), true, nil
}
