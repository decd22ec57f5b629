package answer

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"huizhi/linear"
)

// Sort is what a message is, or what it wants: what labelled messages are sorted
// by, and what weights are learned for.
type Sort string

// The sorts of messages.
const (
	OfPassage Sort = "passage" // a question that prose answers
	OfCase    Sort = "case"    // who, where, what to bring, how much, how long: for a person and a service
	Near      Sort = "near"    // another office's business, or our words for another matter
	Chatter   Sort = "chatter" // wants nothing of ours: talk, or a fact told without a question
	Gibberish Sort = "gibberish"
	Person    Sort = "person" // a human being is wanted
	Ordering  Sort = "order"  // a photo receipt is wanted from us
	Standing  Sort = "status" // how an order of theirs stands
	Cancel    Sort = "cancel" // what goes on here is called off
	Refund    Sort = "refund" //
	Erase     Sort = "erase"  // what we know of them shall be forgotten
	Courtesy  Sort = "courtesy"
	Misuse    Sort = "misuse" // a forged card, or somebody else's
)

// Sorts are all sorts, in the order of the weights.
var Sorts = []Sort{OfPassage, OfCase, Near, Chatter, Gibberish, Person, Ordering, Standing, Cancel, Refund, Erase, Courtesy, Misuse}

// None reports a sort that nothing here answers.
func (s Sort) None() bool { return slices.Contains(nones, s) }

// nones are the sorts that nothing here answers; acts those that want something
// else than an answer.
var (
	nones = []Sort{Near, Chatter, Gibberish}
	acts  = []Sort{Person, Ordering, Standing, Cancel, Refund, Erase, Courtesy, Misuse}
)

//go:embed sorts.tsv
var sortsFile []byte

// sorter weighs of what sort a message is.
type sorter struct {
	model *linear.Classes
	at    map[string]int // where a feature stands
}

func newSorter(model *linear.Classes) *sorter {
	s := &sorter{model, map[string]int{}}
	for i, name := range model.Names {
		s.at[name] = i
	}
	return s
}

// readSorter reads the weights that are built in.
func readSorter() (*sorter, error) {
	m, err := linear.ReadClasses(sortsFile)
	if err != nil {
		return nil, fmt.Errorf("sorts.tsv: %w", err)
	}
	same := func(class string, s Sort) bool { return class == string(s) }
	if !slices.EqualFunc(m.Classes, Sorts, same) {
		return nil, fmt.Errorf("sorts.tsv: %w: sorts %q", linear.ErrWeights, m.Classes)
	}
	return newSorter(m), nil
}

// features is what is known of something, by name.
type features map[string]float64

// row puts the features that are known into the order of the weights.
func (s *sorter) row(f features) (r linear.Row) {
	for name, value := range f {
		if i, ok := s.at[name]; ok && value != 0 {
			r = append(r, linear.Term{Feature: i, Value: value})
		}
	}
	return inOrder(r)
}

// logs are the logarithms of the sorts' chances.
func (s *sorter) logs(f features) map[Sort]float64 {
	out := map[Sort]float64{}
	for i, chance := range s.model.Chances(s.row(f)) {
		out[Sorts[i]] = math.Log(chance + leastChance)
	}
	return out
}

// leastChance keeps logarithms from running away.
const leastChance = 1e-6

// What the parts of a message's features count beside each other.
const (
	pointShare   = 2   // each number of the point, which has length 1
	measureShare = 0.5 // what recognisers and the search measured
)

// grams adds the pairs of characters and single characters of a text, each once;
// all together have length 1. Blanks do not count, and every digit is one.
func (f features) grams(text string) {
	var rs []rune
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
		case unicode.IsDigit(r):
			rs = append(rs, '0')
		default:
			rs = append(rs, r)
		}
	}
	seen := map[string]bool{}
	for i := range rs {
		seen["w:"+string(rs[i])] = true
		if i > 0 {
			seen["w:"+string(rs[i-1:i+1])] = true
		}
	}
	for name := range seen {
		f[name] = 1 / math.Sqrt(float64(len(seen)))
	}
}

// point adds where a text lies by what it means.
func (f features) point(numbers []float32) {
	for i, x := range numbers {
		f[fmt.Sprintf("v:%03d", i)] = pointShare * float64(x)
	}
}
