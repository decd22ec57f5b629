package linear

import "math"

const (
	rounds = 200  // steps at most
	flat   = 2e-5 // how much of the loss a step must take away to go on
	kept   = 8    // steps that are remembered
)

// descend finds the lowest place of a loss plus half of decay times the weights'
// squares, from all zero, by limited-memory BFGS (Nocedal and Wright, Numerical
// Optimization, 7.2). The loss adds its derivatives to the slope.
func descend(n int, decay float64, loss func(weights, slope []float64) float64) []float64 {
	at := place{weights: make([]float64, n)}
	at.look(decay, loss)
	var past memory
	for range rounds {
		step, length := past.direction(at.slope), 1.0
		if len(past.steps) == 0 {
			length = 1 / (1 + math.Sqrt(inner(at.slope, at.slope)))
		}
		next := at.walk(step, length, decay, loss)
		past.add(minus(next.weights, at.weights), minus(next.slope, at.slope))
		gained := at.loss - next.loss
		if at = next; gained < flat*at.loss {
			break
		}
	}
	return at.weights
}

// place is weights, and how high and how steep the loss is there.
type place struct {
	weights, slope []float64
	loss           float64
}

func (p *place) look(decay float64, loss func(weights, slope []float64) float64) {
	p.slope = make([]float64, len(p.weights))
	p.loss = loss(p.weights, p.slope)
	p.loss += decay / 2 * inner(p.weights, p.weights)
	along(p.slope, decay, p.weights)
}

// enough is how much of what the slope promises a step must keep.
const enough = 1e-4

// walk goes a step, or as much of it as leads down.
func (p *place) walk(step []float64, length, decay float64, loss func(weights, slope []float64) float64) place {
	promised := inner(step, p.slope)
	for {
		next := place{weights: clone(p.weights)}
		along(next.weights, length, step)
		next.look(decay, loss)
		if next.loss <= p.loss+enough*length*promised || length < 1e-12 {
			return next
		}
		length /= 2
	}
}

// memory is the last steps and how the slope changed along them: from these it
// is guessed how the loss bends.
type memory struct{ steps, bends [][]float64 }

func (m *memory) add(step, bend []float64) {
	if inner(step, bend) <= 0 {
		return
	}
	m.steps, m.bends = append(m.steps, step), append(m.bends, bend)
	if len(m.steps) > kept {
		m.steps, m.bends = m.steps[1:], m.bends[1:]
	}
}

// direction is where the loss falls fastest, as far as the last steps tell.
func (m *memory) direction(slope []float64) []float64 {
	d, last := clone(slope), len(m.steps)-1
	shares := make([]float64, len(m.steps))
	for i := last; i >= 0; i-- {
		shares[i] = inner(m.steps[i], d) / inner(m.steps[i], m.bends[i])
		along(d, -shares[i], m.bends[i])
	}
	scale := -1.0
	if last >= 0 {
		scale *= inner(m.steps[last], m.bends[last]) / inner(m.bends[last], m.bends[last])
	}
	for i := range d {
		d[i] *= scale
	}
	for i := range m.steps {
		back := inner(m.bends[i], d) / inner(m.steps[i], m.bends[i])
		along(d, -shares[i]-back, m.steps[i])
	}
	return d
}

func clone(v []float64) []float64 { return append([]float64(nil), v...) }

func minus(v, w []float64) []float64 {
	out := clone(v)
	along(out, -1, w)
	return out
}

// along adds a vector, so many times.
func along(v []float64, times float64, w []float64) {
	for i := range v {
		v[i] += times * w[i]
	}
}

func inner(v, w []float64) (sum float64) {
	for i := range v {
		sum += v[i] * w[i]
	}
	return sum
}
