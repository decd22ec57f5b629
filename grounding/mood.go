package grounding

import "slices"

// mood is what a clause says of what it names: that it is so, that one may,
// must, must not or need not.
type mood uint8

const (
	says mood = iota
	allows
	wants
	demands
	forbids
	spares
	shuns
	denies
)

// moodOf is the mood of a clause, from its words of mood, and how many of them
// deny.
func moodOf(words []class) (mood, int) {
	denied := 0
	for _, w := range words {
		if w == mayNot || w == needNot || w == shun || w == negative {
			denied++
		}
	}
	for _, pair := range []struct {
		word class
		mood mood
	}{{mayNot, forbids}, {needNot, spares}, {shun, shuns}, {negative, denies}, {hard, demands}, {must, wants}, {may, allows}} {
		if slices.Contains(words, pair.word) {
			return pair.mood, denied
		}
	}
	return says, 0
}

// agrees reports whether a claim in one mood may rest on a clause in another.
// duty is true for a clause about what somebody has to do: there "may" would be
// less than it says.
func agrees(claim, line mood, duty bool) bool {
	switch claim {
	case says:
		return line == says || line == allows || line == wants || line == demands
	case allows:
		return line == allows || line == says && !duty
	case wants:
		return line == wants || line == demands || line == says
	case demands:
		return line == demands || duty && (line == wants || line == says)
	case forbids:
		return line == forbids || line == denies
	case spares:
		return line == spares || line == denies || line == shuns
	case shuns:
		return line == shuns || line == forbids || line == denies
	}
	return line == denies || line == forbids || line == spares || line == shuns
}
