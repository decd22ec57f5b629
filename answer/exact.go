package answer

import (
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
)

// asked is the passage whose heading or wording the message is, as it stands; nil
// if there is none, or if two places' passages are equally near.
func (in *inquiry) asked() *kb.Passage {
	if in.followsUp() {
		return nil
	}
	all := slices.DeleteFunc(slices.Clone(in.Corpus.Asked(in.q.Said)), func(p *kb.Passage) bool { return !in.suits(p) })
	if len(all) == 1 && in.asksWhichPlaces(all[0]) {
		return all[0]
	}
	for _, places := range [][]place.Name{in.facts.Places, in.before.Places, in.spelled(len(all) == 1)} {
		if p := in.narrowest(all, places); p != nil {
			return p
		}
	}
	return nil
}

// followsUp reports words that say next to nothing by themselves, after
// something was spoken of: 多少钱 is then about that, whatever it stands under
// alone.
func (in *inquiry) followsUp() bool {
	spoken := in.before.Services != nil || in.before.Document != ""
	says := in.q.Says() || in.q.Documents != nil || in.q.Channel != "" || in.q.Paper != ""
	return spoken && !says && len([]rune(in.q.Rest)) < nlu.LeastContent
}

// suits refuses the rules for the ID card to whoever speaks of another document,
// and those for residents of the mainland to whom they do not cover.
func (in *inquiry) suits(p *kb.Passage) bool {
	other := in.facts.Document
	if other != "" && other != kb.IDCard && len(in.q.Documents) == 0 && !in.about(p, other) {
		return false
	}
	return !in.beyond(in.before) || in.language.Says("foreign", wording(p))
}

// asksWhichPlaces reports words that ask for a list of places, and a passage that
// is one: nobody need be in one of them to ask.
func (in *inquiry) asksWhichPlaces(p *kb.Passage) bool {
	return len(p.Article.Scope) > 1 && in.language.Says("which_places", in.q.Said)
}

// spelled lists the places that the message of somebody names of whom no place is
// known; also a wider one's, if only one passage is asked for.
func (in *inquiry) spelled(wider bool) (names []place.Name) {
	if len(in.before.Places) > 0 {
		return nil
	}
	for _, m := range in.places.Find(in.q.Said) {
		names = append(names, m.Places...)
	}
	if !wider {
		return names
	}
	for p := range in.places.Places() {
		if slices.ContainsFunc(names, func(n place.Name) bool { return in.places.Within(p.Name, n) }) {
			names = append(names, p.Name)
		}
	}
	return names
}

// narrowest is the passage of the narrowest place that has one of some places in
// it; nil if there is none, or several.
func (in *inquiry) narrowest(all []*kb.Passage, places []place.Name) (best *kb.Passage) {
	level, several := nowhere, false
	for _, p := range all {
		switch n := in.levelAt(p.Article, places); {
		case n > level:
			best, level, several = p, n, false
		case n == level:
			several = true
		}
	}
	if several {
		return nil
	}
	return best
}

// nowhere is less than any place.Level.
const nowhere = -1

// levelAt is how narrow the place is that an article is in force for and that
// has one of some places in it, or nowhere.
func (in *inquiry) levelAt(a *kb.Article, places []place.Name) int {
	best := nowhere
	for _, scope := range a.Scope {
		inside := func(name place.Name) bool { return in.places.Within(name, scope) }
		if at, ok := in.places.Place(scope); ok && (scope == place.Nation || slices.ContainsFunc(places, inside)) {
			best = max(best, int(at.Level))
		}
	}
	return best
}

// opened is what the cases of an article say instead of its opening, which only
// sums them up. Of receipts the cases tell least, and the opening most.
func (in *inquiry) opened(p *kb.Passage, rests func(Answer, *kb.Article) bool) (Answer, bool) {
	if !p.Lead || len(p.Article.Statements) == 0 || in.facts.Services.Only(kb.Receipt) {
		return Answer{}, false
	}
	work := *in
	a, ok := work.caseRoad()
	if !ok || a.Kind != KindAnswer || !rests(a, p.Article) {
		return Answer{}, false
	}
	*in = work
	return a, true
}

// verbatim answers what a passage was written for.
func (in *inquiry) verbatim(p *kb.Passage) Answer {
	if a, ok := in.opened(p, in.restsOn); ok {
		return a
	}
	a := in.passage(kb.Match{Passage: p, Score: 1, Focus: 1})
	if scope := p.Article.Scope; len(scope) == 1 && in.levelAt(p.Article, in.facts.Places) == nowhere {
		a.Place = scope[0] // the message names it, though it is not where they are
	}
	return a
}

// cites reports whether an answer names an article as a source.
func cites(a Answer, article *kb.Article) bool {
	return slices.ContainsFunc(a.Sources, func(s Source) bool { return s.Article == article.ID })
}

// restsOn reports whether an answer is an article's, or one's that was written
// for a narrower place.
func (in *inquiry) restsOn(a Answer, article *kb.Article) bool {
	return slices.ContainsFunc(a.Sources, func(s Source) bool {
		o, ok := in.Corpus.Article(s.Article)
		return ok && (o == article || in.levelAt(o, in.facts.Places) > in.levelAt(article, in.facts.Places))
	})
}
