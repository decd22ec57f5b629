package kb

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"huizhi/kb/place"
)

// Bare is a question without what does not make it another one: width, capitals,
// blanks and signs. Two wordings are the same if this is.
func Bare(text string) string {
	return strings.Map(func(r rune) rune {
		if !told(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(text))
}

// wordings finds passages by what they are asked with.
type wordings struct {
	asked    map[string][]*Passage
	courtesy []string
}

// newWordings reads the headings and wordings of all passages.
func newWordings(c *Corpus) wordings {
	w := wordings{map[string][]*Passage{}, c.Words.Courtesy}
	for p := range c.Passages() {
		for _, q := range p.Questions {
			key := w.bare(q)
			if !slices.Contains(w.asked[key], p) {
				w.asked[key] = append(w.asked[key], p)
			}
		}
	}
	return w
}

// bare is a question without signs and courtesy. What is nothing but courtesy
// stays.
func (w wordings) bare(text string) string {
	whole := Bare(text)
	rest := whole
	for {
		before := rest
		for _, word := range w.courtesy {
			rest = strings.TrimSuffix(strings.TrimPrefix(rest, word), word)
		}
		switch rest {
		case "":
			return whole
		case before:
			return rest
		}
	}
}

// Asked lists the passages that have a question among theirs as it stands:
// courtesy, signs, width and capitals do not count. Signs alone ask nothing.
func (c *Corpus) Asked(text string) []*Passage {
	if key := c.wordings.bare(text); key != "" {
		return c.wordings.asked[key]
	}
	return nil
}

// wordless refuses a wording of nothing but signs.
func (l *linter) wordless(a *Article) {
	for _, p := range a.Passages {
		for _, q := range p.Questions {
			if Bare(q) == "" {
				l.problem(a, p.Line, "lint.wordless", q)
			}
		}
	}
}

// variants refuses a wording that stands under two passages of one place:
// either might answer it.
func (l *linter) variants() {
	for _, ps := range l.corpus.wordings.asked {
		for i, p := range ps {
			for _, o := range ps[:i] {
				if overlaps(p.Article.Scope, o.Article.Scope) {
					l.problem(p.Article, p.Line, "lint.same_question", l.corpus.shared(p, o), string(o.ID))
				}
			}
		}
	}
}

// shared is a wording of one passage that another has too.
func (c *Corpus) shared(p, o *Passage) string {
	i := slices.IndexFunc(p.Questions, func(q string) bool { return slices.Contains(c.Asked(q), o) })
	return p.Questions[i]
}

func overlaps(a, b []place.Name) bool {
	return slices.ContainsFunc(a, func(name place.Name) bool { return slices.Contains(b, name) })
}
