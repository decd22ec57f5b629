package kb

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"huizhi/kb/place"
)

// Golden is questions that must be answered rightly, worded as people type
// them. They are examined by `huizhi eval`; the index never sees them.
type Golden struct {
	Line    int
	Ask     []string
	Passage PassageID  // what must be quoted; empty for a question about cases
	Place   place.Name // what must be understood; empty when it does not matter
	Kind    string     // of the reply; "answer" when empty
	Says    []string   // what the reply must say: "可以|能" is one or the other
	Never   []string   // what it must not say
}

// goldenQuestions opens the one line under a heading that lists questions
// which must be answered with what stands there.
var goldenQuestions = []string{"考题：", "考题:"}

// golden reads the front matter's list of questions about the cases.
func (r *reader) golden(n *yaml.Node) {
	for _, c := range sequence(n) {
		g := Golden{Line: c.Line}
		r.fields(c, map[string]func(*yaml.Node){
			"ask":   func(n *yaml.Node) { g.Ask = r.list(n) },
			"place": func(n *yaml.Node) { g.Place = r.place(n) },
			"kind":  func(n *yaml.Node) { g.Kind = r.text(n) },
			"says":  func(n *yaml.Node) { g.Says = r.list(n) },
			"never": func(n *yaml.Node) { g.Never = r.list(n) },
		})
		if len(g.Ask) == 0 || g.Kind == "" && len(g.Says) == 0 {
			r.problem(c.Line, "lint.golden_incomplete")
		}
		if !slices.Contains(goldenKinds, g.Kind) {
			r.problem(c.Line, "lint.golden_kind", g.Kind)
		}
		if slices.ContainsFunc(slices.Concat(g.Says, g.Never), hasEmptyAlternative) {
			r.problem(c.Line, "lint.golden_always")
		}
		r.article.Golden = append(r.article.Golden, g)
	}
}

// goldenKinds are the kinds of reply that may be demanded; empty is an answer.
var goldenKinds = []string{"", "answer", "ask", "unknown", "handoff", "order", "smalltalk"}

// hasEmptyAlternative reports a demand that any text meets: 20元|.
func hasEmptyAlternative(demand string) bool {
	return slices.Contains(strings.Split(demand, "|"), "")
}

// Matches reports whether a text says one of the alternatives of a demand.
func Matches(text, demand string) bool {
	for _, word := range strings.Split(demand, "|") {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// known refuses golden questions that are listed as wordings somewhere: an
// examination whose questions are handed out beforehand shows nothing. What
// stands under a heading without an answer cannot be examined.
func (l *linter) known() {
	listed := map[string]bool{}
	for p := range l.corpus.Passages() {
		for _, q := range p.Questions {
			listed[Bare(q)] = true
		}
	}
	for _, a := range l.corpus.articles {
		for _, g := range a.Golden {
			if g.Passage == "" && len(g.Says) == 0 && g.Kind == "" {
				l.problem(a, g.Line, "lint.golden_unanswered")
			}
			for _, q := range g.Ask {
				if listed[Bare(q)] {
					l.problem(a, g.Line, "lint.golden_known", q)
				}
			}
		}
	}
}
