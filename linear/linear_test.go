package linear_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"huizhi/linear"
)

// made are examples of three choices each, of which the one with the most of
// "good", less twice its "bad", is right as often as the softmax says.
func made(n int, seed uint64) (out []linear.Example) {
	r := rand.New(rand.NewPCG(seed, 1))
	truth := linear.Choices{Names: names, Weights: []float64{1, -2, 0}, Heat: 1}
	for range n {
		e := linear.Example{Right: make([]bool, 3), Weight: 1}
		for range 3 {
			e.Rows = append(e.Rows, linear.Row{{Feature: 0, Value: r.NormFloat64()}, {Feature: 1, Value: r.NormFloat64()}, {Feature: 2, Value: 1}})
		}
		at, draw := 0, r.Float64()
		for chances := truth.Chances(e.Rows); draw > chances[at] && at < 2; at++ {
			draw -= chances[at]
		}
		e.Right[at] = true
		out = append(out, e)
	}
	return out
}

var names = []string{"good", "bad", "always"}

func TestChoicesFindTheTruth(t *testing.T) {
	c := linear.TrainChoices(names, made(20000, 1), 0.01)
	for i, want := range []float64{1, -2, 0} {
		if math.Abs(c.Weights[i]-want) > 0.1 {
			t.Errorf("%s weighs %.3f, want %.0f", names[i], c.Weights[i], want)
		}
	}
	again := linear.TrainChoices(names, made(20000, 1), 0.01)
	if !bytes.Equal(c.Marshal(), again.Marshal()) {
		t.Error("the same examples give other bytes")
	}
}

func TestSeveralMayBeRight(t *testing.T) {
	rows := []linear.Row{{{Feature: 0, Value: 1}}, {{Feature: 0, Value: 1}, {Feature: 1, Value: 1}}, {{Feature: 2, Value: 1}}}
	c := linear.TrainChoices(names, []linear.Example{
		{rows, []bool{true, true, false}, 1},
		{rows, []bool{false, false, false}, 1}, // teaches nothing
	}, 0.1)
	chances := c.Chances(rows)
	if chances[0]+chances[1] < 0.9 || chances[0] < 0.3 || chances[1] < 0.3 {
		t.Errorf("chances %.2f", chances)
	}
}

// Calibrate finds how much too sure a model is.
func TestCalibrate(t *testing.T) {
	c := linear.Choices{Names: names, Weights: []float64{3, -6, 0}, Heat: 1}
	c.Calibrate(made(20000, 2))
	if math.Abs(c.Heat-3) > 0.15 {
		t.Errorf("heat %.2f, want 3", c.Heat)
	}
	var chances []float64
	var truths []bool
	for _, e := range made(5000, 3) {
		for i, chance := range c.Chances(e.Rows) {
			chances, truths = append(chances, chance), append(truths, e.Right[i])
		}
	}
	if _, err := linear.Calibration(chances, truths); err > 0.02 {
		t.Errorf("calibration is off by %.3f", err)
	}
	truths[0] = !truths[0]
	if bands, _ := linear.Calibration([]float64{1, 0.95}, []bool{true, false}); bands[9] != (linear.Band{N: 2, Chance: 0.975, True: 0.5}) {
		t.Errorf("bands %v", bands)
	}
}

func TestClasses(t *testing.T) {
	rows := []linear.Row{{{Feature: 0, Value: 1}}, {{Feature: 1, Value: 1}}, {{Feature: 1, Value: 1}, {Feature: 2, Value: 1}}}
	var members []linear.Member
	for class, r := range rows {
		members = append(members, linear.Member{Row: r, Class: class, Weight: 1})
	}
	c := linear.TrainClasses([]string{"a", "b", "c"}, names, members, 0.01)
	for i, r := range rows {
		if chances := c.Chances(r); chances[i] < 0.6 {
			t.Errorf("row %d: chances %.2f", i, chances)
		}
	}
	read, err := linear.ReadClasses(c.Marshal())
	if err != nil || !bytes.Equal(read.Marshal(), c.Marshal()) {
		t.Errorf("read again: %v\n%s\n%s", err, read.Marshal(), c.Marshal())
	}
}

func TestFiles(t *testing.T) {
	c := linear.Choices{Names: names, Weights: []float64{1.5, -2, 0}, Heat: 1.25}
	read, err := linear.ReadChoices(c.Marshal())
	if err != nil || read.Heat != c.Heat || read.Weights[1] != -2 || !bytes.Equal(read.Marshal(), c.Marshal()) {
		t.Errorf("%v, %v", read, err)
	}
	for _, bad := range []string{"", "heat\t0\n", "heat\t1\ngood\n", "good\t1\n", "heat\t1\ngood\tNaN\n", "heat\tInf\n"} {
		if _, err := linear.ReadChoices([]byte(bad)); !errors.Is(err, linear.ErrWeights) {
			t.Errorf("choices %q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "\ta\tb\ngood\t1\n", "\ta\ngood\t1.5\n"} {
		if _, err := linear.ReadClasses([]byte(bad)); !errors.Is(err, linear.ErrWeights) {
			t.Errorf("classes %q: %v", bad, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("heat\t1\ngood\t2\n"))
	f.Add([]byte("\ta\tb\ngood\t1\t-2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := linear.ReadChoices(data); err == nil {
			c.Chances([]linear.Row{{}, {}})
		}
		if c, err := linear.ReadClasses(data); err == nil && len(c.Names) > 0 {
			c.Chances(linear.Row{{Feature: len(c.Names) - 1, Value: 1}})
		}
	})
}
