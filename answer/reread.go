package answer

import (
	"context"
	"slices"
	"time"

	"huizhi/nlu"
	"huizhi/phrases"
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
	if line := name.line(better.Text); line != "" {
		better.lead(line)
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
func (a *Answerer) heeded(ctx context.Context, in *inquiry, f Facts, h heed, t *Trace) (again *inquiry, reply Answer, name taken, err error) {
	if h.act.None() && len(h.asks) == 1 && h.findsNothing() {
		again, reply, err = a.reasked(ctx, in, f, h.asks[0], false)
		if err != nil || reply.Kind == KindAnswer && again.quoted != nil && again.chance >= sure { // its words have found what it was not shown
			t.read(again, reply)
			return again, reply, again.taken(reply), err
		}
	}
	switch {
	case h.act != "":
		return in.acted(ctx, h)
	case h.missing && f.Services == nil && len(h.asks) < 2 && !in.surely():
		open := *in
		open.quoted, open.joint = nil, false
		return &open, open.whichService(), taken{}, nil
	case len(h.asks) == 1:
		again, reply, err = a.reasked(ctx, in, f, h.asks[0], false)
		t.read(again, reply)
		return again, reply, again.taken(reply), err
	case len(h.asks) > 1:
		return a.reaskedAll(ctx, in, f, h.asks, t)
	}
	return nil, Answer{}, taken{}, nil
}

// acted replies to a message that a reader takes for something else than a question. Nobody
// is warned of misuse on its word alone.
func (in *inquiry) acted(ctx context.Context, h heed) (again *inquiry, reply Answer, name taken, err error) {
	acted := *in
	acted.quoted, acted.joint, acted.chosen = nil, false, true
	switch {
	case h.act == Misuse && in.chanceOf(Misuse) < hintGrave:
		return nil, Answer{}, taken{}, nil
	case !h.act.None() && h.findsNothing() && !in.surely():
		reply, err = acted.onItsWord(ctx, h.act)
		return &acted, reply, taken{}, err
	}
	acted.options = leaned(in.options, func(w way) float64 {
		switch {
		case w.sort.None() && h.act.None():
			return nonePick
		case w.sort == h.act:
			return actPick
		case w.asksWhat() && h.act.None():
			return rejected // it says what it is about: not ours
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
	return len(in.options) > 0 && in.options[0].chance >= sure && !slices.Contains(acts, in.options[0].sort) && !in.options[0].sort.None()
}

// onItsWord replies to a message that a reader takes for something else than a question,
// where nothing is sure to answer it.
func (in *inquiry) onItsWord(ctx context.Context, s Sort) (Answer, error) {
	switch s {
	case Misuse:
		return in.caution(ctx, nlu.Forge)
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
