package grounding

import (
	"slices"
	"strings"
)

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

// beside are the moods that stand beside a denial, each once: they are what is
// denied.
func beside(words []class, denied int) []class {
	var out []class
	for _, w := range []class{may, must, hard} {
		if denied > 0 && slices.Contains(words, w) {
			out = append(out, w)
		}
	}
	return out
}

// agrees reports whether a claim in one mood may rest on a clause in another.
// duty is true for a clause about what somebody has to do: there "may" would be
// less than it says.
func agrees(claim, line mood, duty bool) bool {
	switch claim {
	case says:
		return line == says || line == wants || line == demands
	case allows:
		return line == allows || line == says && !duty
	case wants:
		return line == wants || line == demands || line == says
	case demands:
		return line == demands || duty && (line == wants || line == says)
	case forbids:
		return line == forbids || line == denies
	case spares:
		return line == spares
	case shuns:
		return line == shuns || line == forbids || line == denies
	}
	return line == denies || line == forbids
}

// verdict reports a clause that says nothing but 可以, 不能, and for nobody.
func (cl clause) verdict() bool {
	return cl.mood != says && len(cl.marks) == 0 && cl.bare() && !slices.ContainsFunc(conditions, func(kind class) bool { return len(cl.own[kind]) > 0 })
}

// particleless leaves the particles off a verdict of one word: 是的, 不用了.
func particleless(text string) string { return strings.TrimRight(text, "的了") }

// agreeable reports whether the moods of a window allow the claim's.
func (e *evidence) agreeable(k clause, window []clause) bool {
	spoken, denied, others := false, 0, []class(nil)
	for i, s := range window {
		if s.silent() {
			spoken = spoken || k.mood == says || k.mood == allows && k.bare() && len(k.own[channel]) > 0 && !e.denied(s)
			continue
		}
		if !agrees(k.mood, s.mood, e.duty(s)) || len(k.marks[will]) > 0 && s.mood == allows || k.mood != says && s.mood == says && e.inDenial(s) {
			return false
		}
		denied += s.denied
		others = append(others, s.beside...)
		if k.bare() && (k.denied > 0 || k.mood != says && !k.cases()) && s.mood != k.mood || k.verdict() && !s.bare() && (s.order > 0 || i > 0) {
			return false
		}
		spoken = true
	}
	return spoken && k.denied == denied && slices.Equal(k.beside, others)
}

// inDenial reports a clause behind one that denies, which may deny it too:
// 不能留着当备用，两张一起用.
func (e *evidence) inDenial(s clause) bool {
	return slices.ContainsFunc(e.clauses, func(o clause) bool { return o.with(s) && o.order == s.order-1 && o.denied > 0 })
}

// denied reports whether something is denied in the block of a clause.
func (e *evidence) denied(s clause) bool {
	return slices.ContainsFunc(e.clauses, func(o clause) bool { return o.with(s) && o.denied > 0 })
}

// silent reports a clause that only names conditions or a subject.
func (cl clause) silent() bool {
	return cl.label && cl.mood == says || cl.bare() && cl.mood == says && len(cl.marks) == 0
}

// advice heads what is only a hint.
const advice = "提示"

// duty reports a clause about what somebody has to do.
func (e *evidence) duty(s clause) bool {
	if slices.ContainsFunc(e.advice, func(w string) bool { return strings.Contains(s.text, w) }) || slices.ContainsFunc(e.headings(s), func(h clause) bool { return strings.Contains(h.text, advice) }) {
		return false
	}
	return slices.ContainsFunc(e.duties, func(d string) bool { return strings.Contains(s.text, d) })
}
