package main

import (
	"slices"
	"time"

	"huizhi/kb"
	"huizhi/phrases"
)

// untimely makes warnings of dates that are still to come. Whether an article's
// is wrong or this machine's clock is behind, nobody can tell from here: that
// must not keep the desk shut.
func untimely(corpus *kb.Corpus, problems []kb.Problem) []kb.Problem {
	for i, p := range problems {
		if slices.ContainsFunc(corpus.Articles(), func(a *kb.Article) bool { return p.Text == toCome(a) }) {
			problems[i].Warning = true
		}
	}
	return problems
}

// toCome is what is said of an article that was checked on a day to come.
func toCome(a *kb.Article) string {
	return phrases.Say("lint.future", a.Checked.Format(time.DateOnly))
}

// behind are the articles that were checked after today.
func behind(corpus *kb.Corpus, today time.Time) (ahead []*kb.Article) {
	for _, a := range corpus.Articles() {
		if a.Checked.After(today) {
			ahead = append(ahead, a)
		}
	}
	return ahead
}

// clockWarning is what to tell the operator of a clock that cannot be right, or
// of a date that cannot; empty if all is well.
func clockWarning(corpus *kb.Corpus, now time.Time) string {
	ahead := behind(corpus, now)
	if len(ahead) == 0 {
		return ""
	}
	last := slices.MaxFunc(ahead, func(a, b *kb.Article) int { return a.Checked.Compare(b.Checked) })
	return phrases.Say("kb.clock", now.Format(time.DateOnly), len(ahead), last.ID, last.Checked.Format(time.DateOnly))
}
