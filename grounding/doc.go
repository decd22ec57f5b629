// Package grounding holds a sentence against the lines it names as its source.
// It is what stands between a language model and a customer: Check lists what
// the sentence says and the lines do not, Omits what the lines say and the
// sentence does not. No fault means that one may stand for the other.
//
// It does not understand language; it refuses what it cannot account for. A
// text is cut into clauses. Each clause has conditions (age, service, household,
// channel), quantities in one spelling (半年 = 6个月 = 180天, 20元 = 二十块), a
// mood (may, must, must not, need not), marks (only, all, enough, about, before)
// and words. A claim's clause is supported when some clause of the lines, or a
// few neighbours, have its quantities and marks, a mood that agrees, no condition
// that the claim leaves out, and all its words in the same order: who does what to
// whom is said by nothing else. Words that say nothing by themselves (您, 请, 的)
// are free; all others must be in the lines, whatever they are: names, links,
// promises and offers are refused because the lines do not have them.
//
// The files follow a claim: surface.go looks at it as it is written, clause.go and
// reading.go take it apart, support.go compares clause by clause, with one file for
// each thing that is compared (mood, condition, told, mark), and omits.go looks the
// other way.
//
// The word lists are in words.yaml. When in doubt a claim is refused: then the
// line itself is shown, which costs only style.
package grounding
