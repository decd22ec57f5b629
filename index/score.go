package index

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

const (
	// beta leans a score to the side of the query: what a customer asks must
	// be answered, what else a passage's question says matters less.
	beta = 1.5

	// bodyCredit is the score that a passage comes near to by what it tells,
	// however unlike the query its questions are.
	bodyCredit = 0.75

	// sentenceShare is how much it counts that one sentence of the body says
	// much of the query at once, against what the whole passage tells.
	sentenceShare = 0.3

	// sharpness is how soon what a passage tells comes near to bodyCredit.
	sharpness = 3

	// veto is how alike a query and a `not` question are when the article is
	// left out, unless the query is as much like a question of the passage.
	veto = 0.8

	// grain is the weight a focus is given for nothing: one that says less
	// than this can never be well covered.
	grain = 5
)

// score is how well a passage answers a query, between 0 and 1.
func (l *lexicon) score(q asked, e *entry) float64 {
	if l.vetoes(q, e) {
		return 0
	}
	return max(l.nearest(q, e.questions, beta), bodyCredit*l.answered(q, e))
}

// vetoes reports a query that an entry's article must not be found by.
func (l *lexicon) vetoes(q asked, e *entry) bool {
	not := l.nearest(q, e.not, 1)
	return not >= veto && not > l.nearest(q, e.questions, 1)
}

// answered is how much of a query the words of a passage answer, between 0 and
// 1: together, and in the one sentence that says most of it.
func (l *lexicon) answered(q asked, e *entry) float64 {
	var best float64
	for _, sentence := range e.sentences {
		best = max(best, l.shared(q.features, sentence))
	}
	told := (l.told(q.features, e.whole) + sentenceShare*best) / q.mass
	return 1 - math.Exp(-sharpness*told)
}

// focus is how much of the focus one of a passage's questions covers. Words
// that no passage has are chatter more often than meaning: they count half.
func (l *lexicon) focus(q asked, e *entry) float64 {
	var best float64
	for _, text := range e.questions {
		best = max(best, l.shared(q.features, text))
	}
	return best / (q.mass - 0.5*float64(q.unknown)*l.unknown + grain)
}

// askFocus reads a focus. Single characters tell too little to decide by.
func (l *lexicon) askFocus(folded string) asked {
	return l.askFor(slices.DeleteFunc(features(folded), func(name string) bool {
		r, size := utf8.DecodeRuneInString(name)
		return size == len(name) && unicode.Is(unicode.Han, r)
	}))
}

// nearest is how much the query is like the text that is most like it.
func (l *lexicon) nearest(q asked, texts []bag, beta float64) float64 {
	var best float64
	for _, text := range texts {
		best = max(best, l.alike(q, text, beta))
	}
	return best
}

// alike is the F-measure of how much of the query a text covers (recall) and
// how much of the text the query covers (precision); recall counts β times as
// much.
func (l *lexicon) alike(q asked, text bag, beta float64) float64 {
	shared := l.shared(q.features, text)
	if shared == 0 {
		return 0
	}
	return min(1, (1+beta*beta)*shared/(beta*beta*q.mass+l.mass(text)))
}
