package kb

import (
	"regexp"
	"strings"
)

// PassageID names a passage for good: its article, and the key of its section
// ("country/lost#捡到"), which may move up or down or have others put before it.
// The opening, which answers the title, has the article's name alone.
type PassageID string

// keyed finds the key that an editor wrote behind a heading: 多久？ {#多久}.
var keyed = regexp.MustCompile(`^(.*?)[ \t]*\{#([^{}]*)\}[ \t]*$`)

// section begins the passage under a heading.
func section(a *Article, heading string, line int) Passage {
	heading = strings.TrimSpace(heading)
	key := Bare(heading)
	if m := keyed.FindStringSubmatch(heading); m != nil {
		heading, key = m[1], m[2]
	}
	return Passage{ID: PassageID(string(a.ID) + "#" + key), Article: a, Line: line, Questions: []string{heading}}
}

// Key is the part of the name behind the article's; empty for the opening.
func (id PassageID) Key() string {
	_, key, _ := strings.Cut(string(id), "#")
	return key
}

// In is the article that the passage stands in.
func (id PassageID) In() ArticleID {
	article, _, _ := strings.Cut(string(id), "#")
	return ArticleID(article)
}

// keys refuses a key that cannot be written down everywhere, one that two
// sections of an article have, and one that was not closed.
func (l *linter) keys(a *Article) {
	if strings.Contains(string(a.ID), "#") {
		l.problem(a, 1, "lint.article_name")
	}
	seen := map[PassageID]bool{}
	for _, p := range a.Passages {
		switch key := p.ID.Key(); {
		case p.Lead:
		case strings.Contains(p.Questions[0], "{#"):
			l.problem(a, p.Line, "lint.key_open")
		case !written.MatchString(key):
			l.problem(a, p.Line, "lint.key", key)
		case seen[p.ID]:
			l.problem(a, p.Line, "lint.key_twice", key)
		}
		seen[p.ID] = true
	}
}

// written is a key that can stand in a list, a table or an address.
var written = regexp.MustCompile(`^[\p{L}\p{N}_-]+$`)
