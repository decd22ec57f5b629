package faq

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
)

// How many passages a search shows: of those that the index finds, and in all.
const (
	maxMeant = 8
	maxFound = 24
)

// nearEnough is the score below which the index only guesses: 红烧肉怎么做 and
// 今天天气 find nothing above it in our own articles, 丢了 and 指纹 all eight.
const nearEnough = 0.45

// search finds passages: what the desk would look at for the question, then
// those that hold all of its words as they stand.
func (v *visit) search(query string) ([]link, error) {
	matches, err := v.know.Index.Search(v.r.Context(), kb.Query{Text: query, Places: spoken(v.corpus().Places, query)}, maxMeant)
	if err != nil {
		return nil, err
	}
	var found []*kb.Passage
	for _, m := range matches {
		if m.Score >= nearEnough {
			found = append(found, m.Passage)
		}
	}
	for p := range v.corpus().Passages() {
		if holds(p, query) && !slices.Contains(found, p) {
			found = append(found, p)
		}
	}
	var out []link
	for _, p := range found[:min(maxFound, len(found))] {
		out = append(out, link{Path(p.Article.ID, p.ID), heading(p), names(p.Article.Scope)})
	}
	return out, nil
}

// spoken lists the places that a search names.
func spoken(places *place.Gazetteer, query string) []place.Name {
	var out []place.Name
	for _, m := range places.Find(query) {
		out = append(out, m.Places...)
	}
	return out
}

// holds reports whether every word of a search stands in a passage or in the
// title of its article, whatever their width and capitals.
func holds(p *kb.Passage, query string) bool {
	text := kb.Bare(p.Article.Title + strings.Join(p.Questions, "") + p.Text)
	words := 0
	for word := range strings.FieldsSeq(query) {
		word = kb.Bare(word)
		if !strings.Contains(text, word) {
			return false
		}
		words += len(word)
	}
	return words > 0
}
