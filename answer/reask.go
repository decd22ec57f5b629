package answer

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// reasked answers one question as a reader puts it. Its words are only looked for: what is
// said of the case, and what is claimed, is what the customer wrote. Of one of several
// questions that cannot be told, so its own words say what it asks.
func (a *Answerer) reasked(ctx context.Context, in *inquiry, f Facts, k reask, brief bool) (*inquiry, Answer, error) {
	q := in.q
	read := a.language.Read(k.question, f.At)
	if brief && k.question != "" {
		q = asks(read, in.q)
	}
	if brief {
		f = in.ofWhom(f, read)
	}
	if f.asksOther(read, brief, in.q.Services.Only(kb.Receipt)) {
		f.Services = read.Services // of this question alone, and shown
	}
	if q.Dated.IsZero() && in.said(read.Dated) {
		q.Dated, q.Old, q.Lasts = read.Dated, read.Old, read.Lasts
	}
	switch aspects := k.aspects(); {
	case len(aspects) > 0 && read.Need && read.Paper != "": // of the list only the receipt
		q.Aspects, q.Paper, q.Rest = []nlu.Aspect{kb.Bring}, read.Paper, ""
	case len(aspects) > 0 && read.Need:
		f.Services, q.Aspects, q.Rest = kb.Set[kb.Service]{kb.Receipt}, []nlu.Aspect{kb.Can}, ""
	case len(aspects) > 0:
		q.Aspects, q.Rest = aspects, "" // the reader accounts for the rest
	}
	q.Enumerate = brief
	again := a.inquire(in.Knowledge, f.alone(), f, q)
	again.brief, again.named, again.context = brief, brief, k.question
	if reply, ok, err := again.stillGood(ctx); ok || err != nil {
		return again, reply, err
	}
	matches, err := again.search(ctx)
	if err != nil {
		return again, Answer{}, err
	}
	for _, p := range k.picks {
		if _, ok := matchOf(matches, p.passage); !ok && p.passage != nil {
			matches = append(matches, kb.Match{Passage: p.passage})
		}
	}
	again.weigh(matches)
	if !brief {
		again.options = between(again.options, in.options)
	}
	found := again.options
	again.options, again.chosen = leaned(found, k.times), len(k.picks) > 0
	_, wanted := parted(again.options) // an act is nothing that a question may become in its words
	reply := again.pick(wanted)
	switch beside := k.beside(); {
	case len(k.picks) == 0 && reply.Kind == KindUnknown:
		reply = again.ownsUp(found) // it is ours, and not known
	case len(beside) > 0 && again.quoted == k.picks[0].passage:
		again.adds(&reply, beside)
	}
	return again, reply, nil
}

// adds says below a passage what some fields are in the case that is spoken of.
func (in *inquiry) adds(a *Answer, fields []nlu.Aspect) {
	of := *in
	of.brief, of.quoted, of.q.Aspects = true, nil, fields
	of.q.May, of.q.Company, of.q.Claim = false, nlu.NoCompany, nlu.Claim{} // the passage has said yes or no
	if said, ok := of.caseRoad(); ok && said.Kind == KindAnswer {
		a.Text = phrases.Lines(a.Text, unsaid(said.Text, []string{a.Text}))
		a.add(said)
	}
}

// asksOther reports a question, as a reader puts it, about another service than the one
// that is spoken of, or about the card after the receipt, unless the message itself names the
// receipt: one of several is, one that names the receipt may be.
func (f Facts) asksOther(q nlu.Reading, brief, receipt bool) bool {
	named := q.Services
	switch {
	case f.Services == nil:
		return true
	case named == nil:
		return (brief || !receipt) && q.Generic && f.Services.Only(kb.Receipt)
	case q.Loose, named.Contains(f.Services):
		return false
	}
	return brief || named.Only(kb.Receipt) && !f.Services.Only(kb.Temporary)
}

// ofWhom are the facts for one of several questions: whose age it names, or whose household
// or place, is whom it is about, if the customer has named the same. A family is told of at
// once: 我24 … 那我妈48呢.
func (in *inquiry) ofWhom(f Facts, read nlu.Reading) Facts {
	said := in.clauses()
	has := func(same func(nlu.Reading) bool) bool { return slices.ContainsFunc(said, same) }
	if read.AgeSaid && !read.Kin && (has(func(c nlu.Reading) bool { return c.AgeSaid && c.Ages == read.Ages }) || in.counts(read.Ages)) {
		f.Ages, f.Kin, f.Self = read.Ages, false, false
	}
	if home, ok := read.Homes.One(); ok && has(func(c nlu.Reading) bool { return c.Homes.Has(home) || slices.Contains(c.Here, home) }) {
		f.Homes, f.NotHome, f.Household = read.Homes, "", nil
	}
	if len(read.Here) == 1 && has(func(c nlu.Reading) bool { return slices.Contains(c.Here, read.Here[0]) }) {
		f.Places, f.Unsure, f.Both = read.Here, false, false
	}
	return f.settleLocal()
}

// clauses are those of a message and of what was asked before it, each as it reads alone.
func (in *inquiry) clauses() (out []nlu.Reading) {
	for _, c := range strings.FieldsFunc(in.told(), func(r rune) bool { return strings.ContainsRune(",，。!！?？;；\n ", r) }) {
		out = append(out, in.language.Read(c, in.facts.At))
	}
	return out
}

// told is what a customer wrote, now and before.
func (in *inquiry) told() string {
	texts := []string{in.q.Said}
	for _, t := range in.before.Turns {
		texts = append(texts, t.Asked)
	}
	return strings.Join(texts, "\n")
}

// number is one that may be somebody's age: no date, no sum, no span.
var number = regexp.MustCompile(`(\d+)(?:[^\d.月日号元块年天个点]|$)`)

// counts reports an age that the customer wrote as a number: 我妈48呢.
func (in *inquiry) counts(a kb.Ages) bool {
	return a.Min == a.Top() && slices.ContainsFunc(number.FindAllStringSubmatch(nlu.Figures(in.told()), -1), func(m []string) bool {
		return m[1] == strconv.Itoa(a.Min)
	})
}

// written is a day as people write it.
var written = regexp.MustCompile(`(\d{1,2})月(\d{1,2})[日号]`)

// said reports a day that the customer wrote, now or before.
func (in *inquiry) said(day time.Time) bool {
	for _, m := range written.FindAllStringSubmatch(nlu.Figures(in.told()), -1) {
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

// reaskedAll answers several questions as a reader puts them, below each other.
func (a *Answerer) reaskedAll(ctx context.Context, in *inquiry, f Facts, asks []reask, t *Trace) (again *inquiry, reply Answer, name taken, err error) {
	var parts []part
	for _, k := range asks {
		one, reply, err := a.reasked(ctx, in, f, k, true)
		if err != nil {
			return nil, reply, taken{}, err
		}
		if one.guesses() || len(k.picks) == 0 && one.chance < sure {
			reply = one.ownsUp(one.options)
		}
		t.read(one, reply)
		parts = append(parts, part{in: one, reply: reply, reread: true, taken: one.taken(reply), asked: in.clause(k.question)})
	}
	for _, kind := range []Kind{KindAnswer, KindAsk} {
		if i := slices.IndexFunc(parts, func(p part) bool { return p.reply.Kind == kind }); i >= 0 {
			first := parts[i]
			if kind == KindAsk {
				return first.in, first.reply, first.taken, nil
			}
			first.in.joint = true
			return first.in, join(parts, false), taken{}, nil
		}
	}
	return parts[0].in, parts[0].reply, taken{}, nil
}

// ownsUp says that nothing is known of a question, and offers what comes near of what was
// found.
func (in *inquiry) ownsUp(found []way) Answer {
	_, wanted := parted(found)
	in.quoted = nil
	least := near
	if in.brief {
		least = nearTalk // there is room for few below several replies
	}
	return unknown(phrases.Say("unknown.nothing"), in.headings(wanted, least))
}
