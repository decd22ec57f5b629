package answer

import (
	"slices"

	"huizhi/kb"
)

// The weights of what speaks for a passage or, below zero, for the cases. They
// were fitted (logistic regression) on questions of which one road is right
// and the other wrong; `huizhi eval` and `huizhi eval asks` show what a change does.
const (
	leanFocus    = 2.4  // the passage is about what the cases leave unexplained
	leanScore    = 1.6  // the passage is like the question
	leanMargin   = 1.1  // and more so than the next one
	leanRest     = 1.9  // the cases leave much unexplained, up to restFull characters
	leanProse    = 1.4  // it is asked in a way no case field answers
	leanReceipt  = 1.2  // it is about receipts: most of that is prose
	leanField    = -1.6 // each field of the cases that is asked for by name
	leanGeneral  = -0.8 // whether, where or how is asked
	leanHere     = -1.0 // a place is named
	leanConstant = -1.3

	restFull = 16 // characters
)

// general aspects are asked for by words that any question may hold.
var general = []Aspect{kb.Can, kb.Where, How}

// named are the fields asked for by words of their own.
func (in *inquiry) named() []Aspect {
	return slices.DeleteFunc(slices.Clone(in.q.Aspects), func(a Aspect) bool { return slices.Contains(general, a) })
}

// leans reports whether what is known of a question speaks for its best
// passage rather than for the cases.
func (in *inquiry) leans(f found) bool {
	best, rest := f.matches[0], len([]rune(in.q.Rest))
	named := in.named()
	sum := leanConstant + leanFocus*best.Focus + leanScore*best.Score + leanMargin*f.margin() +
		leanRest*float64(min(rest, restFull))/restFull + leanField*float64(len(named))
	for _, x := range []struct {
		holds  bool
		weight float64
	}{
		{in.q.Prose && len(named) == 0 || in.q.Topic, leanProse},
		{in.facts.Services.Only(kb.Receipt), leanReceipt},
		{len(named) == 0 && len(in.q.Aspects) > 0, leanGeneral},
		{in.q.Here != nil, leanHere},
	} {
		if x.holds {
			sum += x.weight
		}
	}
	return sum > 0
}

// adds reports a message that only tells more about what was asked before.
func (in *inquiry) adds() bool {
	told := in.q.says() && len(in.q.Aspects) == 0 && !in.q.Prose
	before := len(in.facts.Aspects) > 0 || in.facts.Services != nil && in.q.Services == nil && len([]rune(in.q.Rest)) <= maxAside
	return told && before && !in.words.cues["questions"].MatchString(in.q.Text)
}

// maxAside is how many characters nobody understood a message that only tells
// more may hold.
const maxAside = 4

// margin is how much better the best match is than the next.
func (f found) margin() float64 {
	if len(f.matches) < 2 {
		return f.matches[0].Score
	}
	return f.matches[0].Score - f.matches[1].Score
}
