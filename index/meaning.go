package index

import (
	"cmp"
	"iter"
	"slices"

	"huizhi/kb"
	"huizhi/meaning"
)

// Texts are what a passage is found by in meaning: what it is asked with, what
// customers said who meant it, and its first sentence.
func Texts(passages iter.Seq[*kb.Passage]) []string {
	var out []string
	for p := range passages {
		g := group(p)
		out = append(out, g.Texts...)
		if g.First != "" {
			out = append(out, g.First)
		}
	}
	return out
}

// group is a passage as a group of texts.
func group(p *kb.Passage) meaning.Group {
	g := meaning.Group{Texts: slices.Clone(p.Questions)}
	for _, u := range p.Utterances {
		g.Texts = append(g.Texts, u.Text)
	}
	if s := sentences(p.Text); len(s) > 0 {
		g.First = s[0]
	}
	return g
}

// senses is what the passages mean; nil where nothing is known of that.
type senses struct{ field *meaning.Field }

// newSenses reads entries in the order of their numbers.
func newSenses(table *meaning.Table, entries []*entry) *senses {
	if table == nil {
		return nil
	}
	var groups []meaning.Group
	for _, e := range entries {
		groups = append(groups, group(e.passage))
	}
	return &senses{table.Field(groups)}
}

// near tells how near each entry is to a question, by number; nil where that is
// not known.
func (s *senses) near(question string) []meaning.Near {
	if s == nil {
		return nil
	}
	near, _ := s.field.Near(question)
	return near
}

// nearest are the entries nearest in meaning.
func nearest(near []meaning.Near, entries []*entry) []*entry {
	out := slices.Clone(entries)
	slices.SortFunc(out, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(near[b.number].Texts, near[a.number].Texts), cmp.Compare(a.number, b.number))
	})
	return out[:min(candidates, len(out))]
}

// What counts in a score where both ways of finding are known. Set on our own
// golden questions and conversations (huizhi eval, eval asks), so that a score
// says as much as one by words alone does.
const (
	textsShare  = 0.8
	likelyShare = 0.02
	wordsShare  = 1
	common      = 0.5 // what even a passage about another matter comes to

	// A passage may be so near in meaning that it answers whatever the words:
	// from surely on, and the more the nearer.
	alone  = 3
	surely = 0.7
)

// score weighs both ways of finding a passage, if both are known.
func score(m kb.Match) float64 {
	if m.Meaning.Nearest == "" {
		return m.Words
	}
	near := m.Meaning.Texts + likelyShare*m.Likely
	return max(0, min(1, max(textsShare*near+wordsShare*m.Words-common, alone*(near-surely))))
}
