package answer

import (
	"cmp"
	"slices"

	"huizhi/nlu"
)

// How many times likelier a reader's choice makes what it chose than what it did not:
// first, among the others, of what nothing here answers, and of acts, which are only
// offered. With these a reader that is right in half of its choices does better than the
// rules alone, and one that is always right loses next to nothing (huizhi eval readers;
// figures in docs/models.md).
const (
	firstPick = 60
	otherPick = 4
	nonePick  = 30
	actPick   = 100

	// passedOver is how many times likelier the cases become where it names passages alone, or
	// first: what it names of the cases is said below.
	passedOver = 0.05

	// rejected is how many times likelier what it was shown becomes where it says that
	// nothing of that answers: what its words find anew may. ruledOut is how many times
	// likelier it becomes that nothing answers, where it names what does.
	rejected = 0.001
	ruledOut = 0.1
)

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
	case i == 0:
		return firstPick
	case w.sort == OfCase:
		return passedOver
	case i < 0:
		return 1
	}
	return otherPick
}

// beside are the fields that were chosen after a passage: what is to be said of the case
// below what holds for all. A whole sheet is not.
func (k reask) beside() []nlu.Aspect {
	if len(k.picks) == 0 || k.picks[0].passage == nil {
		return nil
	}
	return slices.DeleteFunc(k.aspects(), func(a nlu.Aspect) bool { return a == nlu.How })
}
