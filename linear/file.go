package linear

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ErrWeights is a file that holds no weights; what wraps it says where.
var ErrWeights = errors.New("no weights")

// heat is the name of the line that holds it.
const heat = "heat"

// ReadChoices reads what Marshal wrote: a name, a tab and a weight in each line,
// the heat in the first.
func ReadChoices(data []byte) (*Choices, error) {
	c := &Choices{}
	for n, line := range lines(data) {
		name, number, _ := strings.Cut(line, "\t")
		weight, err := strconv.ParseFloat(number, 64)
		switch {
		case err != nil, math.IsNaN(weight), math.IsInf(weight, 0), n == 0 && (name != heat || weight <= 0):
			return nil, fmt.Errorf("%w: line %d", ErrWeights, n+1)
		case n == 0:
			c.Heat = weight
		default:
			c.Names, c.Weights = append(c.Names, name), append(c.Weights, weight)
		}
	}
	return c, nil
}

// Marshal writes a line for each weight, with four digits behind the point. No
// name may hold a tab or a line's end.
func (c *Choices) Marshal() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\t%.4f\n", heat, c.Heat)
	for i, name := range c.Names {
		fmt.Fprintf(&b, "%s\t%.4f\n", name, c.Weights[i])
	}
	return b.Bytes()
}

// fine is what a weight of 1 is in a file of classes: whole numbers are short.
const fine = 100

// ReadClasses reads what Marshal wrote: the classes in the first line, then a
// name and a hundredfold weight for each class, with tabs between.
func ReadClasses(data []byte) (*Classes, error) {
	c := &Classes{}
	for n, line := range lines(data) {
		cells := strings.Split(line, "\t")
		if n == 0 {
			c.Classes = cells[1:]
			continue
		}
		if len(cells) != len(c.Classes)+1 {
			return nil, fmt.Errorf("%w: line %d", ErrWeights, n+1)
		}
		c.Names = append(c.Names, cells[0])
		for _, cell := range cells[1:] {
			weight, err := strconv.Atoi(cell)
			if err != nil {
				return nil, fmt.Errorf("%w: line %d", ErrWeights, n+1)
			}
			c.Weights = append(c.Weights, float64(weight)/fine)
		}
	}
	if len(c.Classes) == 0 {
		return nil, fmt.Errorf("%w: no classes", ErrWeights)
	}
	return c, nil
}

// Marshal writes a line for each feature. No name may hold a tab or a line's end.
func (c *Classes) Marshal() []byte {
	var b bytes.Buffer
	for _, class := range c.Classes {
		b.WriteString("\t" + class)
	}
	for i, name := range c.Names {
		b.WriteString("\n" + name)
		for k := range c.Classes {
			fmt.Fprintf(&b, "\t%.0f", math.Round(fine*c.Weights[i*len(c.Classes)+k])+0)
		}
	}
	return append(b.Bytes(), '\n')
}

// lines are the lines of a file.
func lines(data []byte) []string {
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}
