package answer

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
)

// mostFound is how many passages are weighed of what a message finds, mostTalk of what it
// finds together with the one before it; mostLooked is how many are looked at.
const (
	mostFound  = 8
	mostTalk   = 4
	mostLooked = 60
)

// search asks the index about the question without the places it names: a place
// narrows the search, it is not what is asked.
func (in *inquiry) search(ctx context.Context) ([]kb.Match, error) {
	text := young.ReplaceAllStringFunc(in.withoutPlaces(), asChild)
	if in.context != "" {
		text = in.context
	}
	if !strings.ContainsFunc(text, nlu.IsHan) || in.contentless(text) {
		return nil, nil // a stray number or letter is no question
	}
	if one, ok := in.facts.Services.One(); ok && in.q.Documents == nil && (one == kb.Receipt || one == kb.Temporary) {
		text = in.book().Name(one) + text // 过期了还能续吗
	}
	q := kb.Query{Text: text, Said: cmp.Or(in.context, in.q.Heard()), Focus: in.q.Rest, Places: in.facts.Places}
	matches, err := in.Index.Search(ctx, q, mostLooked)
	if err == nil && in.q.Core != "" && in.context == "" {
		q.Text, q.Said = in.q.Core, in.q.SaidCore
		asked, coreErr := in.Index.Search(ctx, q, mostLooked)
		matches, err = nearest(matches, asked), coreErr
	}
	if line := in.leansOn(); err == nil && line != "" {
		q.Text, q.Said = phrases.Say("search.after", line, text), phrases.Say("search.after", line, in.q.Heard())
		in.talk, err = in.Index.Search(ctx, q, mostLooked)
	}
	misses := func(m kb.Match) bool { return in.misses(m.Passage) }
	in.talk = slices.DeleteFunc(in.talk, misses)
	beside := in.talk
	if in.whole != nil {
		beside = slices.DeleteFunc(slices.Clone(in.whole.matches), misses)
	}
	return together(slices.DeleteFunc(matches, misses), beside), err
}

// together are the best of what a message finds alone, and of what is found for it with
// the one before it, or for the story of which it is one question: these with what they
// are worth alone, if that is known.
func together(alone, talk []kb.Match) []kb.Match {
	out := slices.Clone(alone[:min(mostFound, len(alone))])
	for _, t := range talk[:min(mostTalk, len(talk))] {
		if _, ok := matchOf(out, t.Passage); ok {
			continue
		}
		m, ok := matchOf(alone, t.Passage)
		if !ok {
			m = kb.Match{Passage: t.Passage}
		}
		out = append(out, m)
	}
	return out
}

// matchOf is what a passage is among matches.
func matchOf(matches []kb.Match, p *kb.Passage) (kb.Match, bool) {
	i := slices.IndexFunc(matches, func(m kb.Match) bool { return m.Passage == p })
	if i < 0 {
		return kb.Match{}, false
	}
	return matches[i], true
}

// leansOn is the message before one that goes on with it, and may be about the same.
func (in *inquiry) leansOn() string {
	if in.goesOn() && !in.brief {
		return in.before.Line
	}
	return ""
}

// nearest are the matches of a story and of its question, each passage by the better of
// both, the best first.
func nearest(a, b []kb.Match) []kb.Match {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(x, y kb.Match) int { return cmp.Compare(y.Score, x.Score) })
	var out []kb.Match
	for _, m := range all {
		if !slices.ContainsFunc(out, func(o kb.Match) bool { return o.Passage == m.Passage }) {
			out = append(out, m)
		}
	}
	return out
}

// contentless reports words with nothing to look for: 真的吗, 不是江门，是佛山
// without its places.
func (in *inquiry) contentless(text string) bool {
	return in.language.Says("contentless", text)
}

// young is an age in figures.
var young = regexp.MustCompile(nlu.Number + `周?岁半?`)

// asChild writes 8岁 as articles do: 未满16岁.
func asChild(age string) string {
	n, ok := nlu.Count(young.FindStringSubmatch(age)[1])
	if !ok || n >= 16 {
		return age
	}
	return phrases.Say("when.under", 16)
}

// misses reports a passage about another document than the one they speak of, or
// about other places than theirs and those that they name: how a province's
// receipts do is not told to who is in another.
func (in *inquiry) misses(p *kb.Passage) bool {
	switch d := in.facts.Document; {
	case in.otherDocument():
		return !in.about(p, d)
	case d == kb.IDCard && in.cardOnly() && in.othersOnly(p):
		return true
	}
	return in.namesOther(p) || in.forOthers(p) || in.denied(p)
}

// denied reports a passage that is asked about receipts, of whom says that they do not
// ask about those.
func (in *inquiry) denied(p *kb.Passage) bool {
	return slices.Contains(in.q.Not, kb.Receipt) && in.language.NamesService(kb.Receipt, p.Questions[0])
}

// forOthers reports a passage that is asked about people of another household than
// theirs: 广东其他城市的小孩, of whom comes from 北京.
func (in *inquiry) forOthers(p *kb.Passage) bool {
	about := in.language.Households(p.Questions[0])
	if len(in.facts.Places) != 1 || about == nil || len(in.facts.Homes) == 0 {
		return false
	}
	theirs := kb.HouseholdAt(in.places, in.book().City(in.facts.Homes[0]), in.facts.Places[0])
	return !slices.ContainsFunc(theirs, func(h kb.Household) bool { return slices.Contains(about, h) })
}

// namesOther reports a passage that is asked about other places.
func (in *inquiry) namesOther(p *kb.Passage) bool {
	named, there := in.namedPlaces(in.q.Text), in.namedPlaces(p.Questions[0])
	theirs := func(a place.Name) bool {
		return slices.Contains(named, a) || slices.ContainsFunc(in.facts.Places, func(b place.Name) bool {
			return in.places.Within(a, b) || in.places.Within(b, a)
		})
	}
	return len(in.facts.Places) > 0 && len(there) > 0 && !slices.ContainsFunc(there, theirs)
}

// namedPlaces lists the places that a text names.
func (in *inquiry) namedPlaces(text string) []place.Name {
	var out []place.Name
	for _, m := range in.places.Find(text) {
		out = append(out, m.Places...)
	}
	return out
}

// cardOnly reports that no document but the ID card is spoken of.
func (in *inquiry) cardOnly() bool {
	other := func(d kb.Document) bool { return d != kb.IDCard }
	return (in.facts.Document == "" || in.facts.Document == kb.IDCard) && !slices.ContainsFunc(in.q.Documents, other)
}

// othersOnly reports a passage about other documents than the ID card.
func (in *inquiry) othersOnly(p *kb.Passage) bool {
	if p.Article.Document != kb.IDCard {
		return true
	}
	named := in.language.Documents(p.Questions[0])
	return len(named) > 0 && !slices.Contains(named, kb.IDCard)
}

// wider reports a passage that was not written for the place they named.
func (in *inquiry) wider(p *kb.Passage) bool {
	return len(in.facts.Places) > 0 && !slices.ContainsFunc(in.facts.Places, func(n place.Name) bool { return slices.Contains(p.Article.Scope, n) })
}

// about reports whether a passage is about a document: by its article, or
// because its heading names it.
func (in *inquiry) about(p *kb.Passage, d kb.Document) bool {
	return p.Article.Document == d || in.language.NamesDocument(d, p.Questions[0])
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

// wording is all that a passage says, questions first.
func wording(p *kb.Passage) string { return strings.Join(p.Questions, " ") + " " + p.Text }

// placeOf is the place a quoted article is in force for: the customer's city,
// or a province they named if the article is about it.
func (in *inquiry) placeOf(a *kb.Article) place.Name {
	for _, name := range in.facts.Places {
		if _, ok := in.places.City(name); ok && len(in.facts.Places) == 1 {
			return in.book().City(name)
		}
		if len(in.facts.Places) == 1 || slices.ContainsFunc(a.Scope, func(s place.Name) bool { return in.places.Within(s, name) }) {
			return name
		}
	}
	return place.Nation
}

// byName are the services that a question about them names; the others may be meant
// where none is named.
var byName = kb.Set[kb.Service]{kb.Receipt, kb.Temporary}

// otherService reports a passage that is asked about another service than theirs, or
// about none where theirs is spoken of by name. That a passage is about receipts says
// nothing: every service takes one.
func (in *inquiry) otherService(p *kb.Passage) bool {
	names := func(s kb.Service) bool { return in.language.NamesService(s, p.Questions[0]) }
	one, ok := in.facts.Services.One()
	switch {
	case in.facts.Services == nil:
		return false
	case ok && byName.Has(one):
		return !names(one)
	}
	return slices.ContainsFunc(nlu.Worded, names) && !slices.ContainsFunc(in.facts.Services, names)
}
