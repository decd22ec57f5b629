package answer

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"huizhi/kb"
	"huizhi/kb/place"
)

// Language reads messages. It is immutable and safe for concurrent use.
type Language struct {
	*lexicon
	normalizer *normalizer
	places     *place.Gazetteer
}

// NewLanguage compiles the word lists.
func NewLanguage(words *kb.Vocabulary, places *place.Gazetteer) (*Language, error) {
	l, err := newLexicon(words)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	n, err := newNormalizer(l)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	return &Language{lexicon: l, normalizer: n, places: places}, nil
}

// Understand reads a message in the light of what was said before. It is
// pure: the same facts, text and time give the same facts and question.
func (l *Language) Understand(f Facts, text string, at time.Time) (Facts, Question) {
	q := l.read(text)
	f = f.fade(at).with(q, l.places)
	q = f.complete(q)
	return f.remember(q), q
}

// read understands one message on its own.
func (l *Language) read(raw string) Question {
	text, masked := l.normalizer.normalize(raw)
	q := Question{Text: text, Masked: masked}
	if q.Intent = l.intent(text); q.Intent == Empty {
		return q
	}
	text = l.cues["hearsay"].ReplaceAllString(text, "")
	s := &scan{text: text, used: make([]bool, len(text))}
	l.findPlaces(s, &q)
	l.findDocument(s, &q)
	l.findService(s, &q)
	s.take(l.documents.words[kb.IDCard])
	if len(q.Documents) > 0 && q.Services.Only(kb.Receipt) && q.Documents[0] != kb.IDCard {
		s.take(l.documents.words[q.Documents[0]])
	}
	l.findHousehold(s, &q)
	l.findPerson(s, &q)
	l.findTopic(s, &q)
	l.findClaim(s, &q)
	s.take(l.cues["filler"])
	q.Rest = s.rest()
	return q
}

// intents in the order they are tried: refusals and people before anything else.
var intents = []Intent{Forge, Impersonate, Contact, Handoff, Status, Order, Greet, Bye, Thanks, Offtopic}

// intent tells what is not a question for the articles.
func (l *Language) intent(text string) Intent {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return Empty
	}
	for _, i := range intents {
		if l.intents[i].MatchString(text) && !l.excused(i, text) {
			return i
		}
	}
	return Ask
}

// excused lets a message through that only looks like an intent: a question
// about what the law says, or a real question politely put.
func (l *Language) excused(i Intent, text string) bool {
	switch i {
	case Forge, Impersonate:
		return l.cues["lawful"].MatchString(text)
	case Thanks, Offtopic:
		return l.ours(text)
	}
	return false
}

// ours reports whether a message names a document or a service of ours.
func (l *Language) ours(text string) bool {
	return l.documents.words[kb.IDCard].MatchString(text) || l.services[kb.Receipt].MatchString(text)
}

// scan is a text of which recognisers mark what they have understood.
type scan struct {
	text string
	used []bool
}

// take marks every occurrence and reports whether there was one.
func (s *scan) take(re *regexp.Regexp) bool {
	spans := re.FindAllStringIndex(s.free(), -1)
	for _, m := range spans {
		s.mark(m[0], m[1])
	}
	return len(spans) > 0
}

// takeAnywhere marks occurrences even where parts are understood already.
func (s *scan) takeAnywhere(re *regexp.Regexp) {
	for _, m := range re.FindAllStringIndex(s.text, -1) {
		s.mark(m[0], m[1])
	}
}

func (s *scan) mark(from, to int) {
	for i := from; i < to; i++ {
		s.used[i] = true
	}
}

// free is the text with blanks for what is understood, so that the 身份证 in
// 临时身份证 is not found once more.
func (s *scan) free() string {
	b := []byte(s.text)
	for i, used := range s.used {
		if used {
			b[i] = ' '
		}
	}
	return string(b)
}

// rest is what nobody used, without punctuation.
func (s *scan) rest() string {
	return strings.Join(strings.FieldsFunc(s.free(), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// findPlaces sorts the places named by what is said of them.
func (l *Language) findPlaces(s *scan, q *Question) {
	for _, m := range l.places.Find(s.text) {
		s.mark(m.Start, m.End)
		switch m.Role {
		case place.Here:
			q.Here, q.Unsure = m.Places, m.Abbreviation
		case place.Home:
			q.Homes = append(q.Homes, m.Places...)
		case place.NotHome:
			q.NotHome = m.Places[0]
		}
	}
	for name, words := range l.implies {
		if q.Here == nil && words.MatchString(s.text) {
			q.Implied = name
		}
	}
}

// findDocument tells which document is meant. The ID card wins over others:
// 居住证 and 护照 are also papers to bring for one.
func (l *Language) findDocument(s *scan, q *Question) {
	for _, d := range l.documents.order {
		if l.documents.words[d].MatchString(s.text) {
			q.Documents = append(q.Documents, d)
		}
	}
}

// certain are the services with words of their own.
var certain = []kb.Service{kb.First, kb.Renew, kb.Damaged, kb.Lost, kb.Change}

// findService tells which service is meant. Words of its own beat loose ones:
// 过期了怎么补办 is a renewal.
func (l *Language) findService(s *scan, q *Question) {
	if s.take(l.services[kb.Temporary]) {
		q.Services = kb.Set[kb.Service]{kb.Temporary}
		return
	}
	receipt := l.services[kb.Receipt].MatchString(s.text)
	needed := receipt && l.cues["need_receipt"].MatchString(s.text)
	s.take(l.services[kb.Receipt])
	for _, service := range certain {
		if s.take(l.services[service]) {
			q.Services = append(q.Services, service)
		}
	}
	if q.Services == nil {
		l.findLooseService(s, q)
	}
	if receipt && !(needed && q.Services != nil) {
		q.Services, q.Generic = kb.Set[kb.Service]{kb.Receipt}, false
	}
}

// findLooseService reads 换证 and the like, which leave several services open.
func (l *Language) findLooseService(s *scan, q *Question) {
	for _, g := range l.groups {
		if s.take(g.words) {
			q.Services = g.services
			return
		}
	}
	q.Generic = len(q.Documents) > 0 && q.Documents[0] == kb.IDCard
}

// findHousehold reads what is said of the household without naming a place.
func (l *Language) findHousehold(s *scan, q *Question) {
	for _, h := range households {
		if s.take(l.household[h.word]) {
			q.Household = append(q.Household, h.means...)
		}
	}
}

// households gives the words of the lexicon their meaning.
var households = []struct {
	word  string
	means kb.Set[kb.Household]
}{
	{"other_province", kb.Set[kb.Household]{kb.OtherProvince}},
	{"other_city", kb.Set[kb.Household]{kb.OtherCity}},
	{"outside", kb.Outside},
	{"local", kb.Set[kb.Household]{kb.Local}},
}
