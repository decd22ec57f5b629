package linear

import "math"

// Term is a feature, by its place among the names of a model, and its value.
type Term struct {
	Feature int
	Value   float64
}

// Row is what is known of one thing. A feature may stand in it once.
type Row []Term

// Choices tells choices apart by weighted features.
type Choices struct {
	Names   []string
	Weights []float64 // by name

	// Heat divides every sum: above 1 the chances are more even. It changes no
	// order.
	Heat float64
}

// Example is choices of which some are right. With none right it teaches nothing.
type Example struct {
	Rows   []Row
	Right  []bool  // of each row
	Weight float64 // how many times it counts
}

// Sum is what speaks for a choice, before it is compared with others.
func (c *Choices) Sum(r Row) float64 { return dot(r, c.Weights) / c.Heat }

// Chances tells how likely each of the choices is the right one, if one is.
func (c *Choices) Chances(rows []Row) []float64 {
	sums := make([]float64, len(rows))
	for i, r := range rows {
		sums[i] = c.Sum(r)
	}
	softmax(sums)
	return sums
}

// TrainChoices finds the weights under which the right choices of the examples
// are as likely as can be, less half of decay times the weights' squares.
func TrainChoices(names []string, examples []Example, decay float64) *Choices {
	weights := descend(len(names), decay, func(weights, slope []float64) (loss float64) {
		for _, e := range examples {
			loss += e.Weight * e.add(weights, slope)
		}
		return loss
	})
	return &Choices{names, weights, 1}
}

// add is the loss of one example; it adds to the slope.
func (e Example) add(weights, slope []float64) float64 {
	chances, right := make([]float64, len(e.Rows)), 0.0
	for i, r := range e.Rows {
		chances[i] = dot(r, weights)
	}
	softmax(chances)
	for i, c := range chances {
		if e.Right[i] {
			right += c
		}
	}
	if right == 0 {
		return 0
	}
	for i, r := range e.Rows {
		pull := e.Weight * chances[i]
		if e.Right[i] {
			pull -= e.Weight * chances[i] / right
		}
		for _, t := range r {
			slope[t.Feature] += pull * t.Value
		}
	}
	return -math.Log(right)
}

// softmax turns sums into chances.
func softmax(sums []float64) {
	most, total := math.Inf(-1), 0.0
	for _, s := range sums {
		most = max(most, s)
	}
	for i, s := range sums {
		sums[i] = math.Exp(s - most)
		total += sums[i]
	}
	for i := range sums {
		sums[i] /= total
	}
}

func dot(r Row, weights []float64) (sum float64) {
	for _, t := range r {
		sum += t.Value * weights[t.Feature]
	}
	return sum
}
