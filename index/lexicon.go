package index

import (
	"math"
	"slices"

	"huizhi/kb"
)

// feature is the number of a feature in a lexicon.
type feature int32

// bag is the features of a text, each once, in rising order.
type bag []feature

// lexicon numbers all features of a corpus and knows how much each tells.
type lexicon struct {
	folder
	numbers map[string]feature
	used    []int     // in how many passages, by feature
	weights []float64 // by feature
	average float64   // the average length of a passage
	unknown float64   // the weight of a feature that no passage has
}

// entry is a passage with its features.
type entry struct {
	number    int // in the index
	passage   *kb.Passage
	questions []bag
	not       []bag // what its article must not be found by
	sentences []bag // of the body
	whole     counts
}

func newLexicon(f folder) *lexicon { return &lexicon{folder: f, numbers: map[string]feature{}} }

// enter reads a passage and counts its features.
func (l *lexicon) enter(p *kb.Passage) *entry {
	e := &entry{
		passage: p, questions: l.bags(p.Questions), not: l.bags(p.Article.Not),
		sentences: l.bags(sentences(p.Text)), whole: l.count(append(slices.Clip(p.Questions), p.Text, p.Cases)...),
	}
	for _, f := range e.whole.bag {
		l.used[f]++
	}
	l.average += e.whole.length // the sum, until weigh
	return e
}

func (l *lexicon) bags(texts []string) []bag {
	var out []bag
	for _, t := range texts {
		out = append(out, l.bag(t))
	}
	return out
}

// bag reads a text of the corpus, numbering what is new.
func (l *lexicon) bag(text string) bag {
	var out bag
	for _, name := range features(l.fold(text)) {
		out = append(out, l.number(name))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// number is the number of a feature, a new one if it was not seen before.
func (l *lexicon) number(name string) feature {
	f, known := l.numbers[name]
	if !known {
		f = feature(len(l.used))
		l.numbers[name] = f
		l.used = append(l.used, 0)
	}
	return f
}

// weigh fixes the weights once all passages are entered: what every passage
// has tells nearly nothing.
func (l *lexicon) weigh(passages int) {
	weight := func(used int) float64 { return math.Log(1 + float64(passages)/(0.5+float64(used))) }
	l.unknown = weight(0)
	l.average /= float64(max(1, passages))
	for _, n := range l.used {
		l.weights = append(l.weights, weight(n))
	}
}

// mass is how much a bag tells.
func (l *lexicon) mass(b bag) float64 {
	var sum float64
	for _, f := range b {
		sum += l.weights[f]
	}
	return sum
}

// shared is how much two bags tell in common.
func (l *lexicon) shared(a, b bag) float64 {
	var sum float64
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			sum += l.weights[a[0]]
			a, b = a[1:], b[1:]
		}
	}
	return sum
}

// asked is the features of a query.
type asked struct {
	features bag
	unknown  int     // how many features no passage has
	mass     float64 // how much all of them tell
}

// ask reads a folded query.
func (l *lexicon) ask(folded string) asked { return l.askFor(features(folded)) }

// askFor reads the features of a query.
func (l *lexicon) askFor(names []string) asked {
	var a asked
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if f, known := l.numbers[name]; known {
			a.features = append(a.features, f)
		} else {
			a.unknown++
		}
	}
	slices.Sort(a.features)
	a.mass = l.mass(a.features) + float64(a.unknown)*l.unknown
	return a
}
