package answer

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"huizhi/cases"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
)

// How many times likelier a reader's choice makes what it chose than what it did not:
// first, among the others, of what nothing here answers, and of acts, which are only
// offered. With these a reader that is right in half of its choices does better than the
// rules alone, and one that is always right loses next to nothing (huizhi eval readers;
// figures in docs/models.md).
const (
	firstPick = 30
	otherPick = 6
	nonePick  = 30
	actPick   = 100

	// passedOver is how many times likelier the cases become where it names passages alone.
	passedOver = 0.05

	// rejected is how many times likelier what it was shown becomes where it says that
	// nothing of that answers: what its words find anew may. ruledOut is how many times
	// likelier it becomes that nothing answers, where it names what does.
	rejected = 0.001
	ruledOut = 0.1
)

// readTime is how long a reading may take: somebody waits for a reply that is there.
const readTime = 6 * time.Second

// readable reports a reply that was weighed, or computed by a rule that may be mistaken in
// what is asked: exact words, plain facts and instructions are not put to a reader.
func (in *inquiry) readable() bool {
	return (len(in.options) > 0 || in.computed) && in.q.Intent == nlu.Ask && !in.foreigner()
}

// reread lets a reader choose among what was found, and weighs its choice against the
// chances that the rules give. ok is false where it fails or says nothing of what is
// asked: then the reply stays what it was, as it does where both come to the same. What is
// remembered is that of the whole message, whoever has cut it into questions.
func (a *Answerer) reread(ctx context.Context, in *inquiry, parts []part, reply Answer, t *Trace) (again *inquiry, better Answer, ok bool) {
	if in.computed { // a reader may say that it is another question
		found, err := in.search(ctx)
		if err != nil {
			return nil, reply, false
		}
		in.weigh(found)
	}
	candidates := in.found(ctx, parts)
	m := in.matter(candidates)
	o, failed := a.opinion(ctx, m, t)
	if failed {
		return nil, reply, false
	}
	before := t.Readings
	defer func() {
		if recover() != nil { // whatever a model wrote, the customer gets a reply
			t.Readings, t.Calls[len(t.Calls)-1].Failed = before, Broken
			again, better, ok = nil, reply, false
		}
	}()
	h := in.checked(o, m, candidates)
	t.Refused = h.dropped
	if in.computed && h.takesFor(reply) {
		return nil, reply, false
	}
	f := h.told(in.facts, in.q)
	t.Readings = t.Readings[:1]
	again, better, name, err := a.heeded(ctx, in, f, h, t)
	if err != nil || again == nil {
		t.Readings = before
		return nil, reply, false
	}
	again.before, again.facts = in.before, f
	again.q.Text, again.q.Said, again.q.Masked = in.q.Text, in.q.Said, in.q.Masked
	switch same := again.quoted != nil && again.quoted == in.quoted && !again.joint && !in.joint; {
	case better.Text == reply.Text:
		return again, reply, true
	case same:
		return again, better, true // surer of what it was taken for
	}
	t.Reread = true
	if name != "" && (again.joint || !strings.Contains(better.Text, name)) {
		better.lead(phrases.Say("placed.as", name))
	}
	return again, better, true
}

// opinion asks the reader, for as long as somebody may wait.
func (a *Answerer) opinion(ctx context.Context, m Matter, t *Trace) (o Opinion, failed bool) {
	ctx, cancel := context.WithTimeoutCause(ctx, readTime, &ModelError{Reason: Overtime})
	defer cancel()
	o, call := a.reader.Read(ctx, m)
	t.Calls = append(t.Calls, call)
	return o, call.Failed != ""
}

// findsNothing reports a reader that names nothing that answers.
func (h heed) findsNothing() bool {
	return !slices.ContainsFunc(h.asks, func(k reask) bool { return len(k.picks) > 0 })
}

// takesFor reports a reader that does not take a message for something else than what a rule
// has computed for it.
func (h heed) takesFor(reply Answer) bool {
	if h.findsNothing() {
		return h.act == ""
	}
	if len(h.asks) > 1 || len(h.asks[0].picks) == 0 {
		return false
	}
	first := h.asks[0].picks[0]
	return first.passage != nil && first.passage.ID == reply.Passage || reply.States(first.aspect)
}

// heeded replies as a reader takes a message, and names what it was taken for; there is
// nobody where it says nothing of what is asked.
func (a *Answerer) heeded(ctx context.Context, in *inquiry, f Facts, h heed, t *Trace) (again *inquiry, reply Answer, name string, err error) {
	switch {
	case h.act != "":
		return in.acted(ctx, h)
	case h.missing && f.Services == nil && len(h.asks) < 2 && !in.surely():
		open := *in
		open.quoted, open.joint = nil, false
		return &open, open.whichService(), "", nil
	case len(h.asks) == 1:
		again, reply, err = a.reasked(ctx, in, f, h.asks[0], false)
		t.read(again, reply)
		return again, reply, again.taken(reply), err
	case len(h.asks) > 1:
		return a.reaskedAll(ctx, in, f, h.asks, t)
	}
	return nil, Answer{}, "", nil
}

// acted replies to a message that a reader takes for something else than a question. Nobody
// is warned of misuse on its word alone.
func (in *inquiry) acted(ctx context.Context, h heed) (again *inquiry, reply Answer, name string, err error) {
	acted := *in
	acted.quoted, acted.joint = nil, false
	switch {
	case h.act == Misuse && in.chanceOf(Misuse) < hintGrave:
		return nil, Answer{}, "", nil
	case !h.act.None() && h.findsNothing() && !in.surely():
		reply, err = acted.onItsWord(ctx, h.act)
		return &acted, reply, "", err
	}
	acted.options = leaned(in.options, func(w way) float64 {
		switch {
		case w.sort.None() && h.act.None():
			return nonePick
		case w.sort == h.act:
			return actPick
		}
		return 1
	})
	if reply, err = acted.decide(ctx); h.act.None() && reply.Kind == KindUnknown {
		_, wanted := parted(acted.options)
		reply = unknown(phrases.Say("unknown."+string(h.act)), acted.headings(wanted, nearTalk))
	}
	return &acted, harmless(reply), acted.taken(reply), err
}

// chanceOf is how likely a message is of a sort.
func (in *inquiry) chanceOf(s Sort) float64 {
	i := slices.IndexFunc(in.options, func(w way) bool { return w.sort == s })
	if i < 0 {
		return 0
	}
	return in.options[i].chance
}

// surely reports a message that the rules surely take for a question that something answers.
func (in *inquiry) surely() bool {
	return len(in.options) > 0 && in.options[0].chance >= sure && !slices.Contains(acts, in.options[0].sort)
}

// onItsWord replies to a message that a reader takes for something else than a question,
// where nothing is sure to answer it.
func (in *inquiry) onItsWord(ctx context.Context, s Sort) (Answer, error) {
	switch s {
	case Misuse:
		return in.caution(ctx)
	case Courtesy:
		return Answer{Kind: KindSmalltalk, Text: phrases.Say("smalltalk.kind"), Act: s}, nil
	}
	return harmless(in.act(s)), nil
}

// harmless is a reply to an act that a reader has read: nothing is done for it, there is a
// button for what there is to do.
func harmless(reply Answer) Answer {
	if reply.Kind == KindOrder || reply.Kind == KindHandoff {
		reply.Kind = KindSmalltalk
	}
	return reply
}

// leaned are ways whose chances count so many times, the likeliest first.
func leaned(ways []way, times func(way) float64) []way {
	out, whole := slices.Clone(ways), 0.0
	for i := range out {
		out[i].chance *= times(out[i])
		whole += out[i].chance
	}
	for i := range out {
		out[i].chance /= whole
	}
	slices.SortStableFunc(out, func(x, y way) int { return cmp.Compare(y.chance, x.chance) })
	return out
}

// reasked answers one question as a reader puts it. Its words are only looked for: what is
// said of the case, and what is claimed, is what the customer wrote. Of one of several
// questions that cannot be told, so its own words say what it asks.
func (a *Answerer) reasked(ctx context.Context, in *inquiry, f Facts, k reask, brief bool) (*inquiry, Answer, error) {
	q := in.q
	read := a.language.Read(k.question, f.At)
	if brief && k.question != "" {
		q = asks(read, in.q)
	}
	if f.asksOther(read, brief) {
		f.Services = read.Services // of this question alone, and shown
	}
	if q.Dated.IsZero() && in.said(read.Dated) {
		q.Dated, q.Old, q.Lasts = read.Dated, read.Old, read.Lasts
	}
	if aspects := k.aspects(); len(aspects) > 0 {
		q.Aspects, q.Rest = aspects, "" // the reader accounts for the rest
	}
	q.Enumerate = brief
	again := a.inquire(in.Knowledge, f.alone(), f, q)
	again.brief, again.named, again.context = brief, brief, k.question
	if reply, ok, err := again.stillGood(ctx); ok || err != nil {
		return again, reply, err
	}
	found, err := again.search(ctx)
	if err != nil {
		return again, Answer{}, err
	}
	for _, p := range k.picks {
		if _, ok := matchOf(found, p.passage); !ok && p.passage != nil {
			found = append(found, kb.Match{Passage: p.passage})
		}
	}
	again.weigh(found)
	if !brief {
		again.options = between(again.options, in.options)
	}
	again.options = leaned(again.options, k.times)
	reply, err := again.decide(ctx)
	if len(k.picks) == 0 && reply.Kind == KindUnknown {
		reply = again.ownsUp() // it is ours, and not known
	}
	return again, reply, err
}

// asksOther reports a question, as a reader puts it, about another service than the one
// that is spoken of, or about the card after the receipt: one of several is, one that
// names the receipt may be.
func (f Facts) asksOther(q nlu.Reading, brief bool) bool {
	named := q.Services
	switch {
	case f.Services == nil:
		return true
	case named == nil:
		return brief && q.Generic && f.Services.Only(kb.Receipt)
	case q.Loose, named.Contains(f.Services):
		return false
	}
	return brief || named.Only(kb.Receipt) && !f.Services.Only(kb.Temporary)
}

// written is a day as people write it.
var written = regexp.MustCompile(`(\d{1,2})月(\d{1,2})[日号]`)

// said reports a day that the customer wrote, now or before.
func (in *inquiry) said(day time.Time) bool {
	texts := []string{in.q.Said}
	for _, t := range in.before.Turns {
		texts = append(texts, t.Asked)
	}
	for _, m := range written.FindAllStringSubmatch(strings.Join(texts, "\n"), -1) {
		if m[1] == strconv.Itoa(int(day.Month())) && m[2] == strconv.Itoa(day.Day()) {
			return !day.IsZero()
		}
	}
	return false
}

// alone are facts to which a question is put that stands alone.
func (f Facts) alone() Facts {
	return Facts{Places: f.Places, Homes: f.Homes, NotHome: f.NotHome, Household: f.Household, Ages: f.Ages, Told: f.Told, At: f.At}
}

// between are ways with their chances between those for two wordings of a question: what
// a message finds as it stands counts as well.
func between(ways, other []way) []way {
	for i := range ways {
		w := &ways[i]
		same := func(o way) bool { return o.sort == w.sort && o.match.Passage == w.match.Passage }
		if j := slices.IndexFunc(other, same); j >= 0 {
			w.chance += other[j].chance
		}
	}
	return ways
}

// asks is what a reading asks, without what it says of the case. The days that are
// reckoned with are what the customer wrote.
func asks(q, written nlu.Reading) nlu.Reading {
	q.Dated, q.Old, q.Lasts = written.Dated, written.Old, written.Lasts
	q.Months, q.Day, q.Due = written.Months, written.Day, written.Due
	q.Claim, q.Compare, q.Company, q.Paper, q.Channel = nlu.Claim{}, false, nlu.NoCompany, "", ""
	q.Here, q.Homes, q.NotHome, q.Household, q.Implied = nil, nil, "", nil, ""
	q.Services, q.Ages, q.AgeSaid, q.Not = nil, kb.Ages{}, false, nil
	q.Intent = nlu.Ask
	return q
}

// aspects are those that were chosen.
func (k reask) aspects() (out []nlu.Aspect) {
	for _, p := range k.picks {
		if p.aspect != "" && !slices.Contains(out, p.aspect) {
			out = append(out, p.aspect)
		}
	}
	return out
}

// times is how many times likelier a way is by what was chosen.
func (k reask) times(w way) float64 {
	i := slices.IndexFunc(k.picks, func(p pick) bool {
		return p.passage != nil && w.sort == OfPassage && w.match.Passage == p.passage || p.aspect != "" && w.sort == OfCase
	})
	switch {
	case len(k.picks) > 0 && w.sort.None():
		return ruledOut
	case len(k.picks) == 0 && (w.sort == OfCase || slices.Contains(k.shown, w.match.Passage) && w.sort == OfPassage):
		return rejected
	case i < 0 && w.sort == OfCase:
		return passedOver
	case i < 0:
		return 1
	case i == 0:
		return firstPick
	}
	return otherPick
}

// reaskedAll answers several questions as a reader puts them, below each other.
func (a *Answerer) reaskedAll(ctx context.Context, in *inquiry, f Facts, asks []reask, t *Trace) (again *inquiry, reply Answer, name string, err error) {
	var parts []part
	var names []string
	for _, k := range asks {
		one, reply, err := a.reasked(ctx, in, f, k, true)
		if err != nil {
			return nil, reply, "", err
		}
		if one.guesses() || len(k.picks) == 0 && one.chance < sure {
			reply = Answer{Kind: KindUnknown}
		}
		if name := one.taken(reply); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		t.read(one, reply)
		parts = append(parts, part{in: one, reply: reply, reread: true})
	}
	for _, kind := range []Kind{KindAnswer, KindAsk} {
		if i := slices.IndexFunc(parts, func(p part) bool { return p.reply.Kind == kind }); i >= 0 {
			first := parts[i]
			if kind == KindAsk {
				return first.in, first.reply, first.in.taken(first.reply), nil
			}
			first.in.joint = true
			return first.in, join(parts, false), strings.Join(names, phrases.Say("read.and")), nil
		}
	}
	return parts[0].in, parts[0].in.ownsUp(), "", nil
}

// ownsUp says that nothing is known of a question, and offers what comes near.
func (in *inquiry) ownsUp() Answer {
	_, wanted := parted(in.options)
	in.quoted = nil
	return unknown(phrases.Say("unknown.nothing"), in.headings(wanted, near))
}

// taken is what a question was taken for: the heading of the passage, or the case and
// what is asked of it; empty for a reply that tells nothing.
func (in *inquiry) taken(reply Answer) string {
	switch {
	case reply.Kind != KindAnswer && reply.Kind != KindAsk:
		return ""
	case in.quoted != nil:
		return in.quoted.Questions[0]
	}
	var out []string
	if len(in.facts.Places) == 1 {
		out = append(out, string(in.book().City(in.facts.Places[0])))
	}
	out = append(out, cases.Years(in.facts.Ages))
	if in.facts.Services != nil {
		out = append(out, in.book().Listed(in.facts.Services))
	}
	for _, x := range in.q.Aspects {
		out = append(out, phrases.Say("field."+string(x)))
	}
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" || s == string(place.Nation) })
	return strings.Join(out, phrases.Say("placed.and"))
}
