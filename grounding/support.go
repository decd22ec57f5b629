package grounding

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
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

// verdict reports a clause that says nothing but 可以, 不能, and for nobody.
func (cl clause) verdict() bool {
	return cl.mood != says && len(cl.marks) == 0 && cl.bare() && !slices.ContainsFunc(conditions, func(kind class) bool { return len(cl.own[kind]) > 0 })
}

// particleless leaves the particles off a verdict of one word: 是的, 不用了.
func particleless(text string) string { return strings.TrimRight(text, "的了") }

// together reports clauses that one clause may put together: of one block,
// under the same conditions, and only one of them with a quantity.
func together(window []clause) bool {
	counted := 0
	for _, s := range window {
		if !s.with(window[0]) || !s.alike(window[0]) {
			return false
		}
		if len(s.counts) > 0 {
			counted++
		}
	}
	return counted < 2
}

// alike reports clauses under the same conditions.
func (cl clause) alike(other clause) bool {
	return !slices.ContainsFunc(conditions, func(kind class) bool {
		return kind != channel && (!has(cl.when[kind], other.when[kind]) || !has(other.when[kind], cl.when[kind]))
	})
}

// with reports clauses of one block.
func (cl clause) with(other clause) bool { return cl.line == other.line && cl.block == other.block }

// young reports a clause about somebody under sixteen.
func (cl clause) young() bool {
	return slices.ContainsFunc(cl.when[whenAge], func(age string) bool {
		n, err := strconv.Atoi(strings.TrimPrefix(age, "岁="))
		return strings.HasPrefix(age, "岁<") || err == nil && n < 16
	})
}

// without leaves out the words that are known anyway.
func (cl clause) without(known clause) clause {
	cl.words = slices.DeleteFunc(slices.Clone(cl.words), known.has)
	for i, w := range cl.words {
		if rest, ok := strings.CutPrefix(w, idCard); ok && known.has(idCard) {
			cl.words[i] = rest
		}
	}
	return cl
}

// within reports whether all that a clause says of somebody is known.
func (cl clause) within(known clause) bool {
	for _, kind := range conditions {
		if !has(known.when[kind], cl.own[kind]) {
			return false
		}
	}
	return !slices.ContainsFunc(cl.words, func(w string) bool { return !known.has(w) })
}

// foreign lists conditions that no line has.
func (e *evidence) foreign(k clause) []Fault {
	var out []Fault
	for _, kind := range conditions {
		for _, v := range k.when[kind] {
			held := slices.ContainsFunc(e.clauses, func(s clause) bool { return slices.Contains(s.when[kind], v) })
			if !held && !slices.Contains(e.known.when[kind], v) {
				out = append(out, Fault{Condition, v})
			}
		}
	}
	return out
}

// against compares a clause of a claim with neighbouring clauses of a line.
func (e *evidence) against(k clause, window []clause, said *evidence) []Fault {
	var out []Fault
	if !e.agreeable(k, window) {
		out = append(out, Fault{Mood, k.text})
	}
	out = append(out, e.conditions(k, window)...)
	out = append(out, e.counted(k, window)...)
	out = append(out, e.located(k, window)...)
	if !e.inOrder(k, window) {
		out = append(out, Fault{Order, k.text})
	}
	out = append(out, e.marked(k, window, said)...)
	if !e.anchored(k, window) {
		out = append(out, Fault{Word, k.text})
	}
	for _, w := range k.words {
		if alien := e.alien(k, w); alien != "" {
			out = append(out, Fault{Word, alien})
		}
	}
	for _, s := range window {
		if !s.silent() && !said.mostly(s) || len(window) > 1 && !k.alone().mostly(s) {
			out = append(out, Fault{Part, s.text})
		}
	}
	return out
}

// alone is a clause as all that is said.
func (cl clause) alone() *evidence { return &evidence{clauses: []clause{cl}} }

// kept reports a word that turns round what it belongs to: 不大, 未成年.
func kept(token string) bool {
	r, n := utf8.DecodeRuneInString(token)
	return n < len(token) && strings.ContainsRune("不未无非", r)
}

// mostly reports whether a claim says most of what a clause does: half a
// sentence may be false where the whole is true.
func (e *evidence) mostly(s clause) bool {
	all, lost := 0, 0
	for _, w := range s.words {
		all += len(w)
		for _, r := range uncovered(w, e.has) {
			if !e.has(string(r)) {
				lost += len(string(r))
			}
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

// alien is the part of a run of words that no line has. Pairs across the joint
// of two words need not be there: 监护人陪同|孩子本人.
func (e *evidence) alien(k clause, run string) string {
	return uncovered(run, func(pair string) bool { return e.says(k, pair) })
}

// uncovered are the characters of a run that form no pair that has knows, with
// either neighbour.
func uncovered(run string, has func(pair string) bool) string {
	rs := []rune(run)
	if len(rs) == 1 && !has(run) {
		return run
	}
	covered := make([]bool, len(rs))
	for i := 0; i+1 < len(rs); i++ {
		if has(string(rs[i : i+2])) {
			covered[i], covered[i+1] = true, true
		}
	}
	var out []rune
	for i, r := range rs {
		if len(rs) > 1 && !covered[i] {
			out = append(out, r)
		}
	}
	return string(out)
}

// has reports whether some clause has a text.
func (e *evidence) has(text string) bool {
	return slices.ContainsFunc(e.clauses, func(k clause) bool { return k.has(text) })
}

// agreeable reports whether the moods of a window allow the claim's.
func (e *evidence) agreeable(k clause, window []clause) bool {
	spoken, denied := false, 0
	for i, s := range window {
		if s.silent() {
			spoken = spoken || k.mood == says || k.mood == allows && k.bare() && len(k.own[channel]) > 0 && !e.denied(s)
			continue
		}
		if !agrees(k.mood, s.mood, e.duty(s)) || k.mood != says && s.mood == says && e.inDenial(s) {
			return false
		}
		denied += s.denied
		if k.bare() && (k.denied > 0 || k.mood != says && !k.cases()) && s.mood != k.mood || k.verdict() && !s.bare() && (s.order > 0 || i > 0) {
			return false
		}
		spoken = true
	}
	return spoken && k.denied == denied
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

// conditions compares when the claim holds with when the window does.
func (e *evidence) conditions(k clause, window []clause) []Fault {
	var out []Fault
	for _, kind := range conditions {
		var held []string
		for _, s := range window {
			held = append(held, s.when[kind]...)
		}
		known := e.known.when[kind]
		for _, v := range k.when[kind] {
			free := len(held) == 0 && (slices.Contains(known, v) && !(k.bare() && k.denied > 0) || len(k.own[kind]) == 0)
			if !slices.Contains(held, v) && !free {
				out = append(out, Fault{Condition, v})
			}
		}
		if len(held) > 0 && !slices.ContainsFunc(held, func(v string) bool { return slices.Contains(k.when[kind], v) || slices.Contains(known, v) }) {
			out = append(out, Fault{Condition, strings.Join(held, "、")})
		}
	}
	return out
}

// counted compares quantities and papers.
func (e *evidence) counted(k clause, window []clause) []Fault {
	var counts, papers []string
	for _, s := range window {
		counts, papers = append(counts, s.counts...), append(papers, s.papers...)
	}
	var out []Fault
	if !has(counts, k.counts) {
		out = append(out, Fault{Number, strings.Join(k.counts, "、")})
	}
	if !has(append(papers, e.known.papers...), k.papers) {
		out = append(out, Fault{Paper, strings.Join(k.papers, "、")})
	}
	return out
}

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
		case c == iffy && (len(mine) == 0 || k.cases() || window[0].mood != says || cases.MatchString(window[0].text)):
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

// cases is in a clause that tells cases apart: there one may say if.
var cases = regexp.MustCompile(`[的时者后没]|情形|情况|如|若`)

// cases reports a clause with conditions of its own.
func (cl clause) cases() bool {
	return slices.ContainsFunc(conditions, func(kind class) bool { return len(cl.own[kind]) > 0 })
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

// listed reports a clause that lists ways to apply, of which any will do.
func (cl clause) listed() bool {
	return len(cl.papers) == 0 && (len(cl.when[channel])+len(cl.places) > 1 || strings.Contains(cl.text, "、"))
}

// anchored reports whether the window, under its headings, has at least half of
// the words of the claim's clause: what else it says must rest on the same
// thing. A heading alone supports only what is all in it.
func (e *evidence) anchored(k clause, window []clause) bool {
	gs := slices.DeleteFunc(grams(k.words), e.known.has)
	if len(gs) == 0 {
		return true
	}
	under := append(e.headings(window[0]), window...)
	n := 0
	for _, g := range gs {
		if slices.ContainsFunc(under, func(s clause) bool { return s.has(g) }) {
			n++
		}
	}
	if !slices.ContainsFunc(window, func(s clause) bool { return !s.silent() }) {
		return n == len(gs)
	}
	return 2*n >= len(gs)
}

// inOrder reports whether what a clause says, beside the headings and what is
// known, stands in the window in the same order: who does what to whom is said
// by nothing else.
func (e *evidence) inOrder(k clause, window []clause) bool {
	var line []string
	for _, s := range window {
		line = append(line, s.core...)
	}
	headings := e.headings(window[0])
	i := 0
	for _, token := range k.core {
		at := slices.Index(line[i:], token)
		if at >= 0 {
			i += at + 1
			continue
		}
		if token == denial || slices.Contains(line, token) || !e.free(k, token) && !slices.ContainsFunc(headings, func(h clause) bool { return slices.Contains(h.core, token) }) {
			return false
		}
	}
	return true
}

// free reports a token that a clause may add: what is known of the case, but
// not the card among what is to be brought, nor a child where nobody's age is
// spoken of.
func (e *evidence) free(k clause, token string) bool {
	switch {
	case strings.Contains(idCard, token) && brings.MatchString(k.text):
		return false
	case token == child:
		return len(k.own[whenAge]) > 0 && e.known.has(child)
	}
	return e.known.has(token) || slices.Contains(e.known.core, token)
}

// headings are the labels before a clause in its line.
func (e *evidence) headings(s clause) []clause {
	var out []clause
	for _, h := range e.clauses {
		if h.line == s.line && h.block <= s.block && h.label {
			out = append(out, h)
		}
	}
	return out
}

// located lists the places of a claim's clause that are not those of the
// window, nor of its headings, nor the customer's.
func (e *evidence) located(k clause, window []clause) []Fault {
	under := append(e.headings(window[0]), window...)
	placed := slices.ContainsFunc(under, func(s clause) bool { return len(s.places) > 0 })
	for name := range k.places {
		if (placed || !e.known.places[name]) && !slices.ContainsFunc(under, func(s clause) bool { return s.places[name] }) {
			return []Fault{{Place, string(name)}}
		}
	}
	return nil
}

// says reports whether a pair of characters stands in a clause whose mood
// agrees, in a label, or in what is known.
func (e *evidence) says(k clause, gram string) bool {
	return e.known.has(gram) || slices.ContainsFunc(e.clauses, func(s clause) bool {
		return s.has(gram) && (s.silent() || agrees(k.mood, s.mood, e.duty(s)))
	})
}

func (cl clause) has(gram string) bool {
	return strings.Contains(cl.text, gram) || strings.Contains(cl.joined, gram)
}

// grams are the pairs of neighbouring characters of words; a single character
// stands for itself.
func grams(words []string) []string {
	var out []string
	for _, w := range words {
		rs := []rune(w)
		if len(rs) == 1 {
			out = append(out, w)
		}
		for i := 0; i+1 < len(rs); i++ {
			out = append(out, string(rs[i:i+2]))
		}
	}
	return out
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
