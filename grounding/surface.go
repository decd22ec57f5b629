package grounding

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"huizhi/kb/place"
)

// allowed are the marks that a sentence may have beside letters and digits.
const allowed = "，。；：！、（）,.;:!()“”\"《》·%-~～—￥¥/\n "

// shouting is a mark that is said again and again.
var shouting = regexp.MustCompile(`[！!～~、，。；]{2,}`)

// of begins what is left of a sentence when its head is cut off: 的身份证由监护人申请.
const of = "的"

// hidden finds characters that no plain sentence has and the lines do not have
// either: zero-width, emoji, other alphabets, digits in circles; and a head that is
// cut off.
func (c *Checker) hidden(claim string, lines []string) []Fault {
	all := strings.Join(lines, "")
	if strings.HasPrefix(strings.TrimSpace(claim), of) {
		return []Fault{{Script, of}}
	}
	if loud := shouting.FindString(claim); loud != "" {
		return []Fault{{Script, loud}}
	}
	for _, r := range claim {
		plain := unicode.Is(unicode.Han, r) || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune(allowed, r)
		if !plain && !strings.ContainsRune(all, r) {
			if r == '？' || r == '?' {
				return []Fault{{Asking, string(r)}}
			}
			return []Fault{{Script, string(r)}}
		}
	}
	return nil
}

var (
	latin  = regexp.MustCompile(`[a-z][a-z0-9]*`)
	asking = regexp.MustCompile(`[?吗呢]|难道|何必|怎么(?:会|能|可能)|谁说|哪(?:有|能|会)|岂`)
)

// surface finds what can be seen without reading clauses: names in Latin
// letters, promises, questions.
func (c *Checker) surface(claim string, e *evidence) []Fault {
	text := e.withoutTags(c.normal(claim))
	var out []Fault
	for _, look := range []struct {
		kind Kind
		re   *regexp.Regexp
	}{{Name, latin}, {Promise, c.dictionary.promises}, {Asking, asking}} {
		for _, found := range look.re.FindAllString(text, -1) {
			if !e.contains(found) {
				out = append(out, Fault{look.kind, found})
			}
		}
	}
	return out
}

// withoutTags takes the particle from headings put as questions: 去哪办呢，….
func (e *evidence) withoutTags(text string) string {
	for _, h := range e.clauses {
		if h.label {
			text = strings.ReplaceAll(text, h.text+"呢", h.text)
		}
	}
	return text
}

// misplaced finds places that neither the lines nor the customer named.
func (c *Checker) misplaced(claim string, e *evidence) []Fault {
	var out []Fault
	text := c.normal(claim)
	for _, m := range c.places.Find(text) {
		if slices.ContainsFunc(m.Places, func(n place.Name) bool { return !e.names(n) }) {
			out = append(out, Fault{Place, text[m.Start:m.End]})
		}
	}
	return out
}

// names reports whether a place is named in a line, or known.
func (e *evidence) names(n place.Name) bool {
	return e.known.places[n] || slices.ContainsFunc(e.clauses, func(s clause) bool { return s.places[n] })
}

// whole compares what only the claim as a whole shows.
func (c *Checker) whole(claim string, said, e *evidence) []Fault {
	return slices.Concat(c.disorder(claim, e), said.repeated(e), c.quoted(claim, e), said.chosen(e))
}

// free is no sum that could be asked for twice.
const free = "钱0"

// repeated finds quantities that are said more often than the lines say them:
// 工本费20元，另外再交20元.
func (e *evidence) repeated(lines *evidence) []Fault {
	mine, theirs := e.counts(), lines.counts()
	for what, n := range mine {
		if n > theirs[what] && theirs[what] > 0 && what != free {
			return []Fault{{Number, what}}
		}
	}
	return nil
}

// counts is how often each quantity is named.
func (e *evidence) counts() map[string]int {
	out := map[string]int{}
	for _, s := range e.clauses {
		for _, what := range s.counts {
			out[what]++
		}
	}
	return out
}

// chosen finds a choice that became a list: 罚款或拘留 → 罚款并拘留.
func (e *evidence) chosen(lines *evidence) []Fault {
	if mine, given := theirs(e.clauses, either), theirs(lines.clauses, either); len(mine) < len(given) {
		return []Fault{{Mark, given[0]}}
	}
	return nil
}

var inQuotes = regexp.MustCompile(`[“"]([^”"]*)[”"]`)

// quoted finds words in quotation marks that the lines do not have in such
// marks: “免费” is not 免费.
func (c *Checker) quoted(claim string, e *evidence) []Fault {
	for _, m := range inQuotes.FindAllString(c.normal(claim), -1) {
		if !e.contains(m) {
			return []Fault{{Script, m}}
		}
	}
	return nil
}

// disorder compares the order of steps that are joined by arrows.
func (c *Checker) disorder(claim string, e *evidence) []Fault {
	const arrow = "→"
	steps := strings.Split(c.normal(claim), arrow)
	if len(steps) < 2 {
		return nil
	}
	for _, text := range e.texts {
		if strings.Contains(text, strings.Trim(strings.Join(steps[1:], arrow), blockEnds+clauseEnds)) {
			return nil
		}
	}
	return []Fault{{Order, claim}}
}
