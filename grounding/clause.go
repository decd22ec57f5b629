package grounding

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"huizhi/kb/place"
)

// clause is what stands between two marks of punctuation.
type clause struct {
	text   string
	line   int // which of the lines
	order  int // its place in the line
	block  int // which part of it, between full stops and semicolons
	label  bool
	mood   mood
	beside []class             // the moods beside a denial: 没有列为必须
	denied int                 // how many words deny
	marks  map[class][]string  // only, every, enough, about
	when   map[class][]string  // service, household, channel, and ages as whenAge
	own    map[class][]string  // those that the clause itself names
	places map[place.Name]bool //
	counts []string            // quantities
	papers []string            //
	words  []string            // runs of words that say something
	core   []string            // what it says, in order
	parts  []clause            // those that were put together: 年满16岁的,本人到场
	joined string              // all of these together: 孩子本人也要到场 has 本人到场
}

// whenAge is the condition of age; it shares no number with a class.
const whenAge class = 100

// conditions a clause may have.
var conditions = []class{service, household, offsite, channel, whenAge}

// normal is the spelling in which texts are compared.
func (c *Checker) normal(text string) string {
	text = strings.ToLower(norm.NFKC.String(text))
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\n' {
			return -1
		}
		return r
	}, text)
	return c.dictionary.same.Replace(text)
}

// The marks that end a clause, and those that end a block of them.
const (
	blockEnds  = "。.!?;\n"
	clauseEnds = ",:()（）[]…「」"
)

// turn is a word that a clause may begin with and that says nothing.
var turn = regexp.MustCompile(`^(?:不过|只是|但是?|而且?|并且)`)

// clauses cuts a line. Conditions of a clause hold for those behind it in its
// block, until another of the same kind is named; a channel only behind a
// heading, if headed: 自助机：…, 自助机（…）.
func (c *Checker) clauses(line string, number int, headed bool) []clause {
	text := c.normal(line)
	var out []clause
	start, block, comma, opened := 0, 0, 0, false
	carried := map[class][]string{}
	flush := func(end int, mark rune) {
		if part := turn.ReplaceAllString(text[start:end], ""); strings.TrimFunc(part, isPunct) != "" {
			cl := c.read(part)
			cl.line, cl.block, cl.order, cl.label = number, block, len(out), mark == ':' || mark == '('
			cl.parts = c.parts(part)
			carried = cl.carry(carried, !headed || mark == ':' || mark == '(')
			out = append(out, cl)
		}
		if n := len(out); n > 1 && opened && strings.HasPrefix(out[n-1].text, "限") {
			restrict(out[:n-1], out[n-1])
		}
		opened = mark == '('
		if strings.ContainsRune(blockEnds, mark) {
			block, carried = block+1, map[class][]string{}
		}
	}
	for i, r := range text {
		if r == ',' && c.dictionary.topics.MatchString(text[max(start, comma):i]) {
			comma = i + 1
			continue // who or when: it goes with what follows
		}
		if strings.ContainsRune(clauseEnds, r) || strings.ContainsRune(blockEnds, r) && !decimal(text, i) {
			flush(i, r)
			start = i + utf8.RuneLen(r)
		}
	}
	flush(len(text), '。')
	return out
}

// parts reads what topics were put together one by one; nil if nothing was.
func (c *Checker) parts(text string) []clause {
	segments := strings.Split(text, ",")
	if len(segments) < 2 {
		return nil
	}
	var out []clause
	carried := map[class][]string{}
	for _, segment := range segments {
		cl := c.read(segment)
		carried = cl.carry(carried, true)
		out = append(out, cl)
	}
	return out
}

func isPunct(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }

// decimal reports a point inside a number or a name: 2.5, shop.com.
func decimal(text string, i int) bool {
	return text[i] == '.' && i > 0 && i+1 < len(text) && text[i-1] < utf8.RuneSelf && text[i+1] < utf8.RuneSelf
}

// carry hands conditions on from clause to clause; a channel only if all says so.
func (cl *clause) carry(before map[class][]string, all bool) map[class][]string {
	after := map[class][]string{}
	cl.own = maps.Clone(cl.when)
	for _, kind := range conditions {
		if len(cl.when[kind]) == 0 {
			cl.when[kind] = before[kind]
		}
		if kind != channel || all || len(cl.own[kind]) == 0 {
			after[kind] = cl.when[kind]
		} else {
			after[kind] = before[kind]
		}
	}
	return after
}

// restrict gives the conditions of a bracket behind an item to the clauses of
// the item: 网上办理（粤居码小程序）（限广东户籍、满16岁）.
func restrict(before []clause, limit clause) {
	for i := len(before) - 1; i >= 0 && before[i].with(limit); i-- {
		for _, kind := range conditions {
			if kind != channel {
				before[i].when[kind] = append(slices.Clip(before[i].when[kind]), limit.own[kind]...)
			}
		}
		for name := range limit.places {
			before[i].places[name] = true
		}
		if len(before[i].own[channel]) > 0 {
			return
		}
	}
}

// bare reports a clause that is only a verdict: 可以, 不行.
func (cl clause) bare() bool {
	return len(cl.words)+len(cl.counts)+len(cl.papers) == 0
}

// has reports whether a clause's list of a kind has all of another's.
func has(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}
