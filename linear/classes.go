package linear

import "math"

// Classes tells of which class a thing is, by weighted features.
type Classes struct {
	Classes []string
	Names   []string
	Weights []float64 // of each name, one for each class
}

// Chances tells how likely a thing is of each class.
func (c *Classes) Chances(r Row) []float64 {
	chances := make([]float64, len(c.Classes))
	c.sums(c.Weights, r, chances)
	softmax(chances)
	return chances
}

// sums adds up, for each class, what speaks for it.
func (c *Classes) sums(weights []float64, r Row, out []float64) {
	clear(out)
	n := len(out)
	for _, t := range r {
		for i, w := range weights[t.Feature*n : t.Feature*n+n] {
			out[i] += t.Value * w
		}
	}
}

// TrainClasses finds the weights under which the right class of each row is as
// likely as can be, less half of decay times the weights' squares.
func TrainClasses(classes, names []string, rows []Row, right []int, decay float64) *Classes {
	c := &Classes{Classes: classes, Names: names}
	chances := make([]float64, len(classes))
	c.Weights = descend(len(classes)*len(names), decay, func(weights, slope []float64) (loss float64) {
		for i, r := range rows {
			c.sums(weights, r, chances)
			softmax(chances)
			loss -= math.Log(max(chances[right[i]], math.SmallestNonzeroFloat64))
			chances[right[i]]--
			for _, t := range r {
				part := slope[t.Feature*len(classes) : (t.Feature+1)*len(classes)]
				for k, pull := range chances {
					part[k] += pull * t.Value
				}
			}
		}
		return loss
	})
	return c
}
