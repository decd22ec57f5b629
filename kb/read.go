package kb

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"huizhi/kb/place"
	"huizhi/phrases"
)

// maxArticle keeps hostile Markdown and typing accidents out.
const maxArticle = 32 << 10

// reader turns one file into an article and notes every problem on the way.
type reader struct {
	file     string
	article  *Article
	words    *Vocabulary
	places   *place.Gazetteer
	problems []Problem
}

// problem notes an error at a line of the file.
func (r *reader) problem(line int, key string, args ...any) {
	r.problems = append(r.problems, Problem{File: r.file, Line: line, Text: phrases.Say(key, args...)})
}

// readArticle reads one file. The article is usable only if no problem is an error.
func readArticle(file string, data []byte, words *Vocabulary, places *place.Gazetteer) (*Article, []Problem) {
	r := &reader{file: file, words: words, places: places}
	r.article = &Article{ID: ArticleID(strings.TrimSuffix(file, articleEnd)), Document: IDCard, lines: map[string]int{}}
	if len(data) > maxArticle {
		r.problem(1, "lint.too_long", len(data)>>10, maxArticle>>10)
		return r.article, r.problems
	}
	if r.problems = spoiled(file, data); r.problems != nil {
		return r.article, r.problems
	}
	switch cut := splitFrontMatter(data); {
	case !cut.opened:
		r.problem(1, "lint.no_front_matter")
	case !cut.closed:
		r.unclosed(cut.head)
	default:
		r.head(cut.head)
		r.markup(string(cut.body), cut.bodyLine)
		r.article.Passages = readPassages(r.article, cut.body, cut.bodyLine)
	}
	return r.article, r.problems
}

// head reads the front matter.
func (r *reader) head(head []string) {
	doc, err := parse(head)
	if heading := slices.IndexFunc(head, isHeading); err != nil && heading >= 0 {
		r.problem(heading+1, "lint.head_open")
		return
	}
	if err != nil {
		r.unreadable(head)
		return
	}
	if len(doc.Content) == 0 {
		r.problem(1, "lint.empty_front_matter")
		return
	}
	var cases *yaml.Node
	r.noteLines(doc.Content[0])
	r.fields(doc.Content[0], map[string]func(*yaml.Node){
		"title":      func(n *yaml.Node) { r.article.Title = r.text(n) },
		"variants":   func(n *yaml.Node) { r.article.Variants = r.list(n) },
		"not":        func(n *yaml.Node) { r.article.Not = r.list(n) },
		"scope":      r.scope,
		"golden":     r.golden,
		"document":   func(n *yaml.Node) { r.article.Document = Document(r.word(n, r.words.Documents)) },
		"cases":      func(n *yaml.Node) { cases = n },
		"sources":    r.sources,
		"checked":    func(n *yaml.Node) { r.article.Checked = r.date(n) },
		"review_by":  func(n *yaml.Node) { r.article.ReviewBy = r.date(n) },
		"confidence": r.confidence,
	})
	if cases != nil {
		r.cases(cases)
	}
}

// noteLines remembers where each key of the front matter stands.
func (r *reader) noteLines(n *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		r.article.lines[n.Content[i].Value] = n.Content[i].Line
	}
}

// fields walks a mapping strictly: every key must be known, and stand once.
func (r *reader) fields(n *yaml.Node, known map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.noMapping(n)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, ok := known[key.Value]
		switch {
		case !ok:
			r.unknownKey(key)
		case seen[key.Value]:
			r.problem(key.Line, "lint.twice", key.Value)
		default:
			seen[key.Value] = true
			read(value)
		}
	}
}

// noMapping tells of something else where keys and values should stand.
func (r *reader) noMapping(n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || !r.lookalike(n.Line, n.Value) {
		r.problem(n.Line, "lint.want_mapping")
	}
}

// once refuses the i-th key of a mapping if it stood there before.
func (r *reader) once(n *yaml.Node, i int) {
	for j := 0; j < i; j += 2 {
		if n.Content[j].Value == n.Content[i].Value {
			r.problem(n.Content[i].Line, "lint.twice", n.Content[i].Value)
			return
		}
	}
}

// unknownKey explains the commonest slip: a half-width comma inside Chinese
// text, which YAML reads as the next key.
func (r *reader) unknownKey(key *yaml.Node) {
	if oddIndent.MatchString(key.Value) {
		r.problem(key.Line, "lint.yaml_indent")
		return
	}
	if strings.Contains(key.Value, "：") {
		r.problem(key.Line, "lint.full_colon", key.Value)
		return
	}
	if isChinese(key.Value) {
		r.problem(key.Line, "lint.comma_key", key.Value)
		return
	}
	r.problem(key.Line, "lint.unknown_key", key.Value)
}

// text reads a scalar and looks for punctuation that YAML or readers trip over.
func (r *reader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		r.problem(n.Line, "lint.want_text")
		return ""
	}
	s := strings.TrimSpace(n.Value)
	switch {
	case halfWidthComma(s):
		r.problem(n.Line, "lint.half_comma", s)
	case !balanced(s):
		r.problem(n.Line, "lint.brackets", s)
	}
	return s
}

// list reads a sequence of texts, or one text.
func (r *reader) list(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{r.text(n)}
	}
	if n.Kind != yaml.SequenceNode {
		r.problem(n.Line, "lint.want_list")
		return nil
	}
	var out []string
	for _, c := range n.Content {
		out = append(out, r.text(c))
	}
	return out
}

// word reads one word of the closed vocabulary.
func (r *reader) word(n *yaml.Node, terms []Term) string {
	if _, ok := Find(terms, n.Value); !ok {
		r.problem(n.Line, "lint.unknown_word", n.Value, wordList(terms))
	}
	return n.Value
}

func wordList(terms []Term) string {
	var out []string
	for _, t := range terms {
		out = append(out, t.Word)
	}
	return strings.Join(out, " ")
}

// words reads a sequence of vocabulary words, or one.
func readWords[T ~string](r *reader, n *yaml.Node, terms []Term) Set[T] {
	out := Set[T]{}
	for _, c := range sequence(n) {
		out = append(out, T(r.word(c, terms)))
	}
	return out
}

// sequence treats a scalar as a list of one.
func sequence(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content
	}
	return []*yaml.Node{n}
}

func (r *reader) scope(n *yaml.Node) { r.article.Scope = r.placeNames(n) }

// place reads the full name of one place.
func (r *reader) place(n *yaml.Node) place.Name {
	names := r.placeNames(n)
	if len(names) != 1 {
		r.problem(n.Line, "lint.want_text")
		return ""
	}
	return names[0]
}

// placeNames reads full names of places.
func (r *reader) placeNames(n *yaml.Node) []place.Name {
	var out []place.Name
	for _, c := range sequence(n) {
		name := place.Name(c.Value)
		if _, ok := r.places.Place(name); !ok {
			r.problem(c.Line, "lint.unknown_place", c.Value)
		}
		out = append(out, name)
	}
	return out
}

// date reads 2006-01-02.
func (r *reader) date(n *yaml.Node) time.Time {
	t, err := time.Parse(time.DateOnly, n.Value)
	if err != nil {
		r.problem(n.Line, "lint.date", n.Value)
	}
	return t
}

func (r *reader) confidence(n *yaml.Node) {
	r.article.Confidence = Confidence(n.Value)
	if !slices.Contains([]Confidence{High, Medium, Low}, r.article.Confidence) {
		r.problem(n.Line, "lint.confidence", n.Value)
	}
}

// sources reads key → source.
func (r *reader) sources(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.noMapping(n)
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		r.once(n, i)
		s := Source{Key: n.Content[i].Value}
		r.fields(n.Content[i+1], map[string]func(*yaml.Node){
			"body":  func(n *yaml.Node) { s.Body = r.text(n) },
			"title": func(n *yaml.Node) { s.Title = r.text(n) },
			"date":  func(n *yaml.Node) { s.Date = r.looseDate(n) },
			"url":   func(n *yaml.Node) { s.URL = r.url(n) },
			"seen":  func(n *yaml.Node) { s.Seen = Seen(r.text(n)) },
		})
		if s.Body == "" || s.Title == "" || s.Date == "" {
			r.problem(n.Content[i].Line, "lint.source_incomplete", s.Key)
		}
		if !slices.Contains([]Seen{Original, Copy, Seller}, s.Seen) {
			r.problem(n.Content[i].Line, "lint.seen", s.Key)
		}
		r.article.Sources = append(r.article.Sources, s)
	}
}

// url reads an address that a customer may be sent to.
func (r *reader) url(n *yaml.Node) string {
	s := r.text(n)
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		r.problem(n.Line, "lint.url", s)
	}
	return s
}

// looseDate reads a date as precise as the source gives it.
func (r *reader) looseDate(n *yaml.Node) string {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, n.Value); err == nil {
			return n.Value
		}
	}
	r.problem(n.Line, "lint.loose_date", n.Value)
	return ""
}

// ages is "<16", "6-15" or "16+".
var ages = regexp.MustCompile(`^(?:<([1-9]\d{0,2})|(0|[1-9]\d{0,2})-([1-9]\d{0,2})|(0|[1-9]\d{0,2})\+)$`)

// ParseAges reads "<16", "16+" or "6-15": completed years up to MaxAge.
func ParseAges(s string) (Ages, error) {
	m := ages.FindStringSubmatch(s)
	if m == nil {
		return Ages{}, fmt.Errorf("age %q", s)
	}
	under, _ := strconv.Atoi(m[1])
	from, _ := strconv.Atoi(m[2] + m[4])
	to, _ := strconv.Atoi(m[3])
	out := Ages{Min: from, Max: to}
	if m[1] != "" {
		out = Under(under)
	}
	if m[1] != "" && under < 2 || m[3] != "" && to < max(from, 1) || max(from, to, under) > MaxAge {
		return Ages{}, fmt.Errorf("age %q", s)
	}
	return out, nil
}
