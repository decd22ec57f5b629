package answer

import (
	"context"
	"slices"

	"huizhi/cases"
	"huizhi/kb"
	"huizhi/kb/place"
)

// How much a reader is shown: so many candidates, so many characters of how each begins,
// of a message, of a message before it, and of how that was replied to.
const (
	mostCandidates = 12
	mostSays       = 50
	mostSaid       = 400
	mostTurn       = 100
	mostTold       = 40
)

// found are the passages that a reader may choose from, in the order in which they were
// found, not in that of their chances: learning anew changes no question. Those of the
// whole message come first; each of its questions adds its own.
func (in *inquiry) found(ctx context.Context, parts []part) (out []*kb.Passage) {
	add := func(matches []kb.Match, most int) {
		for _, m := range matches[:min(most, len(matches))] {
			if !slices.Contains(out, m.Passage) && len(out) < mostCandidates {
				out = append(out, m.Passage)
			}
		}
	}
	share := max(2, mostCandidates/(1+len(parts)))
	add(in.matches, share)
	for _, p := range parts {
		add(p.in.matches, share)
	}
	add(in.matches, mostCandidates)
	add(in.anyDocument(ctx), mostCandidates)
	return out
}

// anyDocument are the passages that are found if the document that a message names is not
// what it is about: 补办的时候驾驶证行不行.
func (in *inquiry) anyDocument(ctx context.Context) []kb.Match {
	if !in.otherDocument() && len(in.q.Documents) < 2 {
		return nil
	}
	other := *in
	other.facts.Document = ""
	found, err := other.search(ctx)
	if err != nil {
		return nil // what was found is found
	}
	return found
}

// matter is what a reader is given of a message, of which candidates were found.
func (in *inquiry) matter(candidates []*kb.Passage) Matter {
	m := Matter{Said: cut(in.q.Said, mostSaid), Before: in.before.Turns, Places: in.placesNamed(), Aspects: in.q.Aspects}
	m.Service, _ = in.facts.Services.One()
	for _, k := range []string{in.knownPlace(), cases.Years(in.facts.Ages), in.knownHome(), in.knownDocument()} {
		if k != "" {
			m.Known = append(m.Known, k)
		}
	}
	for _, p := range candidates {
		m.Candidates = append(m.Candidates, Candidate{p.ID, p.Questions[0], in.inForce(p), cut(p.Text, mostSays)})
	}
	return m
}

// placesNamed are the places that were named, now or before: a reader may say what they are.
func (in *inquiry) placesNamed() (out []place.Name) {
	all := slices.Concat(in.namedPlaces(in.q.Said), in.facts.Places, in.facts.Homes)
	for _, n := range all {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// inForce is where a passage is in force, in a word.
func (in *inquiry) inForce(p *kb.Passage) string { return joinNames(p.Article.Scope) }

// cut are at most so many characters of a text.
func cut(text string, most int) string {
	rs := []rune(text)
	return string(rs[:min(most, len(rs))])
}
