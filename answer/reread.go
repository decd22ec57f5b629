package answer

import (
	"cmp"
	"context"
	"slices"
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
	passedOver = 0.2

	// Where it says that nothing of what it was shown answers, that becomes so many times
	// likelier, and that nothing does: what its words find anew may.
	rejected = 0.03
)

// readTime is how long a reading may take: somebody waits for a reply that is there.
const readTime = 6 * time.Second

// readable reports a reply that was weighed: what exact words, a rule of its own or an
// instruction decide is not put to a reader.
func (in *inquiry) readable() bool {
	return len(in.options) > 0 && in.q.Intent == nlu.Ask && !in.foreigner()
}

// reread lets a reader choose among what was found, and weighs its choice against the
// chances that the rules give. ok is false where it fails or says nothing of what is
// asked: then the reply stays what it was, as it does where both come to the same.
func (a *Answerer) reread(ctx context.Context, in *inquiry, parts []part, reply Answer, t *Trace) (again *inquiry, better Answer, ok bool) {
	if in.computed {
		in.matches, _ = in.search(ctx) // a reader may still say that it is none of them
	}
	candidates := in.found(ctx, parts)
	m := in.matter(candidates)
	ctx, cancel := context.WithTimeoutCause(ctx, readTime, &ModelError{Reason: Overtime})
	defer cancel()
	o, call := a.reader.Read(ctx, m)
	t.Calls = append(t.Calls, call)
	if call.Failed != "" {
		return nil, reply, false
	}
	h := in.checked(o, m, candidates)
	t.Refused = h.dropped
	if in.computed && h.takesFor(reply) {
		return nil, reply, false
	}
	f := h.told(in.facts, in.q)
	again, better, name, err := a.heeded(ctx, in, f, h)
	if err != nil || again == nil {
		return nil, reply, false
	}
	t.read(again, better)
	again.before, again.facts = in.before, f
	again.q.Text, again.q.Said, again.q.Masked = in.q.Text, in.q.Said, in.q.Masked
	if better.Text == reply.Text || again.quoted != nil && again.quoted == in.quoted && !again.joint {
		return again, better, true // both take it for the same
	}
	t.Reread = true
	if name != "" && !strings.Contains(better.Text, name) {
		better.lead(phrases.Say("placed.as", name))
	}
	return again, better, true
}

// takesFor reports a reader that does not take a message for something else than what a rule
// has computed for it.
func (h heed) takesFor(reply Answer) bool {
	if len(h.asks) == 0 || len(h.asks[0].picks) == 0 {
		return h.act == ""
	}
	first := h.asks[0].picks[0]
	return first.passage != nil && first.passage.ID == reply.Passage || reply.States(first.aspect)
}

// heeded replies as a reader takes a message, and names what it was taken for; there is
// nobody where it says nothing of what is asked.
func (a *Answerer) heeded(ctx context.Context, in *inquiry, f Facts, h heed) (again *inquiry, reply Answer, name string, err error) {
	switch {
	case h.act != "" && !h.act.None() && len(h.asks) == 0 && !in.surely():
		acted := *in
		acted.quoted = nil
		return &acted, acted.onItsWord(h.act), "", nil
	case h.act != "":
		acted := *in
		acted.quoted = nil
		acted.options = leaned(in.options, func(w way) float64 {
			switch {
			case w.sort.None() && h.act.None():
				return nonePick
			case w.sort == h.act:
				return actPick
			}
			return 1
		})
		reply, err = acted.decide(ctx)
		return &acted, harmless(reply, in), acted.taken(reply), err
	case h.missing && f.Services == nil && len(h.asks) < 2:
		open := *in
		open.quoted = nil
		return &open, open.whichService(), "", nil
	case len(h.asks) == 1:
		again, reply, err = a.reasked(ctx, in, f, h.asks[0], false)
		return again, reply, again.taken(reply), err
	case len(h.asks) > 1:
		return a.reaskedAll(ctx, in, f, h.asks)
	}
	return nil, Answer{}, "", nil
}

// surely reports a message that the rules surely take for a question that something answers.
func (in *inquiry) surely() bool {
	return len(in.options) > 0 && in.options[0].chance >= sure && !slices.Contains(acts, in.options[0].sort)
}

// onItsWord replies to a message that a reader takes for something else than a question,
// where nothing is sure to answer it.
func (in *inquiry) onItsWord(s Sort) Answer {
	if s == Misuse {
		return unknown(phrases.Say("misuse.maybe"), nil)
	}
	return harmless(in.act(s), in)
}

// harmless is a reply to an act that only a reader has read: nothing is done for it, there
// is a button for what there is to do.
func harmless(reply Answer, in *inquiry) Answer {
	if act, _ := parted(in.options); act.chance < sureAct && (reply.Kind == KindOrder || reply.Kind == KindHandoff) {
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
	if f.asksOther(read.Services, brief) {
		f.Services = read.Services // of this question alone, and shown
	}
	if aspects := k.aspects(); len(aspects) > 0 {
		q.Aspects, q.Rest = aspects, "" // the reader accounts for the rest
	}
	q.Enumerate = brief
	again := a.inquire(in.Knowledge, f.alone(), f, q)
	again.brief, again.context = brief, k.question
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
// that is spoken of: one of several is, one that names the receipt may be.
func (f Facts) asksOther(named kb.Set[kb.Service], brief bool) bool {
	switch {
	case f.Services == nil:
		return true
	case named == nil, named.Contains(f.Services):
		return false
	}
	return brief || named.Only(kb.Receipt) && !f.Services.Only(kb.Temporary)
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
	case len(k.picks) == 0 && w.sort.None():
		return nonePick
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
func (a *Answerer) reaskedAll(ctx context.Context, in *inquiry, f Facts, asks []reask) (again *inquiry, reply Answer, name string, err error) {
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
		if name := one.taken(reply); reply.Kind == KindAnswer && !slices.Contains(names, name) {
			again, names = cmp.Or(again, one), append(names, name)
		}
		parts = append(parts, part{in: one, reply: reply, reread: true})
	}
	if again == nil {
		return parts[0].in, parts[0].in.ownsUp(), "", nil
	}
	again.joint = true
	return again, join(parts, false), strings.Join(names, phrases.Say("read.and")), nil
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
