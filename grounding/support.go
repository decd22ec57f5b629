package grounding

import (
	"slices"
	"strings"
)

// maxWindow is how many neighbouring clauses of a line one clause of a claim
// may put together.
const maxWindow = 3

// unsupported lists what is wrong with a clause, in the light of the clauses
// that come nearest to saying it; none if they say it. at is the first of them,
// or -1. said is the whole claim.
func (e *evidence) unsupported(k clause, said *evidence) (at int, faults []Fault) {
	if slices.Contains(e.verdicts, k.text) && !slices.ContainsFunc(e.clauses, func(s clause) bool { return particleless(s.text) == particleless(k.text) }) {
		return -1, []Fault{{Mood, k.text}}
	}
	if k.bare() && k.mood == says && (k.cases() || len(k.places) > 0) && strings.Contains(k.text, "也") && !e.contains(k.text) {
		return -1, []Fault{{Condition, k.text}} // 丢失补领也是
	}
	if k.bare() && k.mood == says && len(k.marks) == 0 {
		return -1, e.foreign(k) // only conditions: they are judged with what they are for
	}
	if at = e.verbatim(k, said); at >= 0 {
		return at, nil
	}
	for n := 1; n <= maxWindow; n++ {
		for i := 0; i+n <= len(e.clauses); i++ {
			if !together(e.clauses[i : i+n]) {
				continue
			}
			found := e.against(k, e.clauses[i:i+n], said)
			if len(found) == 0 {
				return i, nil
			}
			if at < 0 || len(found) < len(faults) {
				at, faults = i, found
			}
		}
	}
	if at < 0 {
		return -1, []Fault{{Word, k.text}}
	}
	return -1, faults
}

// verbatim finds a clause that says it in the same words.
func (e *evidence) verbatim(k clause, said *evidence) int {
	for i, s := range e.clauses {
		if s.text == k.text && len(e.against(k, e.clauses[i:i+1], said)) == 0 {
			return i
		}
	}
	return -1
}

// together reports clauses that one clause may put together: of one block and
// under the same conditions.
func together(window []clause) bool {
	return !slices.ContainsFunc(window, func(s clause) bool { return !s.with(window[0]) || !s.alike(window[0]) })
}

// alike reports clauses under the same conditions.
func (cl clause) alike(other clause) bool {
	return !slices.ContainsFunc(conditions, func(kind class) bool {
		return kind != channel && (!has(cl.when[kind], other.when[kind]) || !has(other.when[kind], cl.when[kind]))
	})
}

// with reports clauses of one block.
func (cl clause) with(other clause) bool { return cl.line == other.line && cl.block == other.block }

// against compares a clause of a claim with neighbouring clauses of a line.
func (e *evidence) against(k clause, window []clause, said *evidence) []Fault {
	var out []Fault
	if !e.agreeable(k, window) {
		out = append(out, Fault{Mood, k.text})
	}
	out = append(out, e.conditions(k, window)...)
	out = append(out, e.counted(k, window)...)
	out = append(out, e.located(k, window)...)
	out = append(out, e.told(k, window)...)
	out = append(out, e.marked(k, window, said)...)
	for _, s := range window {
		if !s.silent() && !k.alone().mostly(s) {
			out = append(out, Fault{Part, s.text})
		}
	}
	return out
}
