package answer

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// part is one question of a message and its reply.
type part struct {
	in     *inquiry
	reply  Answer
	asked  string // the question in the customer's words, as it is named back if nothing answers it
	reread bool   // a reader found it,
	taken  taken  // and took it for this
}

// questions are those of a message, each with its reply.
type questions struct {
	facts Facts // after the last of them
	parts []part
	more  bool // there are more than are answered
}

// several answers the questions of a message one after the other, each by itself,
// after what the whole message says of the place and, where it says nothing itself,
// of the case; one of a long story in the light of it. There are none in a message that
// asks one thing.
func (a *Answerer) several(ctx context.Context, before Facts, whole *inquiry, raw string, at time.Time) (out questions, err error) {
	if !whole.mayAskSeveral() {
		return out, nil
	}
	texts := a.language.Parts(raw, at)
	if len(texts) < 2 {
		return out, nil
	}
	out.facts, out.more = before.at(whole.facts), len(texts) > nlu.MostParts
	for _, text := range texts[:min(nlu.MostParts, len(texts))] {
		p, err := a.part(ctx, out.facts, whole, text, at)
		if err != nil {
			return out, err
		}
		out.facts, out.parts = p.in.facts, append(out.parts, p)
	}
	return out, nil
}

// joined puts the replies below each other, if they tell more than the one to the whole
// message.
func (q questions) joined(whole *inquiry, reply Answer) (a Answer, ok bool) {
	if len(q.parts) == 0 || !separate(whole, reply, q.parts) {
		return reply, false
	}
	whole.joint = true
	if len(whole.q.Services) <= 1 { // of several people, whoever asks next may mean all of them
		whole.facts = q.facts
	}
	return join(q.parts, q.more), true
}

// mayAskSeveral reports a message whose questions may be answered one by one.
func (in *inquiry) mayAskSeveral() bool {
	return in.q.Intent == nlu.Ask && !in.foreigner() && in.exact == nil
}

// at takes the place, and whose household it is, from what a whole message says.
func (f Facts) at(whole Facts) Facts {
	f.At, f.Places, f.Unsure, f.Both = whole.At, whole.Places, whole.Unsure, whole.Both
	f.Homes, f.NotHome, f.Household = whole.Homes, whole.NotHome, whole.Household
	return f
}

// partly begins to answer one question of a message.
func (a *Answerer) partly(f Facts, whole *inquiry, text string, at time.Time) *inquiry {
	before := f
	f, q := a.language.Understand(f, text, at)
	if f.Services == nil && !q.Generic {
		f.Services = whole.facts.Services
	}
	if f.Ages.Any() {
		f.Ages, f.Kin, f.Self = whole.facts.Ages, whole.facts.Kin, whole.facts.Self
	}
	q.Enumerate = true // there is no room for asking back
	in := a.inquire(whole.Knowledge, before, f, q)
	in.brief = true
	if whole.q.Core != "" {
		in.whole = whole
	}
	if in.language.Says("subjectless", q.Text) {
		in.context = whole.withoutPlaces()
	} else if led := a.language.Led(whole.q.Text, q.Text); led != q.Text {
		in.context = led
	}
	return in
}

// part answers one question of a message.
func (a *Answerer) part(ctx context.Context, f Facts, whole *inquiry, text string, at time.Time) (part, error) {
	in := a.partly(f, whole, text, at)
	q := in.q
	r, err := in.reply(ctx)
	if bare := q.Services == nil && q.Documents == nil; in.guesses() || bare && whole.elsewhere() {
		r = in.ownsUp(in.options)
	}
	if w, ok := in.quotedWhole(whole); ok && r.Kind == KindUnknown {
		r = in.give(w)
	}
	return part{in: in, reply: r, asked: in.questioned()}, err
}

// quotedWhole is what the whole message is answered with, if that may answer this
// part of it.
func (in *inquiry) quotedWhole(whole *inquiry) (way, bool) {
	i := slices.IndexFunc(in.options, func(w way) bool { return w.sort == OfPassage && w.match.Passage == whole.quoted })
	if i < 0 || whole.quoted == nil || in.options[i].chance < partLikely {
		return way{}, false
	}
	return in.options[i], true
}

// guesses reports a part that was answered with what it is hardly like, or from the cases
// though not all of it was understood.
func (in *inquiry) guesses() bool {
	general := in.q.Asks(kb.Can) || in.q.Asks(nlu.How) && in.q.Services == nil
	verdict := in.quoted == nil && general && len([]rune(in.q.Rest)) > mostRest
	return len(in.options) > 0 && (in.chance+in.beside() < partSure || verdict)
}

// mostRest is how many characters that nobody understood a verdict may leave out.
const mostRest = 4

// beside is how likely the other passages are of the article that was quoted: what is
// near in them is near in it.
func (in *inquiry) beside() (chance float64) {
	for _, w := range in.options {
		if w.sort == OfPassage && in.quoted != nil && w.match.Passage != in.quoted && w.match.Passage.Article == in.quoted.Article {
			chance += w.chance
		}
	}
	return chance
}

// How likely the reply to a part must be right, and what the whole message is
// answered with.
const (
	partSure   = 0.4
	partLikely = 0.1
)

// separate reports whether parts tell more than the reply to the whole.
func separate(whole *inquiry, reply Answer, parts []part) bool {
	answered := slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return p.reply.Kind != KindAnswer })
	switch {
	case len(answered) == 0:
		return false
	case reply.Kind == KindAsk:
		return len(answered) > 1 || whole.chance < sure
	case reply.Kind != KindAnswer:
		return true
	case slices.ContainsFunc(parts, func(p part) bool { return p.isNotKnown(whole) }):
		return true
	case whole.quoted != nil && !whole.aside:
		return slices.ContainsFunc(answered, func(p part) bool { return p.tellsMore(whole) })
	}
	return len(answered) > 1 && (whole.aside || slices.ContainsFunc(answered, func(p part) bool { return !whole.covers(p.in) }))
}

// tellsMore reports a part of a message that was answered with a passage, if it
// was answered with another that is nearer to it, or from the cases.
func (p part) tellsMore(whole *inquiry) bool {
	return p.in.quoted != whole.quoted && (p.in.quoted == nil || p.in.options == nil || p.in.chance >= sure)
}

// isNotKnown reports a question of its own that nothing here answers, not even
// what the whole message is answered with.
func (p part) isNotKnown(whole *inquiry) bool {
	rest := len([]rune(p.in.q.Rest))
	covered := whole.quoted != nil && len(p.in.matches) > 0 && p.in.matches[0].Passage == whole.quoted ||
		whole.covers(p.in) && !(rest > 2*nlu.LeastContent && p.in.q.Asks(kb.Can)) // 能不能顺便给我家猫也办一张
	asks := rest >= nlu.LeastContent || len(p.in.options) > 0 && p.in.options[0].sort == Near
	return p.reply.Kind == KindUnknown && asks && !covered
}

// covers reports whether the cases said of the whole message what one of its
// questions asks.
func (in *inquiry) covers(p *inquiry) bool {
	f, g := in.facts, p.facts
	same := p.q.Services == nil || f.Services.Contains(g.Services) && g.Services.Contains(f.Services)
	same = same && f.Ages == g.Ages && slices.Equal(f.Places, g.Places)
	plain := len(p.q.Aspects) > 0 && (p.quoted == nil || !p.q.Asks(kb.Can) && !p.q.Asks(nlu.How))
	return in.quoted == nil && !p.aside && same && plain && !slices.ContainsFunc(p.q.Aspects, func(a nlu.Aspect) bool { return !in.q.Asks(a) })
}

// join puts the replies below each other, each line once, and says when one of
// the questions is not known or not answered yet.
func join(parts []part, more bool) Answer {
	out := Answer{Kind: KindAnswer, Place: parts[0].reply.Place, Service: parts[0].reply.Service}
	var texts []string
	missed := ""
	before := taken{}
	for _, p := range parts {
		if p.reply.Kind == KindUnknown {
			missed = cmp.Or(missed, p.missed())
			continue
		}
		text, title := unsaid(p.reply.Text, texts), p.taken.title(before)
		if text != "" && title != "" {
			text, out.ours, before = phrases.Lines(title, text), append(out.ours, title), p.taken
		}
		texts = append(texts, text)
		out.add(p.reply)
	}
	if missed != "" {
		texts, out.ours = append(texts, missed), append(out.ours, missed)
	}
	if more {
		texts = append(texts, phrases.Say("answer.more_parts"))
	}
	out.ours = append(out.ours, phrases.Say("answer.more_parts"))
	out.offer(parts)
	out.Text, out.More = share(slices.DeleteFunc(texts, func(s string) bool { return s == "" }))
	return out
}

// missed says that nothing answers a part; empty for one that asks nothing.
func (p part) missed() string {
	switch {
	case p.asked != "":
		return phrases.Say("unknown.part", p.asked)
	case p.reread:
		return phrases.Say("unknown.part_of")
	}
	return ""
}

// questioned is the question of a part, from the clause on that asks; empty for what is
// only told, or is too long to be named.
func (in *inquiry) questioned() string {
	clauses := strings.FieldsFunc(in.q.Said, func(r rune) bool { return strings.ContainsRune(",，。!！", r) })
	first := slices.IndexFunc(clauses, func(c string) bool { return in.language.Says("questions", c) })
	if first < 0 {
		return ""
	}
	text := strings.Trim(strings.Join(clauses[first:], "，"), "?？:： ")
	if utf8.RuneCountInString(text) > mostNamed {
		return ""
	}
	return text
}

// add takes over what a part's reply has beside its text.
func (a *Answer) add(part Answer) {
	if part.Place != "" {
		a.Place = part.Place
	}
	a.ours, a.used = append(a.ours, part.ours...), append(a.used, part.used...)
	for _, s := range part.Sources[:min(sourcesOfPart, len(part.Sources))] {
		a.Sources = addSource(a.Sources, s)
	}
}

// offer puts the buttons of several replies together: what one of them asks back, then
// what comes near the questions that nothing answers, then ways to go on.
func (a *Answer) offer(parts []part) {
	rank := func(p part) int {
		switch {
		case p.reply.Asks != "":
			return 0
		case p.reply.Kind == KindUnknown:
			return 1
		}
		return 2
	}
	sorted := slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return p.reply.Kind == KindUnknown && p.missed() == "" })
	slices.SortStableFunc(sorted, func(p, q part) int { return cmp.Compare(rank(p), rank(q)) })
	if a.Asks = sorted[0].reply.Asks; a.Asks != "" {
		a.Suggest = sorted[0].reply.Suggest
		sorted = sorted[1:]
	}
	for i := range mostOffers {
		for _, p := range sorted {
			if i < len(p.reply.Suggest) && len(a.Suggest) < mostJoined && !slices.Contains(a.Suggest, p.reply.Suggest[i]) {
				a.Suggest = append(slices.Clip(a.Suggest), p.reply.Suggest[i])
			}
		}
	}
}

// mostJoined is how many buttons stand below several replies.
const mostJoined = 5

// sourcesOfPart is how many sources each part of a reply names.
const sourcesOfPart = 2

// unsaid leaves out the lines of a text that were said already.
func unsaid(text string, before []string) string {
	said := strings.Split(strings.Join(before, "\n"), "\n")
	return strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return slices.Contains(said, line) }), "\n")
}

// share shows some of every text when all of them are more than a screen.
func share(texts []string) (head, more string) {
	if len([]rune(phrases.Lines(texts...))) <= maxReply-closingRoom {
		return phrases.Lines(texts...), ""
	}
	var heads, rests []string
	for i, room := range rooms(texts, maxReply-closingRoom) {
		head, rest := texts[i], ""
		if len([]rune(head)) > room {
			head, rest = splitAt(head, room)
		}
		heads, rests = append(heads, head), append(rests, rest)
	}
	return phrases.Lines(heads...), phrases.Lines(rests...)
}

// rooms is how many characters each text gets of so many: the short ones what they need,
// the long ones an equal share of what is left.
func rooms(texts []string, room int) []int {
	shortest := make([]int, len(texts))
	for i := range shortest {
		shortest[i] = i
	}
	length := func(i int) int { return len([]rune(texts[i])) }
	slices.SortStableFunc(shortest, func(i, j int) int { return cmp.Compare(length(i), length(j)) })
	out := make([]int, len(texts))
	for n, i := range shortest {
		out[i] = min(length(i), room/(len(texts)-n))
		room -= out[i]
	}
	return out
}

// closingRoom is kept for the lines that close a reply.
const closingRoom = 60
