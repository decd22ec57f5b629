package answer

import (
	"context"
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
)

// asked is the passage whose heading or wording the message is, as it stands:
// the narrowest in force where they are, or where they say that they are. It is
// nil if there is none.
func (in *inquiry) asked() *kb.Passage {
	if in.followsUp() {
		return nil
	}
	var best *kb.Passage
	narrowest := nowhere
	all := in.Corpus.Asked(in.q.Said)
	if len(all) == 1 && in.asksWhichPlaces(all[0]) {
		return all[0]
	}
	for _, p := range all {
		if level := in.scopeLevel(p.Article); level > narrowest {
			best, narrowest = p, level
		}
	}
	return best
}

// nowhere is less than any place.Level.
const nowhere = -1

// asksWhichPlaces reports words that ask for a list of places, and a passage that
// is one: nobody need be in one of them to ask.
func (in *inquiry) asksWhichPlaces(p *kb.Passage) bool {
	return len(p.Article.Scope) > 1 && in.words.cues["which_places"].MatchString(in.q.Said)
}

// followsUp reports words that name nothing by themselves, after something was
// spoken of: 多少钱 is then about that, whatever it stands under alone.
func (in *inquiry) followsUp() bool {
	return in.before.Services != nil && in.q.Services == nil && in.q.Documents == nil
}

// scopeLevel is how narrow the place is that an article is in force for among
// those that are known or named, or nowhere.
func (in *inquiry) scopeLevel(a *kb.Article) int {
	best := nowhere
	for _, scope := range a.Scope {
		if at, ok := in.places.Place(scope); ok && in.reaches(scope) {
			best = max(best, int(at.Level))
		}
	}
	return best
}

// reaches reports whether a place is the country, has one of the known places in
// it, or lies in or around one that the message names.
func (in *inquiry) reaches(scope place.Name) bool {
	known := func(name place.Name) bool { return in.places.Within(name, scope) }
	named := func(name place.Name) bool { return known(name) || in.places.Within(scope, name) }
	return scope == place.Nation || slices.ContainsFunc(in.before.Places, known) || slices.ContainsFunc(in.facts.Places, known) ||
		slices.ContainsFunc(in.places.Find(in.q.Said), func(m place.Mention) bool { return slices.ContainsFunc(m.Places, named) })
}

// verbatim answers what a passage was written for. Where its article has cases,
// the opening only sums them up: what they say for this customer goes first. Of
// receipts the cases tell least, and the opening most.
func (in *inquiry) verbatim(ctx context.Context, p *kb.Passage) (Answer, error) {
	if p.Lead && len(p.Article.Statements) > 0 && !in.facts.Services.Only(kb.Receipt) {
		a, err := in.road(ctx)
		if err != nil || a.Kind == KindAnswer && a.Passage == "" && in.restsOn(a, p.Article) {
			return a, err
		}
	}
	return in.passage(found{[]kb.Match{{Passage: p, Score: 1, Focus: 1}}}), nil
}

// restsOn reports whether an answer is an article's, or one's that was written
// for a narrower place.
func (in *inquiry) restsOn(a Answer, article *kb.Article) bool {
	return slices.ContainsFunc(a.Sources, func(s Source) bool {
		o, ok := in.Corpus.Article(s.Article)
		return ok && (o == article || in.scopeLevel(o) > in.scopeLevel(article))
	})
}
