package nlu

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/personal"
)

// Language reads messages. It is immutable and safe for concurrent use.
type Language struct {
	*lexicon
	misuse     *misuse
	normalizer *normalizer
	places     *place.Gazetteer
}

// New compiles the word lists.
func New(words *kb.Vocabulary, places *place.Gazetteer) (*Language, error) {
	l, err := newLexicon(words)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	n, err := newNormalizer(l, places)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	m, err := newMisuse()
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	return &Language{lexicon: l, misuse: m, normalizer: n, places: places}, nil
}

// Heard is a message as it is compared with others by meaning.
func (l *Language) Heard(text string) string {
	text, said, _ := l.normalizer.normalize(text)
	return Reading{Text: l.unwrapped(text), Said: l.unwrapped(said)}.Heard()
}

// Says reports whether a text holds words of one of the lists.
func (l *Language) Says(list, text string) bool { return l.cues[list].MatchString(text) }

// OfApplicant reports whether a text holds words of one of the lists where it speaks of
// the applicant.
func (l *Language) OfApplicant(list, text string) bool { return l.Says(list, l.ofApplicant(text)) }

// NamesService reports whether a text names a service.
func (l *Language) NamesService(s kb.Service, text string) bool {
	return l.services[s].MatchString(text)
}

// NamesDocument reports whether a text names a document.
func (l *Language) NamesDocument(d kb.Document, text string) bool {
	return l.documents.words[d].MatchString(text)
}

// Documents are the documents that a text names, the ID card first.
func (l *Language) Documents(text string) (out []kb.Document) {
	for _, d := range l.documents.order {
		if l.NamesDocument(d, text) {
			out = append(out, d)
		}
	}
	return out
}

// AsksFor reports whether a text asks for a field in words of its own.
func (l *Language) AsksFor(a Aspect, text string) bool {
	words := l.aspects[a]
	return words != nil && words.MatchString(text)
}

// Read understands one message on its own. The time turns births into ages. Of a long
// story only what asks is read for what it asks, and all of it for whom and what it is
// about.
func (l *Language) Read(raw string, at time.Time) Reading {
	text, said, masked := l.normalizer.normalize(raw)
	whole := Reading{Text: text, Said: said, Masked: masked}
	if whole.Intent = l.intent(text, said); whole.Intent == Empty {
		return whole
	}
	text = l.unwrapped(text)
	whole.Text, whole.Said = text, l.unwrapped(said)
	whole = l.read(whole, at)
	core := l.core(text)
	if core == text {
		return whole
	}
	q := l.within(l.read(Reading{Text: core}, at), whole)
	q.Core, q.SaidCore = l.Led(text, core), l.Led(whole.Said, l.core(said))
	return q
}

// read runs the recognisers over the text of a reading.
func (l *Language) read(q Reading, at time.Time) Reading {
	text := q.Text
	for _, aside := range []*regexp.Regexp{l.cues["plea"], l.cues["hearsay"], l.cues["corrected"], l.cues["undecided"]} {
		text = aside.ReplaceAllString(text, "")
	}
	text, denied := l.correct(text)
	q.Not = l.deniedServices(denied)
	q.Another = l.another(text)
	s := &scan{text: text, own: l.ofApplicant(text), used: make([]bool, len(text))}
	l.findPlaces(s, &q)
	l.findDocument(s, &q)
	l.findService(s, &q)
	s.take(l.documents.words[kb.IDCard])
	if len(q.Documents) > 0 && q.Services.Only(kb.Receipt) && q.Documents[0] != kb.IDCard {
		s.take(l.documents.words[q.Documents[0]])
	}
	l.findHousehold(s, &q)
	l.findPerson(s, &q, at)
	l.findTopic(s, &q, at)
	l.findClaim(s, &q)
	s.take(l.cues["filler"])
	q.Rest = s.rest()
	return q
}

// intents in the order they are tried, after misuse: people before anything else.
var intents = []Intent{Distress, Scam, Contact, Robot, Handoff, Order, Greet, Bye, Thanks, Shortcut, Doubt, GiveUp, GoAhead}

// intent tells what is not a question for the articles.
func (l *Language) intent(text, said string) Intent {
	text = strings.Map(worded, placeholders.Replace(text))
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return Empty
	}
	if bad := l.misuse.read(placeholders.Replace(said)); bad != Ask {
		return bad
	}
	for _, i := range intents {
		if l.intents[i].MatchString(text) && !l.excused(i, text) {
			return i
		}
	}
	return Ask
}

// worded drops what is drawn, not written: an emoji says no more of what a message is.
func worded(r rune) rune {
	if unicode.In(r, unicode.So, unicode.Sk, unicode.Mn) || r == '\u200d' {
		return -1
	}
	return r
}

// placeholders takes out what stands for personal numbers: it says nothing.
var placeholders = strings.NewReplacer(personal.IDPlaceholder, "", personal.MobilePlaceholder, "", personal.CardPlaceholder, "")

// excused lets a message through that only looks like an intent: a real
// question politely put.
func (l *Language) excused(i Intent, text string) bool {
	return i == Handoff && l.cues["about_human"].MatchString(text)
}

// findPlaces sorts the places named by what is said of them.
func (l *Language) findPlaces(s *scan, q *Reading) {
	var here, origins []place.Mention
	for _, m := range l.places.Find(s.own) {
		s.mark(m.Start, m.End)
		switch m.Role {
		case place.Here:
			if !m.Explicit && bareOf.MatchString(s.own[m.End:]) {
				origins = append(origins, m)
				continue
			}
			here = append(here, m)
			q.Made, q.There = m.Made, q.There || m.Explicit
		case place.Home:
			q.Homes = append(q.Homes, m.Places...)
		case place.NotHome:
			q.NotHome = m.Places[0]
		case place.Shot:
			q.From = m.Places[0]
		}
	}
	here = l.sortOrigins(s.own, here, origins, q)
	q.Here, q.Unsure = l.whereabouts(s.own, here, q)
	for _, w := range l.implies {
		if q.Here == nil && w.words.MatchString(s.text) {
			q.Implied = place.Name(w.word)
		}
	}
}

// sortOrigins takes 江西的 for where they are registered, where they name another province
// to apply in, or say that their household is elsewhere; else it may be where they apply.
func (l *Language) sortOrigins(text string, here, origins []place.Mention, q *Reading) []place.Mention {
	for _, m := range origins {
		elsewhere := func(o place.Mention) bool {
			return !slices.ContainsFunc(o.Places, func(n place.Name) bool { return l.places.Province(n) == l.places.Province(m.Places[0]) })
		}
		if slices.ContainsFunc(here, elsewhere) || l.saysOutside(text) {
			q.Homes = append(q.Homes, m.Places...) // 外地户口,江西的
			continue
		}
		here = append(here, m)
		q.Origin, q.Made = true, m.Made
	}
	slices.SortStableFunc(here, func(a, b place.Mention) int { return a.Start - b.Start })
	return here
}

// bareOf goes on after a place of which nothing more is said: 湖南的, 湖北的呢.
var bareOf = regexp.MustCompile(`^的(?:$|[,。!?;]|人|孩|小孩|娃|可以|能|行|吗|呢)`)

// saysOutside reports a household that is said to be elsewhere.
func (l *Language) saysOutside(text string) bool {
	return slices.ContainsFunc([]string{"outside", "other_province", "other_city"}, func(h string) bool { return l.household[h].MatchString(text) })
}

// whereabouts is the place of use among the places named. Where they say that
// they are beats what is only named, the later beats the earlier, and a place
// that is their home counts only if there is no other.
func (l *Language) whereabouts(text string, here []place.Mention, q *Reading) (names []place.Name, unsure bool) {
	explicit := false
	for i, m := range here {
		if i > 0 && l.cues["joins"].MatchString(text[here[i-1].End:m.Start]) && !(len(names) == 1 && len(m.Places) > 1) {
			q.Both = len(names) == 1 && len(m.Places) == 1 || q.Both
			names = append(slices.Clip(names), m.Places...) // 深圳和东莞
			continue
		}
		home := len(names) > 0 && len(m.Places) == 1 && slices.Contains(q.Homes, m.Places[0])
		if home || explicit && !m.Explicit || l.Around(m.Places, names) {
			names = l.together(names, m.Places, names)
			continue
		}
		q.Both = false
		names, unsure, explicit = l.together(names, m.Places, m.Places), m.Abbreviation, m.Explicit
	}
	for _, home := range append(q.Homes, q.NotHome) {
		names = l.together(names, []place.Name{home}, names) // 龙华，非深户
	}
	return names, unsure
}

// Around reports a province named around a place that is known more closely: 广东 says
// nothing new of 江门.
func (l *Language) Around(wide, narrow []place.Name) bool {
	return len(wide) == 1 && len(narrow) == 1 && wide[0] != narrow[0] && l.isProvince(wide[0]) && l.places.Within(narrow[0], wide[0])
}

// together takes two places named in one message. If one of them says which of
// the other's candidates is meant, that one is: 朝阳（辽宁那个）. Otherwise it
// is as given.
func (l *Language) together(a, b, otherwise []place.Name) []place.Name {
	for _, pair := range [][2][]place.Name{{a, b}, {b, a}} {
		several, one := pair[0], pair[1]
		if len(several) < 2 || len(one) != 1 || one[0] == "" {
			continue
		}
		outside := func(n place.Name) bool { return !l.places.Within(n, one[0]) || n == one[0] && l.isProvince(n) }
		if inside := slices.DeleteFunc(slices.Clone(several), outside); len(inside) == 1 {
			return inside
		}
		if slices.ContainsFunc(several, func(n place.Name) bool { return n != one[0] && l.places.Within(one[0], n) }) {
			return one // 海口,海南
		}
		if near := l.sameProvince(several, one[0]); len(near) == 1 {
			return near // 广州户口,在兴宁
		}
	}
	return otherwise
}

// sameProvince are those of several places that are in the province of another.
func (l *Language) sameProvince(several []place.Name, other place.Name) []place.Name {
	elsewhere := func(n place.Name) bool { return l.places.Province(n) != l.places.Province(other) }
	return slices.DeleteFunc(slices.Clone(several), elsewhere)
}

// isProvince reports a place that is no city: 吉林省 does not tell which of 吉林.
func (l *Language) isProvince(n place.Name) bool {
	_, city := l.places.City(n)
	return !city
}
