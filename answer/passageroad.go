package answer

import (
	"context"
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// The bands of a passage's score, chosen on the dev questions.
const (
	outrightScore = 0.78 // the question is the passage's own: it goes before any case
	quoteScore    = 0.42 // good enough to answer with
	suggestScore  = 0.18 // near enough to offer
)

// found is what the search gave for a question.
type found struct{ matches []kb.Match }

// outright reports whether the best passage's own question was asked.
func (f found) outright() bool { return len(f.matches) > 0 && f.matches[0].Score >= outrightScore }

// search asks the index about the question without the places it names: a
// place narrows the search, it is not what is asked.
func (in *inquiry) search(ctx context.Context) (found, error) {
	q := kb.Query{Text: in.withoutPlaces(), Places: in.facts.Places}
	matches, err := in.Index.Search(ctx, q, 8)
	return found{matches}, err
}

// withoutPlaces blanks the names of places.
func (in *inquiry) withoutPlaces() string {
	text := []byte(in.q.Text)
	for _, m := range in.places.Find(in.q.Text) {
		if m.Role != place.Number {
			copy(text[m.Start:m.End], strings.Repeat(" ", m.End-m.Start))
		}
	}
	return string(text)
}

// passageRoad quotes, suggests or owns up.
func (in *inquiry) passageRoad(f found) Answer {
	if len(f.matches) > 0 && f.matches[0].Score >= quoteScore {
		return in.passage(f)
	}
	near := slices.DeleteFunc(slices.Clone(f.matches), func(m kb.Match) bool { return m.Score < suggestScore })
	if len(near) == 0 {
		return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.nothing")}
	}
	a := Answer{Kind: KindUnknown, Text: phrases.Say("unknown.near")}
	for _, m := range near[:min(3, len(near))] {
		a.Suggest = append(a.Suggest, m.Passage.Questions[0])
		a.Text = joinLines(a.Text, phrases.Say("unknown.item", m.Passage.Questions[0]))
	}
	return a
}

// passage quotes the best match.
func (in *inquiry) passage(f found) Answer {
	p := f.matches[0].Passage
	a := Answer{Kind: KindAnswer, Text: p.Text, Sources: articleSources(p.Article)}
	if p.Article.Confidence != kb.High {
		a.Text = joinLines(a.Text, phrases.Say("answer.verify"))
	}
	return a
}
