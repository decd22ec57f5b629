package nlu

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

//go:embed misuse.yaml
var misuseFile []byte

// misuse is the closed grammar of what we do not help with: to make, change,
// buy or borrow a card, a photo or a number that is not one's own. Nothing else
// refuses anybody; misuse.yaml says how it is read.
type misuse struct {
	variants *strings.Replacer
	latin    *regexp.Regexp    // the variants in letters, as whole words,
	meaning  map[string]string // and what they stand for
	harmless *regexp.Regexp
	patterns map[Intent][]pattern
	plain    []pattern                 // what only some excuses excuse
	excuses  map[string]*regexp.Regexp // by kind
	denial   *regexp.Regexp
}

// newMisuse compiles the grammar.
func newMisuse() (*misuse, error) {
	var file struct {
		Variants map[string][]string
		Harmless lines
		Classes  map[string]string
		Patterns map[Intent]lines
		Plain    lines
		Excuses  map[string]string
		Denial   string
	}
	if err := yaml.Unmarshal(misuseFile, &file); err != nil {
		return nil, fmt.Errorf("misuse.yaml: %w", err)
	}
	c := &compiler{}
	m := &misuse{
		harmless: c.compile(branches(file.Harmless)),
		patterns: map[Intent][]pattern{},
		excuses:  map[string]*regexp.Regexp{},
		denial:   c.compile(branches{file.Denial}),
	}
	m.spellings(c, file.Variants)
	expand := c.classes(file.Classes)
	for kind, excuse := range file.Excuses {
		m.excuses[kind] = c.compile(branches{expand(excuse)})
	}
	for intent, list := range file.Patterns {
		m.patterns[intent] = c.patterns(list, expand)
	}
	m.plain = c.patterns(file.Plain, expand)
	if c.err != nil {
		return nil, fmt.Errorf("misuse.yaml: %w", c.err)
	}
	return m, nil
}

// pattern is a way to ask for misuse: one expression, or several of which the
// others stand so near to the first, before or behind it.
type pattern struct {
	parts []*regexp.Regexp
	apart int
}

func (c *compiler) patterns(list lines, expand func(string) string) (ps []pattern) {
	for _, p := range list {
		ps = append(ps, c.pattern(expand(p)))
	}
	return ps
}

// pattern reads "A", or "A + B @20".
func (c *compiler) pattern(text string) (p pattern) {
	text, apart, paired := strings.Cut(text, " @")
	for _, part := range strings.Split(text, " + ") {
		p.parts = append(p.parts, c.compile(branches{part}))
	}
	if paired {
		var err error
		p.apart, err = strconv.Atoi(apart)
		c.note(err)
	}
	if paired != (len(p.parts) > 1) {
		c.note(fmt.Errorf("pattern %s: want A, or A + B @20", text))
	}
	return p
}

// lines is a block of expressions, one a line, with blanks in them and remarks
// between them.
type lines []string

// UnmarshalYAML reads the lines of a block.
func (l *lines) UnmarshalYAML(n *yaml.Node) error {
	for _, line := range strings.Split(n.Value, "\n") {
		if line = strings.TrimLeft(line, " "); line != "" && line[0] != '#' {
			*l = append(*l, line)
		}
	}
	return nil
}

// spellings takes in how words are also written.
func (m *misuse) spellings(c *compiler, variants map[string][]string) {
	m.meaning = map[string]string{}
	chinese := map[string]string{}
	for word, others := range variants {
		for _, o := range others {
			if strings.ContainsFunc(o, IsHan) {
				chinese[o] = word
			} else {
				m.meaning[o] = word
			}
		}
	}
	m.variants, m.latin = replacer(chinese), c.words(m.meaning)
}

var (
	className = regexp.MustCompile(`\{([a-z]+)\}`)
	gap       = regexp.MustCompile(`~(\d+)`)
)

// classes returns what replaces {class} by its words, and ~5 by up to so many
// characters of the same clause. A class may name others, but not itself.
func (c *compiler) classes(words map[string]string) func(string) string {
	return func(pattern string) string {
		for range len(words) + 1 {
			pattern = className.ReplaceAllStringFunc(pattern, func(name string) string {
				class, ok := words[strings.Trim(name, "{}")]
				if !ok {
					c.note(fmt.Errorf("no class %s", name))
				}
				return "(?:" + class + ")"
			})
			if !className.MatchString(pattern) {
				return gap.ReplaceAllString(pattern, `[^,]{0,$1}`)
			}
		}
		c.note(fmt.Errorf("a class names itself"))
		return ""
	}
}

// read tells whether a message wants help with misuse, and with which: Forge,
// Impersonate, or Ask if it does not.
func (m *misuse) read(text string) Intent {
	text = m.latin.ReplaceAllStringFunc(flat(strings.ToLower(text)), func(word string) string { return m.meaning[word] })
	text = m.harmless.ReplaceAllString(m.variants.Replace(squeeze(text)), "·")
	if m.any(m.plain, text) && !m.asksOnly(text) {
		return Forge
	}
	for _, intent := range []Intent{Forge, Impersonate} {
		if m.any(m.patterns[intent], text) && !m.excused(text) {
			return intent
		}
	}
	return Ask
}

// asksOnly reports a message that asks what the law says, or how a forgery is
// told: whatever else stands in it, it orders nothing.
func (m *misuse) asksOnly(text string) bool {
	return m.excuses["law"].MatchString(text) || m.excuses["detect"].MatchString(text)
}

func (m *misuse) excused(text string) bool {
	for _, e := range m.excuses {
		if e.MatchString(text) {
			return true
		}
	}
	return false
}

func (m *misuse) any(ps []pattern, text string) bool {
	return slices.ContainsFunc(ps, func(p pattern) bool { return m.wanted(p, text) })
}

// wanted reports a pattern that stands in a text without a denial before it.
func (m *misuse) wanted(p pattern, text string) bool {
	if slices.ContainsFunc(p.parts, func(part *regexp.Regexp) bool { return !part.MatchString(text) }) {
		return false
	}
	for _, at := range everywhere(p.parts[0], text) {
		if start, ok := p.around(at, text); ok && !m.denied(text[:start]) {
			return true
		}
	}
	return false
}

// around finds the other parts of a pattern near the first, and where the
// earliest of them begins.
func (p pattern) around(at []int, text string) (start int, ok bool) {
	start = at[0]
	for _, other := range p.parts[1:] {
		spans := everywhere(other, text)
		i := slices.IndexFunc(spans, func(s []int) bool { return apart(text, at, s) <= p.apart })
		if i < 0 {
			return 0, false
		}
		start = min(start, spans[i][0])
	}
	return start, true
}

// denied reports a clause that breaks off behind a denial: 我没有, before 办假证.
func (m *misuse) denied(before string) bool {
	return m.denial.MatchString(before[strings.LastIndex(before, ",")+1:])
}

// apart is how many characters stand between two spans; none if they overlap.
func apart(text string, a, b []int) int {
	if a[0] > b[0] {
		a, b = b, a
	}
	return utf8.RuneCountInString(text[min(a[1], b[0]):b[0]])
}

// everywhere lists all matches, those that overlap too.
func everywhere(p *regexp.Regexp, text string) (spans [][]int) {
	for from := 0; from < len(text); {
		at := p.FindStringIndex(text[from:])
		if at == nil {
			break
		}
		spans = append(spans, []int{from + at[0], from + at[1]})
		_, size := utf8.DecodeRuneInString(text[from+at[0]:])
		from += at[0] + max(size, 1)
	}
	return spans
}

// breaks are where a clause ends: signs, and blanks between Chinese characters,
// which stand for them where people type fast.
var (
	breaks  = regexp.MustCompile(`[。.!?;:、~…，！？；：\n()（）/]+`)
	pausing = regexp.MustCompile(`(\p{Han}{2}|[a-z0-9]) +(\p{Han}{2})|(\p{Han}{2}) +([a-z0-9])`)
)

// flat is a message with commas where its clauses end and nowhere else.
func flat(text string) string {
	text = breaks.ReplaceAllString(text, ",")
	return pausing.ReplaceAllString(text, "$1$3,$2$4")
}
