package linear

import "math"

// Calibrate sets the heat at which the right choices of examples are likeliest.
// They should be examples that the model was not trained with, else it will
// still be surer than it may be.
func (c *Choices) Calibrate(examples []Example) {
	low, high := math.Log(0.25), math.Log(8.0)
	for range 40 { // golden section
		a, b := high-(high-low)/math.Phi, low+(high-low)/math.Phi
		if c.lossAt(math.Exp(a), examples) < c.lossAt(math.Exp(b), examples) {
			high = b
		} else {
			low = a
		}
	}
	c.Heat = math.Exp((low + high) / 2)
}

// lossAt is the loss of the examples at some heat.
func (c *Choices) lossAt(heat float64, examples []Example) (loss float64) {
	at := Choices{Weights: c.Weights, Heat: heat}
	for _, e := range examples {
		if _, all, right := e.sums(at.Sum); !math.IsInf(right, -1) {
			loss += e.Weight * (all - right)
		}
	}
	return loss
}

// Band is forecasts of about the same chance, and how often they came true.
type Band struct {
	N            int
	Chance, True float64 // on average
}

// Calibration sorts forecasts into ten bands by their chance, and tells by how
// much chance and truth differ on average (the expected calibration error).
func Calibration(chances []float64, truths []bool) (bands [10]Band, err float64) {
	for i, c := range chances {
		b := &bands[min(9, int(c*10))]
		b.N++
		b.Chance += c
		if truths[i] {
			b.True++
		}
	}
	for i := range bands {
		b := &bands[i]
		if b.N > 0 {
			b.Chance, b.True = b.Chance/float64(b.N), b.True/float64(b.N)
			err += math.Abs(b.Chance-b.True) * float64(b.N) / float64(len(chances))
		}
	}
	return bands, err
}
