package kb

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"huizhi/phrases"
)

// utterancesEnd ends the name of the file beside an article (lost.md,
// lost.utterances.txt) that holds what customers said when they meant its
// passages. Passages are found by it; unlike a wording it need not be answered
// when it is asked as it stands.
const utterancesEnd = ".utterances.txt"

// maxUtterances keeps typing accidents out.
const maxUtterances = 256 << 10

// hearAll reads all files of utterances.
func (c *Corpus) hearAll(fsys fs.FS, files []string) ([]Problem, error) {
	var problems []Problem
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("read articles: %w", err)
		}
		problems = append(problems, c.hear(file, data)...)
	}
	return problems, nil
}

// hear reads one file of utterances. As in the article, what stands before the
// first heading is for the opening; a heading may be one from before it was
// reworded. Blank lines and those that begin with # are for people.
func (c *Corpus) hear(file string, data []byte) []Problem {
	l := listener{corpus: c, file: file}
	a, ok := c.Article(ArticleID(strings.TrimSuffix(file, utterancesEnd)))
	switch {
	case !ok:
		l.problem("lint.utterances_alone", strings.TrimSuffix(file, utterancesEnd)+".md")
		return l.problems
	case len(data) > maxUtterances:
		l.problem("lint.too_long", len(data)>>10, maxUtterances>>10)
		return l.problems
	}
	if ps := spoiled(file, data); ps != nil {
		return ps
	}
	l.passage = c.passages[PassageID(a.ID)]
	for text := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		l.line++
		l.read(a, strings.TrimSpace(text))
	}
	return l.problems
}

// listener reads a file of utterances.
type listener struct {
	corpus   *Corpus
	file     string
	line     int
	passage  *Passage // whose utterances follow; nil where there is none
	lost     bool     // that there is none was told
	problems []Problem
}

func (l *listener) problem(key string, args ...any) {
	l.problems = append(l.problems, Problem{File: l.file, Line: max(l.line, 1), Text: phrases.Say(key, args...)})
}

// read reads a line.
func (l *listener) read(a *Article, text string) {
	heading, below := strings.CutPrefix(text, "##")
	switch {
	case below:
		l.turn(a, heading)
	case text == "" || text[0] == '#':
	case !strings.ContainsFunc(text, told):
		l.problem("lint.wordless", text)
	case l.passage != nil:
		l.passage.Utterances = append(l.passage.Utterances, Utterance{text, l.file, l.line})
	case !l.lost:
		l.problem("lint.utterances_nowhere", a.Title)
		l.lost = true
	}
}

// turn goes to the passage below a heading.
func (l *listener) turn(a *Article, heading string) {
	var known bool
	l.passage, known = l.corpus.Passage(section(a, heading, 0).ID)
	if l.lost = !known; l.lost {
		l.problem("lint.utterances_nowhere", strings.TrimSpace(heading))
	}
}

// told reports a character that Bare keeps.
func told(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// utterances refuses one that stands under two passages of one place, be it as
// an utterance or as a wording: it would tell neither from the other.
func (l *linter) utterances() {
	said := map[string][]*Passage{}
	for p := range l.corpus.Passages() {
		for _, u := range p.Utterances {
			bare := Bare(u.Text)
			for _, o := range append(l.corpus.wordings.asked[l.corpus.wordings.bare(u.Text)], said[bare]...) {
				if o != p && overlaps(p.Article.Scope, o.Article.Scope) {
					l.problems = append(l.problems, Problem{File: u.File, Line: u.Line, Text: phrases.Say("lint.same_question", u.Text, string(o.ID))})
				}
			}
			said[bare] = append(said[bare], p)
		}
	}
}
