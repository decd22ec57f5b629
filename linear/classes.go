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

// Member is something whose class is known.
type Member struct {
	Row    Row
	Class  int     // by its place among the classes
	Weight float64 // how many times it counts
}

// TrainClasses finds the weights under which the classes of the members are as
// likely as can be, less half of decay times the weights' squares.
func TrainClasses(classes, names []string, members []Member, decay float64) *Classes {
	c := &Classes{Classes: classes, Names: names}
	chances := make([]float64, len(classes))
	c.Weights = descend(len(classes)*len(names), decay, func(weights, slope []float64) (loss float64) {
		for _, m := range members {
			c.sums(weights, m.Row, chances)
			softmax(chances)
			loss -= m.Weight * math.Log(max(chances[m.Class], math.SmallestNonzeroFloat64))
			chances[m.Class]--
			for _, t := range m.Row {
				part, value := slope[t.Feature*len(classes):(t.Feature+1)*len(classes)], m.Weight*t.Value
				for k, pull := range chances {
					part[k] += pull * value
				}
			}
		}
		return loss
	})
	return c
}
