package linear

import (
	"math"
	"slices"
)

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
	sums, all, right := e.sums(func(r Row) float64 { return dot(r, weights) })
	if math.IsInf(right, -1) {
		return 0
	}
	for i, r := range e.Rows {
		pull := e.Weight * math.Exp(sums[i]-all)
		if e.Right[i] {
			pull -= e.Weight * math.Exp(sums[i]-right)
		}
		for _, t := range r {
			slope[t.Feature] += pull * t.Value
		}
	}
	return all - right
}

// sums are what speaks for each choice, for all of them, and for the right ones:
// as a logarithm, minus infinity where none is right.
func (e Example) sums(of func(Row) float64) (sums []float64, all, right float64) {
	var rights []float64
	for i, r := range e.Rows {
		sums = append(sums, of(r))
		if e.Right[i] {
			rights = append(rights, sums[i])
		}
	}
	return sums, logSum(sums), logSum(rights)
}

// logSum is the logarithm of the sum of exponentials. It never overflows.
func logSum(sums []float64) float64 {
	if len(sums) == 0 {
		return math.Inf(-1)
	}
	most, total := slices.Max(sums), 0.0
	for _, s := range sums {
		total += math.Exp(s - most)
	}
	return most + math.Log(total)
}

// softmax turns sums into chances.
func softmax(sums []float64) {
	all := logSum(sums)
	for i, s := range sums {
		sums[i] = math.Exp(s - all)
	}
}

func dot(r Row, weights []float64) (sum float64) {
	for _, t := range r {
		sum += t.Value * weights[t.Feature]
	}
	return sum
}
