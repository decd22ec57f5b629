package kb

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"huizhi/kb/place"
)

// alike is the share of the smaller text's bigrams above which two are one text.
const alike = 0.6

// isChinese reports whether a text has Chinese characters in it.
func isChinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// halfWidthComma finds a half-width comma next to a Chinese character.
func halfWidthComma(s string) bool {
	rs := []rune(s)
	for i, r := range rs {
		if r == ',' && (i > 0 && unicode.Is(unicode.Han, rs[i-1]) || i+1 < len(rs) && unicode.Is(unicode.Han, rs[i+1])) {
			return true
		}
	}
	return false
}

// brackets pairs every closing bracket with its opening one.
var brackets = map[rune]rune{')': '(', '）': '（', '」': '「', '》': '《', '”': '“', ']': '[', '}': '{'}

// balanced reports whether every bracket in s is closed.
func balanced(s string) bool {
	var open []rune
	for _, r := range s {
		if want, closing := brackets[r]; closing {
			if len(open) == 0 || open[len(open)-1] != want {
				return false
			}
			open = open[:len(open)-1]
		} else if isOpening(r) {
			open = append(open, r)
		}
	}
	return len(open) == 0
}

func isOpening(r rune) bool {
	for _, o := range brackets {
		if o == r {
			return true
		}
	}
	return false
}

// prose checks an article's own words.
func (l *linter) prose(a *Article) {
	for _, t := range a.texts() {
		if halfWidthComma(t.text) {
			l.problem(a, t.at, "lint.half_comma", t.text)
		}
		l.otherCity(a, t)
		if !l.contradiction(a, t) && t.passage != nil {
			l.contradictsWider(a, t)
		}
	}
}

// line is a text of an article and where it stands.
type line struct {
	text    string
	at      int
	passage *Passage // that it is a sentence of; nil for a value
}

// texts lists what customers read of an article, without contested readings:
// those may name other places.
func (a *Article) texts() []line {
	var out []line
	for _, s := range a.Statements {
		for _, text := range append([]string{s.Value.Say, s.Value.Book, s.Value.Advice}, s.Value.Unless...) {
			out = append(out, line{text, s.Line, nil})
		}
	}
	for i := range a.Passages {
		p := &a.Passages[i]
		for _, sentence := range sentences(p.Text) {
			out = append(out, line{sentence, p.Line, p})
		}
	}
	return out
}

// sentences splits running text at its full stops.
func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。！？；\n", r) })
}

// comparison marks a sentence that may name another city on purpose.
var comparison = regexp.MustCompile(`不同|不一样|别的|其他|其它|比如|例如|相比|不能拿|换到|填错`)

// otherCity finds another city's name in an article about cities.
func (l *linter) otherCity(a *Article, t line) {
	if !l.onlyCities(a) || comparison.MatchString(t.text) {
		return
	}
	for _, m := range l.corpus.Places.Find(t.text) {
		city, ok := l.corpus.Places.City(m.Places[0])
		if ok && !m.Ambiguous() && m.Role != place.Home && !l.isAbout(a, city) {
			l.problem(a, t.at, "lint.other_city", string(city))
		}
	}
}

// isAbout reports whether an article's places lie in a city.
func (l *linter) isAbout(a *Article, city place.Name) bool {
	return slices.ContainsFunc(a.Scope, func(s place.Name) bool { return l.corpus.Places.Within(s, city) })
}

func (l *linter) onlyCities(a *Article) bool {
	for _, name := range a.Scope {
		if _, ok := l.corpus.Places.City(name); !ok {
			return false
		}
	}
	return len(a.Scope) > 0
}

// leastPairs is how many pairs of characters a text must have to be compared:
// short ones are alike by chance.
const leastPairs = 20

// sharedBodies refuses passages copied from one article to another. It counts
// for each text with how many of its pairs the texts before it begin again, by
// way of a list of who has which pair: most texts share nearly nothing.
func (l *linter) sharedBodies() {
	var ps []*Passage
	var sizes []int
	having := map[[2]rune][]int{}
	for p := range l.corpus.Passages() {
		pairs := bigrams(p.Text)
		shared := make([]int, len(ps))
		for pair := range pairs {
			for _, i := range having[pair] {
				shared[i]++
			}
			having[pair] = append(having[pair], len(ps))
		}
		for i, n := range shared {
			smaller := min(sizes[i], len(pairs))
			if p.Article != ps[i].Article && smaller >= leastPairs && float64(n) > alike*float64(smaller) {
				l.problem(p.Article, p.Line, "lint.shared_body", string(ps[i].ID))
			}
		}
		ps, sizes = append(ps, p), append(sizes, len(pairs))
	}
}

// bigrams is the set of neighbouring pairs of Chinese characters.
func bigrams(text string) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	prev := rune(0)
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			prev = 0
			continue
		}
		if prev != 0 {
			out[[2]rune{prev, r}] = true
		}
		prev = r
	}
	return out
}
