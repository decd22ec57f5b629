package grounding

import (
	"slices"
	"strings"
)

// alone is a clause as all that is said.
func (cl clause) alone() *evidence { return &evidence{clauses: []clause{cl}} }

// mostly reports whether a claim says most of what a clause does: half a
// sentence may be false where the whole is true.
func (e *evidence) mostly(s clause) bool {
	all, lost := 0, 0
	for _, token := range s.core {
		if !strings.Contains(s.joined, token) {
			continue // no word: a quantity, a condition
		}
		all += len(token)
		if !e.has(token) {
			lost += len(token)
		}
	}
	if slices.ContainsFunc(s.core, func(t string) bool { return kept(t) && !e.has(t) }) {
		return false
	}
	var counts []string
	for _, k := range e.clauses {
		counts = append(counts, k.counts...)
	}
	return has(counts, s.counts) && float64(all-lost) >= enoughSaid*float64(all)
}

// enoughSaid is the share of a clause's words that a claim must have so that
// the clause is not left out.
const enoughSaid = 0.8

// missing lists what a clause of a line has and the claim has not.
func (e *evidence) missing(s clause) []Fault {
	if s.label && len(s.counts)+len(s.papers) == 0 {
		return e.foreign(s)
	}
	out := e.foreign(s)
	var counts, papers []string
	marks := map[class]bool{}
	for _, k := range e.clauses {
		counts, papers = append(counts, k.counts...), append(papers, k.papers...)
		for c := range k.marks {
			marks[c] = true
		}
	}
	if !has(counts, s.counts) {
		out = append(out, Fault{Number, strings.Join(s.counts, "、")})
	}
	if !has(papers, s.papers) {
		out = append(out, Fault{Paper, strings.Join(s.papers, "、")})
	}
	for c, words := range s.marks {
		if !marks[c] && (c == only || c == about) {
			out = append(out, Fault{Mark, words[0]})
		}
	}
	for name := range s.places {
		if !e.known.places[name] && !slices.ContainsFunc(e.clauses, func(k clause) bool { return k.places[name] }) {
			out = append(out, Fault{Place, string(name)})
		}
	}
	if !e.repeats(s) {
		out = append(out, Fault{Word, s.text})
	}
	return out
}

// repeats reports whether the claim says most words of a clause, in a mood that
// it allows.
func (e *evidence) repeats(s clause) bool {
	if s.bare() {
		return s.mood == says || slices.ContainsFunc(e.clauses, func(k clause) bool { return agrees(k.mood, s.mood, false) && k.mood != says })
	}
	gs := grams(s.words)
	tells := func(k clause) bool {
		shares := len(gs) == 0 || slices.ContainsFunc(gs, k.has) || len(s.counts) > 0 && has(k.counts, s.counts)
		return shares && agrees(k.mood, s.mood, e.duty(s))
	}
	told := s.silent() || slices.ContainsFunc(e.clauses, func(k clause) bool { return tells(k) || slices.ContainsFunc(k.parts, tells) })
	return told && e.mostly(s)
}
