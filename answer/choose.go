package answer

import (
	"context"
	"slices"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// The bands of a chance. Where an answer is wanted at all, the best way to reply
// answers when it is sure; when a passage is only likely, the reply opens with what
// the question was taken for; the next two are buttons. Else what comes near is
// offered. The cases say themselves whom and what they are about, and answer
// whenever they come first.
const (
	sure     = 0.7
	likely   = 0.3
	near     = 0.005 // to be offered
	nearTalk = 0.05  // the same to what may only be talk

	// beside is how likely the cases must be, to say what is theirs of what an
	// article's opening says of everybody.
	beside = 0.25

	// caseAtAll is how likely the cases must be at least where they understand all of a
	// question.
	caseAtAll = 0.05

	// closeCall is how likely the cases must be beside a passage to be as good.
	closeCall = 0.7

	// againstNone is how likely a way must be where it is likelier that there is none.
	againstNone = 0.45

	// asBad is how likely a passage must be beside the cases that only ask back.
	asBad = 0.65

	// noneSure is how likely it must be that nothing here answers, to say so.
	noneSure = 0.6

	// An act is understood when it is sure, and offered as a button when it is
	// as likely as this: learned acts are never done.
	sureAct    = 0.75
	sureMisuse = 0.9 // nobody is warned for a vague word
	// Those that would puzzle who did not mean them must be likelier.
	hintAct   = 0.12
	hintGrave = 0.25
)

// mostOffers is how many questions are offered at most.
const mostOffers = 3

// choose weighs every way to reply and takes the likeliest.
func (in *inquiry) choose(ctx context.Context) (Answer, error) {
	found, err := in.search(ctx)
	if err != nil {
		return Answer{}, err
	}
	in.weigh(found)
	return in.decide(ctx)
}

// weigh gives each way to reply its chance, from what was found.
func (in *inquiry) weigh(found []kb.Match) {
	in.matches = found
	in.options = in.ways(in.view(found), in.language.weigher.sorts.logs)
	in.language.weigher.weigh(in.options)
}

// decide takes the likeliest way to reply.
func (in *inquiry) decide(ctx context.Context) (Answer, error) {
	act, wanted := parted(in.options)
	switch {
	case act.chance < sureAct, act.sort == Misuse && act.chance < sureMisuse:
		a := in.pick(wanted)
		if act.chance >= hint(act.sort) && act.sort != Misuse && act.sort != Courtesy {
			a.Act, a.Suggest = act.sort, append([]string{act.sort.button()}, a.Suggest...)
		}
		return a, nil
	case act.sort == Misuse:
		return in.caution(ctx, nlu.Forge)
	}
	return in.act(act.sort), nil
}

// hint is how likely an act must be to be offered.
func hint(act Sort) float64 {
	if act == Person || act == Ordering {
		return hintAct
	}
	return hintGrave
}

// parted takes ways apart: the likeliest act, and those that are left if an
// answer is wanted, with their chances then.
func parted(ways []way) (act way, wanted []way) {
	left := 0.0
	for _, w := range ways {
		switch {
		case !slices.Contains(acts, w.sort):
			wanted, left = append(wanted, w), left+w.chance
		case w.chance > act.chance:
			act = w
		}
	}
	for i := range wanted {
		wanted[i].chance /= left
	}
	return act, wanted
}

// pick replies to somebody who wants an answer; ways are the likeliest first.
func (in *inquiry) pick(ways []way) Answer {
	best, rest := in.best(ways)
	in.chance = best.chance
	switch {
	case best.chance < noneSure && in.curt() && len(in.headings(ways, near)) > 0:
		return offered(phrases.Say("unknown.curt"), in.headings(ways, near))
	case best.sort.None() && in.remarks(best.sort):
		return in.inPassing(best, in.headings(rest, nearTalk))
	case best.sort == Near && (in.namesOurs() || in.q.Documents == nil && in.ours() && !in.elsewhere() || in.within() && len(in.q.Documents) == 0):
		return unknown(phrases.Say("unknown.nothing"), in.headings(rest, near))
	case best.sort == Near:
		return unknown(phrases.Say("unknown.near"), in.headings(rest, near))
	case best.sort.None():
		return unknown(phrases.Say("unknown."+string(best.sort)), in.headings(rest, nearTalk))
	case best.chance < surelyMeant && in.curt():
		return offered(phrases.Say("unknown.curt"), in.headings(ways, near))
	case best.sort == OfPassage && best.chance < likely, best.sort == OfCase && in.unheard():
		return unknown(phrases.Say("unknown.nothing"), in.headings(ways, near))
	}
	a := in.give(best)
	rest = slices.DeleteFunc(slices.Clone(rest), func(w way) bool {
		return w.sort == OfPassage && w.match.Passage.Lead && cites(a, w.match.Passage.Article) // it was just said
	})
	if best.chance < sure && a.Passage != "" && !in.named {
		a.lead(phrases.Say("choose.as", best.heading()))
	}
	next := in.headings(rest, near)
	next = next[:min(mostOffers-1, len(next))]
	switch {
	case a.Kind == KindAsk: // the buttons are what may be replied
	case best.chance < sure:
		a.Suggest = slices.Concat(next, a.Suggest) // what else may be meant first
	default:
		a.Suggest = slices.Concat(a.Suggest, next) // facts that would change it first
	}
	return a
}

// unheard reports a question for a yes or no of which something of weight is not
// understood, and that names nothing one may apply for: 身份证能不能当刀用.
func (in *inquiry) unheard() bool {
	can := len(in.q.Aspects) > 0 && in.q.Aspects[0] == kb.Can
	return can && in.facts.Services == nil && !in.q.Says() && len([]rune(in.q.Rest)) >= 2
}

// best is the way to reply, and what is left if it was not meant.
func (in *inquiry) best(ways []way) (best way, rest []way) {
	best, rest = ways[0], ways[1:]
	if in.chosen {
		return best, rest // a reader has weighed the cases against the rest
	}
	if best.sort.None() && best.chance < noneSure && len(rest) > 0 && rest[0].chance >= againstNone && !rest[0].asksWhat() && !in.namesNothing(rest[0]) {
		best, rest = rest[0], rest[1:]
	}
	if i := slices.IndexFunc(rest, func(w way) bool { return w.sort.None() }); best.asksWhat() && i >= 0 && rest[i].chance >= closeCall*best.chance {
		best, rest = rest[i], slices.Concat(rest[:i], rest[i+1:]) // to ask what it is all about is to own up
	}
	best = in.ofCard(best, rest)
	i := slices.IndexFunc(ways, func(w way) bool { return w.sort == OfCase })
	if i < 0 {
		return best, rest
	}
	switch cases := ways[i]; {
	case best.sort.None() && cases.chance >= caseAtAll && in.plain():
		best = cases // all of it is understood: 照片两张要几天
	case best.sort.None() && in.goesOn() && in.tellsMore() && !in.asksAnew():
		best = cases // whoever tells more of themselves, and asks nothing, has asked already
	case best.sort == OfPassage && best.chance < sure && cases.chance >= closeCall*best.chance && (in.q.AgeSaid || in.q.Services != nil) && (len(in.q.Named()) > 0 || in.q.Channel != ""):
		best = cases // between equals, what is theirs: they told who they are or what they want done, and asked for a field
	case best.sort == OfCase && cases.reply.Kind == KindAsk && rest[0].sort == OfPassage && rest[0].chance >= asBad*best.chance:
		asked := best.chance
		best = rest[0] // what a passage may tell at once is not asked back for
		best.chance += asked
	case best.sort == OfPassage && best.match.Passage.Lead && cases.chance >= beside && (len(in.q.Aspects) > 0 || in.q.Services != nil):
		both := best.chance + cases.chance // an opening speaks of everybody; what the cases say is theirs
		best, best.chance = cases, both
	}
	return best, rest
}

// namesNothing reports cases that would tell everything to a question that names neither
// what is to be done nor a field: 身份证有几克重.
func (in *inquiry) namesNothing(w way) bool {
	return w.sort == OfCase && in.facts.Services == nil && len(in.q.Named()) == 0
}

// asksWhat reports cases that ask back what it is all about.
func (w way) asksWhat() bool { return w.sort == OfCase && w.reply.Asks == AsksService }

// ofCard is the passage on the ID card that is nearly as likely as one on a document that
// nobody named, if there is one: what speaks for the others speaks for it.
func (in *inquiry) ofCard(best way, rest []way) way {
	others := func(w way) bool { return w.sort == OfPassage && in.cardOnly() && in.othersOnly(w.match.Passage) }
	if best.sort != OfPassage {
		return best
	}
	if others(best) {
		i := slices.IndexFunc(rest, func(w way) bool { return w.sort == OfPassage && !others(w) })
		if i < 0 || rest[i].chance < closeCall*best.chance {
			return best
		}
		best, rest = rest[i], append(slices.Clone(rest), best)
	}
	for _, w := range rest {
		if others(w) {
			best.chance += w.chance
		}
	}
	return best
}

// plain reports a question for a field of which everything is understood.
func (in *inquiry) plain() bool {
	named := in.facts.Services != nil || in.namesOurs()
	return named && len(in.q.Named()) > 0 && len([]rune(in.q.Rest)) < nlu.LeastContent
}

// namesOurs reports a question that names the card or the receipt: it is not to be
// told that these are not our business.
func (in *inquiry) namesOurs() bool {
	return in.language.NamesService(kb.Receipt, in.q.Text) || in.language.NamesDocument(kb.IDCard, in.q.Text)
}

// ours reports a question that names a document or a service of ours, or speaks
// of 证, of 窗口 and the like.
func (in *inquiry) ours() bool {
	return len(in.q.Documents) > 0 || in.q.Services != nil || in.language.Says("ours", in.q.Text)
}

// remarks reports a message within a conversation that asks nothing of ours: talk, or
// a fact told in a few words, of whatever field.
func (in *inquiry) remarks(s Sort) bool {
	return in.within() && (s != Near || !in.asksAnew() && len([]rune(in.q.Text)) <= mostRemark)
}

// within reports a message within a conversation.
func (in *inquiry) within() bool { return !in.brief && (in.goesOn() || len(in.before.Basis) > 0) }

// mostRemark is how many characters a fact told in passing may hold.
const mostRemark = 10

// tellsMore reports a message that says of the case what was not known.
func (in *inquiry) tellsMore() bool {
	q := in.q
	if slices.Equal(q.Here, in.before.Places) {
		q.Here = nil
	}
	return q.Says()
}

// asksAnew reports a question of its own: 我湖南户口,社保怎么转.
func (in *inquiry) asksAnew() bool {
	return !in.q.Follow && in.language.Says("questions", in.q.Text)
}

// curt reports a word or two that leave open what is asked: 照片.
func (in *inquiry) curt() bool {
	n := 0
	for _, r := range in.withoutPlaces() {
		if nlu.IsHan(r) {
			n++
		}
	}
	return n <= mostCurt && !in.brief && !in.q.Says() && len(in.q.Aspects) == 0 && !in.goesOn()
}

// So many characters say too little, unless it is as likely as this what they mean.
const (
	mostCurt    = 4
	surelyMeant = 0.9
)

// headings are the questions of those ways that are at least so likely.
func (in *inquiry) headings(ways []way, least float64) (out []string) {
	for _, w := range ways {
		if h := w.heading(); h != "" && w.chance >= least && len(out) < mostOffers {
			out = append(out, h)
		}
	}
	return out
}

// give replies in one way.
func (in *inquiry) give(w way) Answer {
	if w.sort == OfPassage {
		if a, ok := in.opened(w.match.Passage, cites); ok {
			return a
		}
		return in.passage(w.match)
	}
	matches, options, chance, measured := in.matches, in.options, in.chance, in.measured
	*in = *w.work
	in.matches, in.options, in.chance, in.measured = matches, options, chance, measured
	return w.reply
}

// unknown owns up, and offers what comes near.
func unknown(text string, questions []string) Answer {
	if len(questions) == 0 {
		return Answer{Kind: KindUnknown, Text: text}
	}
	return offered(phrases.Lines(text, phrases.Say("unknown.offer")), questions)
}

// offered lets them choose a question.
func offered(text string, questions []string) Answer {
	for _, q := range questions {
		text = phrases.Lines(text, phrases.Say("unknown.item", q))
	}
	return Answer{Kind: KindUnknown, Text: text, Suggest: questions}
}

// act replies to what wants something else than an answer. Nothing is done: what
// there is to do is a button.
func (in *inquiry) act(s Sort) (a Answer) {
	switch s {
	case Ordering:
		a = in.order()
	case Standing:
		a = Answer{Kind: KindOrder, Service: kb.Receipt, Text: phrases.Say("order.status")}
	case Courtesy:
		a = Answer{Kind: KindSmalltalk, Text: phrases.Say("smalltalk.courtesy")}
	case Cancel, Refund:
		a = Answer{Kind: KindOrder, Text: phrases.Say("act." + string(s)), Suggest: []string{Person.button()}}
	case Erase:
		a = Answer{Kind: KindSmalltalk, Text: phrases.Say("act.erase"), Suggest: []string{Erase.button()}}
	default:
		a = Answer{Kind: KindSmalltalk, Text: phrases.Say("act." + string(s)), Suggest: []string{Person.button()}}
	}
	a.Act = s
	return a
}

// caution tells what the law says to whoever may want to misuse a card, accuses nobody,
// and offers what else may be meant. The consequence is an article's, found like any other
// passage.
func (in *inquiry) caution(ctx context.Context, i nlu.Intent) (Answer, error) {
	a := Answer{Kind: KindUnknown, Text: phrases.Say("misuse.maybe")}
	p, ok, err := in.stated(ctx, phrases.Say("misuse.query."+string(i)))
	if err != nil {
		return a, err
	}
	if ok {
		a = quote(p, a.Text)
	}
	a.Act, a.Suggest = Misuse, in.headings(in.options, near)
	return a, nil
}

// passage quotes a passage.
func (in *inquiry) passage(m kb.Match) Answer {
	in.quoted, in.match = m.Passage, m
	a := quote(m.Passage)
	a.Place = in.placeOf(m.Passage.Article)
	return a
}
