package kb

import (
	"fmt"
	"slices"
	"time"

	"huizhi/kb/place"
	"huizhi/phrases"
)

// exceptionDays is how long a list of excluded homes may go unreviewed: such
// lists shrink without notice (facts 2.8, 2.12).
const exceptionDays = 90

// linter collects what Lint finds.
type linter struct {
	corpus   *Corpus
	today    time.Time
	problems []Problem
}

// Lint checks what only shows when all articles are seen together, and what
// time has done to them. Problems of single files come from Load.
func (c *Corpus) Lint(today time.Time) []Problem {
	l := &linter{corpus: c, today: today}
	for _, a := range c.articles {
		l.article(a)
		l.prose(a)
		l.keys(a)
		l.wordless(a)
	}
	l.movedNames()
	l.variants()
	l.utterances()
	l.known()
	l.sharedBodies()
	for _, name := range c.stating() {
		for _, f := range Fields {
			for _, key := range c.itemKeys([]place.Name{name}, f) {
				l.item(name, f, key)
			}
		}
	}
	return sortProblems(l.problems)
}

// stating lists every place that some article is about.
func (c *Corpus) stating() []place.Name {
	var out []place.Name
	for p := range c.Places.Places() {
		if c.stated[p.Name] != nil {
			out = append(out, p.Name)
		}
	}
	return out
}

func (l *linter) problem(a *Article, line int, key string, args ...any) {
	l.problems = append(l.problems, Problem{File: string(a.ID) + articleEnd, Line: max(line, 1), Text: phrases.Say(key, args...)})
}

func (l *linter) warning(a *Article, line int, key string, args ...any) {
	l.problem(a, line, key, args...)
	l.problems[len(l.problems)-1].Warning = true
}

// article checks that somebody vouches for it, and how long ago.
func (l *linter) article(a *Article) {
	for key, there := range map[string]bool{
		"title": a.Title != "", "scope": len(a.Scope) > 0, "sources": len(a.Sources) > 0,
		"checked": !a.Checked.IsZero(), "confidence": a.Confidence != "", "review_by": !a.ReviewBy.IsZero(),
	} {
		if !there {
			l.problem(a, a.lines[key], "lint.missing", key)
		}
	}
	if a.Checked.After(l.today) {
		l.problem(a, a.lines["checked"], "lint.future", a.Checked.Format(time.DateOnly))
	}
	if len(a.Statements) == 0 && len(a.Passages) == 0 {
		l.problem(a, 1, "lint.says_nothing")
	}
	if !a.ReviewBy.IsZero() && l.today.Format(time.DateOnly) > a.ReviewBy.Format(time.DateOnly) {
		l.warning(a, a.lines["review_by"], "lint.overdue", a.ReviewBy.Format(time.DateOnly))
	}
	l.exceptions(a)
	l.sourceKeys(a)
	l.forms(a)
}

// forms checks the words that answers have to understand.
func (l *linter) forms(a *Article) {
	for _, s := range a.Statements {
		if s.Value.Kind != Stated {
			continue
		}
		if _, ok := s.Value.Months(); s.Field == Lead && !ok {
			l.problem(a, s.Line, "lint.untold.lead", s.Value.Say)
		}
		if s.Field == Who && !s.Value.InPerson() && !s.Value.Accompanied() {
			l.problem(a, s.Line, "lint.untold.who", s.Value.Say)
		}
	}
}

// exceptions wants lists of excluded homes reviewed often.
func (l *linter) exceptions(a *Article) {
	lists := slices.ContainsFunc(a.Statements, func(s *Statement) bool { return s.Guard.Home != nil })
	if lists && a.ReviewBy.Sub(a.Checked) > exceptionDays*24*time.Hour {
		l.problem(a, a.lines["review_by"], "lint.exceptions", exceptionDays)
	}
}

// sourceKeys checks that every src names one of the article's sources.
func (l *linter) sourceKeys(a *Article) {
	for _, s := range a.Statements {
		keys := []string{s.Value.Src}
		for _, r := range s.Value.Contested {
			keys = append(keys, r.Src)
		}
		l.sourced(a, s.Line, keys, s.Value.Kind == Closed)
	}
	for _, p := range a.Passages {
		l.sourced(a, p.Line, p.Src, false)
	}
}

// sourced checks the sources that something names. Where there are several to
// choose from, the first must be named.
func (l *linter) sourced(a *Article, line int, keys []string, exempt bool) {
	if !exempt && len(a.Sources) > 1 && (len(keys) == 0 || keys[0] == "") {
		l.warning(a, line, "lint.unsourced")
	}
	for _, key := range keys {
		if key != "" && !slices.ContainsFunc(a.Sources, func(o Source) bool { return o.Key == key }) {
			l.problem(a, line, "lint.no_such_source", key)
		}
	}
}

// item checks the statements of one field or item at one place.
func (l *linter) item(at place.Name, f Field, key string) {
	ss := l.corpus.statements(at, f, key)
	for i, s := range ss {
		for _, o := range ss[:i] {
			l.crossing(s, o)
		}
		l.reachable(at, s, ss)
		l.dropped(at, s)
		l.flattened(at, s)
	}
}

// crossing refuses two guards of one place that overlap without one being
// narrower, when a customer would read different things.
func (l *linter) crossing(s, o *Statement) {
	_, overlap := s.Guard.And(o.Guard)
	if !overlap || s.Guard.strictlyInside(o.Guard) || o.Guard.strictlyInside(s.Guard) || s.Value.Same(o.Value) {
		return
	}
	if len(s.Value.Contested) > 0 && len(o.Value.Contested) > 0 {
		return // two readings of one dispute
	}
	l.problem(s.Article, s.Line, "lint.crossing", l.label(s), fmt.Sprintf("%s.md:%d", o.Article.ID, o.Line))
}

func (l *linter) label(s *Statement) string {
	if s.Item == "" {
		return string(s.Field)
	}
	return string(s.Field) + "." + s.Item
}

// reachable refuses a statement that narrower ones of the same place hide.
func (l *linter) reachable(at place.Name, s *Statement, ss []*Statement) {
	for _, situation := range l.corpus.universe([]place.Name{at}, s.Guard, s.Field) {
		if w := winner(ss, situation); w == s || w.Value.Same(s.Value) {
			return
		}
	}
	l.problem(s.Article, s.Line, "lint.unreachable", l.label(s))
}

// dropped refuses 不用 for what no wider place lists.
func (l *linter) dropped(at place.Name, s *Statement) {
	if s.Value.Kind != Dropped {
		return
	}
	for _, name := range l.corpus.Places.Chain(at)[1:] {
		for _, o := range l.corpus.statements(name, s.Field, s.Item) {
			if _, ok := o.Guard.And(s.Guard); ok && o.Value.Applies() {
				return
			}
		}
	}
	l.problem(s.Article, s.Line, "lint.nothing_to_drop", s.Item)
}

// flattened refuses a single value that hides differences which wider places
// make, unless the editor says that it is meant.
func (l *linter) flattened(at place.Name, s *Statement) {
	chain := l.corpus.Places.Chain(at)[1:]
	if s.Field.Items() || s.Flatten || len(chain) == 0 {
		return
	}
	wider := l.corpus.Resolve(chain[0], s.Guard, s.Field).Items[0]
	values := slices.DeleteFunc(wider.Groups, func(g Group) bool { return g.Value.Kind == Gap })
	if len(values) > 1 {
		l.problem(s.Article, s.Line, "lint.flattens", l.label(s), len(values))
	}
}
