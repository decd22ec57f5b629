package kb

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
)

// ageLimit is an age in prose that something begins or ends with.
var ageLimit = regexp.MustCompile(`(?:未满|不满|满)(\d+)周?岁|(\d+)周?岁(?:及?以上|及?以下|起)`)

// ageMatters tells that a sentence is about who may do what, or for how long.
var ageMatters = regexp.MustCompile(`申领|换领|补领|应当|到场|代办|代为|陪|自助机|网上办|长期|有效`)

// ages warns of an age limit in prose that nothing stated at the article's places,
// or around them, knows.
func (l *linter) ages(a *Article, t line, services Set[Service]) {
	if !ageMatters.MatchString(t.text) {
		return
	}
	known, from := l.limits(a, services)
	if from == nil {
		return
	}
	for _, m := range ageLimit.FindAllStringSubmatch(t.text, -1) {
		n, _ := strconv.Atoi(m[1] + m[2])
		if !slices.Contains(known, n) {
			l.wider(a, t, m[0], from, decimals(known))
		}
	}
}

// limits lists the ages that guards and values around an article tell apart, and
// one of the statements that do.
func (l *linter) limits(a *Article, services Set[Service]) (known []int, from *Statement) {
	for _, s := range l.around(a) {
		if _, ok := s.Guard.And(Conditions{Service: services}); !ok {
			continue
		}
		for _, n := range s.limits() {
			known, from = append(known, n), cmp.Or(from, s)
		}
	}
	slices.Sort(known)
	return slices.Compact(known), from
}

// limits lists the ages that a statement tells apart, in its guard or its words.
func (s *Statement) limits() []int {
	var out []int
	if s.Guard.Ages.Min > 0 {
		out = append(out, s.Guard.Ages.Min)
	}
	if s.Guard.Ages.Max > 0 {
		out = append(out, s.Guard.Ages.Max+1)
	}
	for _, k := range amounts(s.Value.words()) {
		if k.unit == "岁" {
			out = append(out, k.min, k.max)
		}
	}
	return out
}

// around lists what is stated at an article's places and in those around them,
// widest places last.
func (l *linter) around(a *Article) []*Statement {
	var out []*Statement
	for _, at := range a.Scope {
		for _, name := range l.corpus.Places.Chain(at) {
			for _, f := range Fields {
				out = append(out, l.corpus.stated[name][f]...)
			}
		}
	}
	return out
}

func decimals(ns []int) []string {
	var out []string
	for _, n := range ns {
		out = append(out, strconv.Itoa(n))
	}
	return out
}
