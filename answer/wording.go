package answer

import (
	"context"
	"slices"
	"strings"

	"huizhi/cases"
	"huizhi/nlu"
)

// Why a wording was not used though the model replied.
const (
	NoClaims    Reason = "no_claims"    // no sentence in it
	VerdictLost Reason = "verdict_lost" // the first line is not among what passed
	HalfDropped Reason = "half_dropped" // fewer than half of its sentences passed
	Broken      Reason = "broken"       // the check itself failed: a mistake of ours
)

// word lets a model put a reply into its words. Whatever goes wrong, the reply
// is the one that was handed in.
func (a *Answerer) word(ctx context.Context, in *inquiry, reply Answer, t *Trace, show func(string)) (out Answer) {
	if a.writer == nil || reply.Kind != KindAnswer || in.q.Intent != nlu.Ask || !a.awake(t) {
		return reply
	}
	w := newRewording(reply)
	lines := w.numbered()
	if len(lines) == 0 {
		return reply
	}
	defer func() {
		if recover() != nil { // whatever a model wrote, the customer gets a reply
			out, t.Worded, t.Fallback = reply, false, Broken
		}
	}()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w.checker, w.known, w.show, w.giveUp = a.checker, in.known(reply), show, cancel
	if show != nil {
		show(head(reply.Text)) // it holds; other words may take its place
	}
	call := Complete(ctx, a.writer, toWord(a.prompt, in.q.Text, w.known, lines), w.chunk)
	t.Calls = append(t.Calls, call)
	t.Fallback = w.end(call.Failed)
	t.Claims = w.claims
	out = reply
	if t.Fallback == "" {
		out.Text, t.Worded = w.said, true
	}
	return out
}

// awake reports that a reader has just read: exact words and plain facts wait for no model,
// and one that failed is not waited for again.
func (a *Answerer) awake(t *Trace) bool {
	return a.reader == nil || len(t.Calls) > 0 && t.Calls[len(t.Calls)-1].Failed == ""
}

// known words what is known of the customer's case, in the words of the lines.
func (in *inquiry) known(reply Answer) string {
	if in.joint {
		return "" // each part has a case of its own
	}
	var out []string
	for _, name := range in.facts.Places {
		out = append(out, string(name), string(in.book().City(name)))
	}
	if one, ok := in.facts.Services.One(); ok {
		out = append(out, in.book().Name(one))
	}
	out = append(out, in.book().HouseholdName(in.facts.person(), in.facts.person().Conditions(reply.Place, nil, in.places), reply.Place))
	out = append(out, cases.Years(in.facts.Ages))
	slices.Sort(out)
	return strings.TrimSpace(strings.Join(slices.Compact(out), " "))
}
