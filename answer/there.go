package answer

import (
	"context"
	"slices"

	"huizhi/nlu"
)

// thereToo puts the last question again for the place that a message names and nothing
// more, if a passage answered it: 身份证怎么查进度 … 东莞. What the cases have answered they
// answer themselves for another place.
func (in *inquiry) thereToo(ctx context.Context) (a Answer, ok bool, err error) {
	faded := in.facts.At.Sub(in.before.At) >= fadeAfter
	if !in.before.Quoted || faded || !in.onlyThere() || in.foreigner() {
		return Answer{}, false, nil
	}
	again := *in
	again.q = in.language.Read(string(in.q.Here[0])+"，"+in.before.Line, in.facts.At)
	if again.q.Intent != nlu.Ask {
		return Answer{}, false, nil
	}
	again.before = in.facts.alone()
	if a, ok, err = again.first(ctx, computed); !ok && err == nil {
		a, err = again.choose(ctx)
	}
	isPassage := func(w way) bool { return w.sort == OfPassage && w.chance >= likely }
	if i := slices.IndexFunc(again.options, isPassage); err == nil && a.Kind != KindAnswer && i >= 0 {
		a = again.give(again.options[i]) // a passage has answered it, so one does there
	}
	if err != nil || a.Kind != KindAnswer {
		return Answer{}, false, err
	}
	again.before, again.facts.Line = in.before, in.before.Line
	again.q.Text, again.q.Said, again.q.Masked = in.q.Text, in.q.Said, in.q.Masked
	*in = again
	return a, true, nil
}

// onlyThere reports a message that names a place, and at most goes on: 那深圳呢.
func (in *inquiry) onlyThere() bool {
	q, most := in.q, mostUnheard
	if q.Follow {
		most = maxFollow
	}
	asks := len(q.Aspects) > 0 && !q.Follow || q.Services != nil || q.AgeSaid
	return q.Here != nil && q.Homes == nil && !asks && len([]rune(q.Rest)) <= most
}
