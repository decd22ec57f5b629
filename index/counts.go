package index

import (
	"maps"
	"slices"
	"strings"
)

// counts is the features of a whole passage, and how often each occurs.
type counts struct {
	bag
	times  []float64
	length float64 // how many features there are, repeats counted
}

// count counts the features of texts that are read as one.
func (l *lexicon) count(texts ...string) counts {
	times := map[feature]float64{}
	c := counts{}
	for _, text := range texts {
		for _, name := range features(l.fold(text)) {
			times[l.number(name)]++
			c.length++
		}
	}
	c.bag = slices.Sorted(maps.Keys(times))
	for _, f := range c.bag {
		c.times = append(c.times, times[f])
	}
	return c
}

// sentenceEnds end what is read as one sentence of a body.
const sentenceEnds = "。；！？\n"

// sentences splits a body.
func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(sentenceEnds, r) })
}

// The usual constants of BM25: how soon repeats stop counting, and how much
// long texts are held back.
const (
	saturation   = 1.2
	lengthWeight = 0.75
)

// told is how much of a query a passage tells, as BM25 counts it: between 0
// and the mass of the query.
func (l *lexicon) told(query bag, c counts) float64 {
	norm := saturation * (1 - lengthWeight + lengthWeight*c.length/l.average)
	var sum float64
	rest, times := c.bag, c.times
	for _, f := range query {
		i, ok := slices.BinarySearch(rest, f)
		if ok {
			sum += l.weights[f] * times[i] / (times[i] + norm)
		}
		rest, times = rest[i:], times[i:]
	}
	return sum
}
