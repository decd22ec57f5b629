package grounding

import (
	"regexp"
	"slices"
	"strings"
)

// marked compares only, every, enough and about.
func (e *evidence) marked(k clause, window []clause, said *evidence) []Fault {
	marks, list := map[class][]string{}, several.MatchString(k.text+window[0].text)
	for _, s := range e.clauses {
		if s.with(window[0]) {
			for c, words := range s.marks {
				marks[c] = append(marks[c], words...)
			}
		}
	}
	var out []Fault
	out = append(out, e.reported(k, window, said)...)
	for _, c := range []class{only, every, enough, either, sequence, except, iffy, about} {
		mine, given := k.marks[c], marks[c]
		if c == about || c == sequence || c == except {
			given = theirs(window, c)
		}
		if c == only {
			given = window[0].marks[only]
			if len(window[0].marks[enough]) > 0 && has(suffices, mine) {
				continue // 只要合格就行, 合格就行
			}
		}
		switch {
		case len(mine) == 0 && (c == about || c == except) && marked(window, c), c == sequence && missesOrder(mine, given), len(mine) == 0 && c == either && marked(window, c) && !marked(said.clauses, c):
			out = append(out, Fault{Mark, k.text}) // surer than the line, or all for one
		case c == iffy && (len(mine) == 0 || e.conditional(k, window)):
		case len(mine) == 0, c == every && list && has(mild, mine), c == either && len(k.core) == 0 && (k.listed() || len(k.own[channel]) > 0), c == enough && !brings.MatchString(k.text):
		case (c == about || c == sequence) && !has(given, mine), len(given) == 0:
			out = append(out, Fault{Mark, mine[0]})
		}
	}
	return out
}

// reported compares who says so. What others say, or said once, is told with
// who they are; what no longer holds, never without that.
func (e *evidence) reported(k clause, window []clause, said *evidence) []Fault {
	refuted := func(w string) bool { return slices.Contains(e.refuted, w) }
	block := theirs(e.block(window[0]), report)
	for _, w := range k.marks[report] {
		if !slices.Contains(theirs(window, report), w) && (!refuted(w) || !slices.Contains(block, w)) {
			return []Fault{{Mark, w}}
		}
	}
	for _, w := range block {
		here := slices.Contains(window[0].marks[report], w) && !refuted(w)
		if here && !slices.Contains(k.marks[report], w) || refuted(w) && !slices.Contains(theirs(said.clauses, report), w) {
			return []Fault{{Mark, w}}
		}
	}
	return nil
}

// tellsInOrder reports lines whose clauses may not change places: they say what
// comes first, or what no longer holds.
func (e *evidence) tellsInOrder() bool {
	return slices.Contains(theirs(e.clauses, sequence), "先") ||
		slices.ContainsFunc(theirs(e.clauses, report), func(w string) bool { return slices.Contains(e.refuted, w) })
}

// theirs are the marks of clauses.
func theirs(cs []clause, c class) []string {
	var out []string
	for _, s := range cs {
		out = append(out, s.marks[c]...)
	}
	return out
}

// block is the clauses between the same full stops as one.
func (e *evidence) block(s clause) []clause {
	return slices.DeleteFunc(slices.Clone(e.clauses), func(o clause) bool { return !o.with(s) })
}

// missesOrder reports that before or after is left out: 到期前6个月.
func missesOrder(mine, given []string) bool {
	return slices.ContainsFunc([]string{"前", "后"}, func(w string) bool { return slices.Contains(given, w) && !slices.Contains(mine, w) })
}

// marked reports whether a clause has a mark.
func marked(cs []clause, c class) bool {
	return slices.ContainsFunc(cs, func(s clause) bool { return len(s.marks[c]) > 0 })
}

// suffices are words for only that go with 就行.
var suffices = []string{"只要"}

// What is said of several things or people may be said of all of them, in these
// words; the others mean that there is no exception.
var several = regexp.MustCompile(`[、和与及各任每全]`)

var mild = []string{"都", "均", "皆", "都能", "都可以", "都可", "均可", "均能"}

// brings are in clauses about what to bring: there 就行 says that nothing else
// is needed.
var brings = regexp.MustCompile(`[带凭拿交]`)

// needs are in clauses about what is needed.
var needs = regexp.MustCompile(`[带凭拿交用和要与及]`)

// listed reports a clause that lists ways to apply, of which any will do.
func (cl clause) listed() bool {
	return len(cl.papers) == 0 && (len(cl.when[channel])+len(cl.places) > 1 || strings.Contains(cl.text, "、"))
}
