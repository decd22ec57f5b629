package answer

import (
	"slices"

	"huizhi/kb"
)

// findDocument tells which document is meant. The ID card wins over others:
// 居住证 and 护照 are also papers to bring for one, and
// what somebody has with them is a paper too: 户口本没带,有护照.
func (l *Language) findDocument(s *scan, q *Question) {
	text := s.text
	if !l.services[kb.Receipt].MatchString(text) {
		text = l.cues["held"].ReplaceAllString(text, " ")
	}
	for _, d := range l.documents.order {
		if l.documents.words[d].MatchString(text) {
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
	text := l.cues["besides_receipt"].ReplaceAllString(s.text, "") // 除了回执还要带什么
	receipt := l.services[kb.Receipt].MatchString(text) || l.cues["own_photo"].MatchString(text)
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

// byName are the services that a question about them names; the others may be meant
// where none is named.
var byName = kb.Set[kb.Service]{kb.Receipt, kb.Temporary}

// otherService reports a passage that is asked about another service than theirs, or
// about none where theirs is spoken of by name. That a passage is about receipts says
// nothing: every service takes one.
func (in *inquiry) otherService(p *kb.Passage) bool {
	names := func(s kb.Service) bool { return in.words.services[s].MatchString(p.Questions[0]) }
	one, ok := in.facts.Services.One()
	switch {
	case in.facts.Services == nil:
		return false
	case ok && byName.Has(one):
		return !names(one)
	}
	return slices.ContainsFunc(certain, names) && !slices.ContainsFunc(in.facts.Services, names)
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
	{"other_city", kb.Set[kb.Household]{kb.OtherCity}},
	{"other_province", kb.Set[kb.Household]{kb.OtherProvince}},
	{"outside", kb.Outside},
	{"local", kb.Set[kb.Household]{kb.Local}},
}
