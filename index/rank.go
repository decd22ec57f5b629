package index

import (
	"cmp"
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
)

// nearly is the share of the best score that still counts as equal to it: then
// the narrower place wins.
const nearly = 0.9

// hit is a match with the level of the place that lets the query have it.
type hit struct {
	kb.Match
	level place.Level
}

// scope lists the places whose passages a query may have: those asked about
// and everything around them.
func (x *Index) scope(places []place.Name) []place.Name {
	out := []place.Name{place.Nation}
	for _, name := range places {
		for _, n := range x.places.Chain(name) {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// level is the narrowest level at which an entry's article speaks for a place
// in scope.
func (x *Index) level(e *entry, scope []place.Name) place.Level {
	level := place.Country
	for _, name := range e.passage.Article.Scope {
		if p, ok := x.places.Place(name); ok && slices.Contains(scope, name) {
			level = max(level, p.Level)
		}
	}
	return level
}

// first returns the n best matches. Hits are taken by score; those that are
// nearly as good as the best left go by place.
func first(hits []hit, n int) []kb.Match {
	slices.SortFunc(hits, byScore)
	for rest := hits; len(rest) > 0; {
		equal := 1
		for equal < len(rest) && rest[equal].Score >= nearly*rest[0].Score {
			equal++
		}
		slices.SortStableFunc(rest[:equal], func(a, b hit) int { return cmp.Compare(b.level, a.level) })
		rest = rest[equal:]
	}
	var out []kb.Match
	for _, h := range hits[:min(n, len(hits))] {
		out = append(out, h.Match)
	}
	return out
}

func byScore(a, b hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage.ID, b.Passage.ID))
}

// What a passage scores that has little to do with a question: to be ahead of
// nobody, or of less than that, is no lead.
const (
	strayWords   = 0.25
	strayMeaning = 0.5
)

// margins tells how far each hit is ahead of the best of the others, both ways.
func margins(hits []hit) {
	words := func(h hit) float64 { return h.Words }
	meaning := func(h hit) float64 { return h.Meaning.Texts }
	known := slices.ContainsFunc(hits, func(h hit) bool { return meaning(h) > 0 })
	for i := range hits {
		hits[i].WordsMargin = words(hits[i]) - bestBut(hits, i, strayWords, words)
		if known {
			hits[i].MeaningMargin = meaning(hits[i]) - bestBut(hits, i, strayMeaning, meaning)
		}
	}
}

// bestBut is the best score of all hits but one, and at least so much.
func bestBut(hits []hit, but int, least float64, score func(hit) float64) float64 {
	best := least
	for i, h := range hits {
		if i != but {
			best = max(best, score(h))
		}
	}
	return best
}
