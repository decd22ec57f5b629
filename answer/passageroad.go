package answer

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// The bands of a passage's score, chosen on the dev questions.
const (
	quoteScore   = 0.42 // good enough to answer with
	oursScore    = 0.26 // the same for a question that is surely ours
	standsOut    = 1.25 // or when it is so many times as good as the next
	suggestScore = 0.2  // near enough to offer
	sameScore    = 0.95 // the passage was written for this very question
	nearScore    = 0.6  // the passage's question is nearly this one,
	nearFocus    = 0.25 // and has something that the cases leave unexplained
	alike        = 0.97 // so near to the best that nothing tells them apart,
	mostCurt     = 3    // where so few characters are all there is
	surely       = 0.45 // good enough however near the next is
	proseScore   = 0.2  // for a question that no case field answers,
	proseMargin  = 1.1  // if it is so many times as good as the next
	clearFocus   = 0.35 // what a question about another document must at least share
	focusScore   = 0.3  // it says most of what the cases leave unexplained
)

// found is what the search gave for a question.
type found struct{ matches []kb.Match }

// search asks the index about the question without the places it names: a
// place narrows the search, it is not what is asked.
func (in *inquiry) search(ctx context.Context) (found, error) {
	text := young.ReplaceAllStringFunc(in.withoutPlaces(), asChild)
	if in.context != "" {
		text = in.context
	}
	if !strings.ContainsFunc(text, isHan) {
		return found{}, nil // a stray number or letter is no question
	}
	if in.contentless(text) {
		return found{}, nil
	}
	if one, ok := in.facts.Services.One(); ok && in.q.Documents == nil && (one == kb.Receipt || one == kb.Temporary) {
		text = in.name(one) + text // 过期了还能续吗
	}
	q := kb.Query{Text: text, Said: cmp.Or(in.context, in.q.Text), Focus: in.q.Rest, Places: in.facts.Places}
	matches, err := in.Index.Search(ctx, q, 8)
	return found{slices.DeleteFunc(matches, func(m kb.Match) bool { return in.misses(m.Passage) })}, err
}

// contentless reports words with nothing to look for: 真的吗, 不是江门，是佛山
// without its places.
func (in *inquiry) contentless(text string) bool {
	return in.words.cues["contentless"].MatchString(text)
}

// young is an age in figures.
var young = regexp.MustCompile(number + `周?岁半?`)

// asChild writes 8岁 as articles do: 未满16岁.
func asChild(age string) string {
	n, ok := count(young.FindStringSubmatch(age)[1])
	if !ok || n >= 16 {
		return age
	}
	return phrases.Say("when.under", 16)
}

// misses reports a passage for another service or another document than the
// one that was named: 丢了能坐高铁吗 is not answered by what holds when expired.
func (in *inquiry) misses(p *kb.Passage) bool {
	pictures := in.words.cues["pictures"]
	pictured := p.Article.Document != kb.IDCard || pictures.MatchString(p.Questions[0])
	if in.otherDocument() && (pictured && !pictures.MatchString(in.q.Text) || !in.about(p, in.facts.Document)) {
		return true // 驾驶证扣分了怎么办 is not about its photo
	}
	if in.cardOnly() && in.othersOnly(p) || in.namesOther(p) {
		return true
	}
	names := func(s kb.Service) bool { return in.words.services[s].MatchString(p.Questions[0]) }
	if in.strays() {
		return slices.ContainsFunc(certain, names)
	}
	one, ok := in.q.Services.One()
	if in.brief && in.q.Services == nil {
		one, ok = in.facts.Services.One() // 到期怎么换,旧证收不收
	}
	if one == kb.Receipt && !pictures.MatchString(wording(p)) {
		return true // 哪些地方能用回执 is not about first applications
	}
	if !ok || one == kb.Receipt || in.words.services[one].MatchString(wording(p)) {
		return false
	}
	return slices.ContainsFunc(certain, names)
}

// namesOther reports a passage that is asked about other places than theirs and
// those that they name: how a province's receipts do is not told to who is in
// another.
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
	documents := in.words.documents
	named := slices.DeleteFunc(slices.Clone(documents.order), func(d kb.Document) bool { return !documents.words[d].MatchString(p.Questions[0]) })
	return len(named) > 0 && !slices.Contains(named, kb.IDCard)
}

// wording is all that a passage says, questions first.
func wording(p *kb.Passage) string { return strings.Join(p.Questions, " ") + " " + p.Text }

// unplacedReceipt reports a question where to get a receipt, without a place:
// the country's case says only that most places take none.
func (in *inquiry) unplacedReceipt() bool {
	return len(in.facts.Places) == 0 && in.q.Asks(kb.Where)
}

// confident reports whether the best match is good enough to quote: by itself,
// or, for a question that is surely ours, because nothing else comes near it.
func (in *inquiry) confident(f found) bool {
	if len(f.matches) == 0 {
		return false
	}
	best, focus := f.matches[0].Score, f.matches[0].Focus
	switch {
	case !in.fits(f.matches[0]), in.curt(f):
		return false
	case in.strays():
		return focus >= focusScore || f.matches[0].Words >= nearScore
	case !in.ours():
		return best >= quoteScore
	}
	return best >= oursScore || in.stands(f, suggestScore, standsOut)
}

// curt reports a word or two that several passages are about alike: 照片.
func (in *inquiry) curt(f found) bool {
	characters := 0
	for _, r := range in.withoutPlaces() {
		if isHan(r) {
			characters++
		}
	}
	best := f.matches[0].Words
	torn := slices.ContainsFunc(f.matches[1:], func(m kb.Match) bool { return m.Words > alike*best })
	return torn && characters <= mostCurt && best < sameScore
}

// forThem reports a best match that speaks of the people whom the rules for
// residents of the mainland do not cover.
func (in *inquiry) forThem(f found) bool {
	sure := len(in.q.Aspects) == 0 && in.confident(f) || len(f.matches) > 0 && f.matches[0].Words >= nearScore
	return sure && in.words.cues["foreign"].MatchString(wording(f.matches[0].Passage))
}

// fits reports whether a passage answers the kind of question asked: 可以 or
// 不是 answers nobody who asked how or how much, unless it was their question.
func (in *inquiry) fits(m kb.Match) bool {
	if in.otherDocument() && m.Score < surely && m.Focus < clearFocus {
		return false // we know too little of other documents to guess
	}
	verdict := in.words.cues["verdicts"].MatchString(m.Passage.Text)
	return m.Score >= surely || !verdict || in.words.cues["yes_no"].MatchString(in.q.Text) || in.words.cues["why"].MatchString(in.q.Text) || in.q.Claim.Confirm
}

// about reports whether a passage is about a document: by its article, or
// because its heading names it.
func (in *inquiry) about(p *kb.Passage, d kb.Document) bool {
	return p.Article.Document == d || in.words.documents.words[d].MatchString(p.Questions[0])
}

// stands reports whether the best match is good, and so many times as good as
// the next.
func (in *inquiry) stands(f found, score, margin float64) bool {
	best, next := f.matches[0].Score, 0.0
	if len(f.matches) > 1 {
		next = f.matches[1].Score
	}
	return best >= score && (best >= surely || best >= margin*next)
}

// ours reports a question that names a document or a service of ours, or
// speaks of 证, of 窗口 or of taking photos.
func (in *inquiry) ours() bool {
	return len(in.q.Documents) > 0 || in.q.Services != nil || in.words.cues["ours"].MatchString(in.q.Text) || in.words.cues["photo"].MatchString(in.q.Text)
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

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
	if in.confident(f) {
		return in.passage(f)
	}
	near := slices.DeleteFunc(slices.Clone(f.matches), func(m kb.Match) bool { return m.Score < suggestScore })
	if len(near) == 0 {
		return Answer{Kind: KindUnknown, Text: phrases.Say("unknown.nothing")}
	}
	a := Answer{Kind: KindUnknown, Text: phrases.Say("unknown.near")}
	if in.curt(f) {
		a.Text = phrases.Say("unknown.curt")
	}
	for _, m := range near[:min(3, len(near))] {
		a.Suggest = append(a.Suggest, m.Passage.Questions[0])
		a.Text = joinLines(a.Text, phrases.Say("unknown.item", m.Passage.Questions[0]))
	}
	return a
}

// passage quotes the best match.
func (in *inquiry) passage(f found) Answer {
	p := f.matches[0].Passage
	in.quoted, in.match = p, f.matches[0]
	a := quote(p)
	a.Place = in.placeOf(p.Article)
	return a
}

// placeOf is the place a quoted article is in force for: the customer's city,
// or a province they named if the article is about it.
func (in *inquiry) placeOf(a *kb.Article) place.Name {
	for _, name := range in.facts.Places {
		if _, ok := in.places.City(name); ok && len(in.facts.Places) == 1 {
			return in.city(name)
		}
		if len(in.facts.Places) == 1 || slices.ContainsFunc(a.Scope, func(s place.Name) bool { return in.places.Within(s, name) }) {
			return name
		}
	}
	return place.Nation
}
