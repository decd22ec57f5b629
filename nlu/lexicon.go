package nlu

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"huizhi/kb"
	"huizhi/kb/place"
)

//go:embed lexicon.yaml
var lexiconFile []byte

// branches is a list of regular expressions of which any may match, a line each.
type branches []string

// UnmarshalYAML reads the lines of a block.
func (b *branches) UnmarshalYAML(n *yaml.Node) error {
	*b = strings.Fields(n.Value)
	return nil
}

// compile joins branches into one expression, the longest first so that
// 怎么办 is not taken for 怎么.
func (b branches) compile() (*regexp.Regexp, error) {
	sorted := slices.Clone(b)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return regexp.Compile(strings.Join(sorted, "|"))
}

// quoted turns plain words into branches.
func quoted(words []string) branches {
	var out branches
	for _, w := range words {
		out = append(out, regexp.QuoteMeta(w))
	}
	return out
}

// lexicon is how customers speak: lexicon.yaml and the vocabulary, compiled.
type lexicon struct {
	replace   *strings.Replacer
	pinyin    map[string]string
	alone     map[string]string
	aspects   map[Aspect]*regexp.Regexp
	intents   map[Intent]*regexp.Regexp
	household map[string]*regexp.Regexp
	ages      []ageWords
	cues      map[string]*regexp.Regexp
	implies   []termWords // by the place's name
	english   *regexp.Regexp
	toChinese map[string]string
	services  map[kb.Service]*regexp.Regexp
	groups    []groupWords
	documents documentWords
	channels  []termWords
	papers    []termWords
}

// documentWords keeps the vocabulary's order: the ID card comes first.
type documentWords struct {
	order []kb.Document
	words map[kb.Document]*regexp.Regexp
}

type ageWords struct {
	words *regexp.Regexp
	ages  kb.Ages
}

type groupWords struct {
	words    *regexp.Regexp
	services kb.Set[kb.Service]
}

type termWords struct {
	word  string
	words *regexp.Regexp
}

// file is lexicon.yaml as it stands.
type file struct {
	Replace    map[string]string
	English    map[string]string
	Pinyin     map[string]string
	Aspects    map[Aspect]branches
	Intents    map[Intent]branches
	Households map[string]branches
	Ages       []struct {
		Words branches
		Age   string
	}
	Implies map[place.Name]branches
	Words   map[string]string
	Cues    map[string]branches `yaml:",inline"`
}

// newLexicon compiles the word lists together with the vocabulary's words.
func newLexicon(words *kb.Vocabulary) (*lexicon, error) {
	var f file
	if err := yaml.Unmarshal(lexiconFile, &f); err != nil {
		return nil, fmt.Errorf("lexicon.yaml: %w", err)
	}
	l := &lexicon{replace: replacer(f.Replace), pinyin: f.Pinyin, alone: f.Words}
	c := &compiler{}
	l.aspects = compileAll(c, f.Aspects)
	l.intents = compileAll(c, f.Intents)
	l.household = compileAll(c, f.Households)
	l.cues = compileAll(c, f.Cues)
	for _, name := range slices.Sorted(maps.Keys(f.Implies)) {
		l.implies = append(l.implies, termWords{string(name), c.compile(f.Implies[name])})
	}
	l.english, l.toChinese = c.words(f.English), f.English
	for _, a := range f.Ages {
		ages, err := kb.ParseAges(a.Age)
		c.note(err)
		l.ages = append(l.ages, ageWords{c.compile(a.Words), ages})
	}
	l.vocabulary(c, words)
	return l, c.err
}

// vocabulary compiles what customers say for services, documents and the rest.
func (l *lexicon) vocabulary(c *compiler, words *kb.Vocabulary) {
	l.services = map[kb.Service]*regexp.Regexp{}
	for _, t := range words.Services {
		l.services[kb.Service(t.Word)] = c.compile(quoted(append(t.Words, t.Name)))
	}
	for _, g := range words.Groups {
		l.groups = append(l.groups, groupWords{c.compile(quoted(g.Words)), g.Services})
	}
	l.documents.words = map[kb.Document]*regexp.Regexp{}
	for _, t := range words.Documents {
		l.documents.order = append(l.documents.order, kb.Document(t.Word))
		l.documents.words[kb.Document(t.Word)] = c.compile(quoted(t.Words))
	}
	l.channels, l.papers = c.terms(words.Channels), c.terms(words.Papers)
}

// compiler remembers the first error, so that a list of lists reads straight.
type compiler struct{ err error }

func (c *compiler) note(err error) { c.err = cmp.Or(c.err, err) }

func (c *compiler) compile(b branches) *regexp.Regexp {
	re, err := b.compile()
	c.note(err)
	return re
}

// words matches whole Latin words only: fee, not coffee.
func (c *compiler) words(pairs map[string]string) *regexp.Regexp {
	re := c.compile(quoted(slices.Sorted(maps.Keys(pairs))))
	if c.err != nil {
		return nil
	}
	return regexp.MustCompile(`\b(?:` + re.String() + `)\b`)
}

func (c *compiler) terms(terms []kb.Term) []termWords {
	var out []termWords
	for _, t := range terms {
		out = append(out, termWords{t.Word, c.compile(quoted(t.Words))})
	}
	return out
}

func compileAll[K comparable](c *compiler, lists map[K]branches) map[K]*regexp.Regexp {
	out := map[K]*regexp.Regexp{}
	for k, b := range lists {
		out[k] = c.compile(b)
	}
	return out
}

// replacer prefers the longer of two words that start alike.
func replacer(pairs map[string]string) *strings.Replacer {
	keys := slices.SortedFunc(maps.Keys(pairs), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	var args []string
	for _, k := range keys {
		args = append(args, k, pairs[k])
	}
	return strings.NewReplacer(args...)
}
