package answer

import (
	"slices"
	"time"

	"huizhi/cases"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
)

// fadeAfter is how long a pause ends a subject. The place stays: people rarely
// move between two questions.
const fadeAfter = 6 * time.Hour

// Facts is what a customer has told us, as sets of what is still possible. It
// is plain data: a conversation stores it as JSON.
type Facts struct {
	Places    []place.Name         `json:"places,omitempty"` // of use; several when the name was ambiguous
	Both      bool                 `json:"both,omitempty"`   // all of Places were named
	Unsure    bool                 `json:"unsure,omitempty"` // the place was only abbreviated
	Services  kb.Set[kb.Service]   `json:"services,omitempty"`
	Card      kb.Set[kb.Service]   `json:"card,omitempty"`   // what the receipt they ask about now is for
	Needed    bool                 `json:"needed,omitempty"` // they asked last only whether a receipt is needed
	Document  kb.Document          `json:"document,omitempty"`
	Ages      kb.Ages              `json:"ages"`
	Kin       bool                 `json:"kin,omitempty"`  // only that it is their son or daughter is known of the age
	Self      bool                 `json:"self,omitempty"` // they speak of their own card
	Homes     kb.Set[place.Name]   `json:"homes,omitempty"`
	NotHome   place.Name           `json:"not_home,omitempty"`
	Household kb.Set[kb.Household] `json:"household,omitempty"` // said without a place
	Settled   bool                 `json:"settled,omitempty"`   // they came from beyond the mainland to live here
	Months    int                  `json:"months,omitempty"`    // until expiry
	Aspects   []nlu.Aspect         `json:"aspects,omitempty"`   // last asked
	Channel   string               `json:"channel,omitempty"`
	Asked     []string             `json:"asked,omitempty"`      // what we asked back on this subject
	Told      bool                 `json:"told,omitempty"`       // the third-party line was said
	LastAsked string               `json:"last_asked,omitempty"` // the last message,
	LastSaid  string               `json:"last_said,omitempty"`  // and its answer, as sums
	Ordering  bool                 `json:"ordering,omitempty"`   // the last reply took up an order
	Offered   []string             `json:"offered,omitempty"`    // what the last reply let them choose
	Basis     []Source             `json:"basis,omitempty"`      // what the last answer rests on
	Found     kb.PassageID         `json:"found,omitempty"`      // the passage nearest to the last question,
	CaseSaid  string               `json:"case_said,omitempty"`  // and what the cases say of it, as a sum
	Quoted    bool                 `json:"quoted,omitempty"`     // the last answer was that of passages
	Mine      *Mine                `json:"mine,omitempty"`       // of the speaker, while somebody else is spoken of
	Line      string               `json:"line,omitempty"`       // the last question, masked
	Turns     []Turn               `json:"turns,omitempty"`      // the last ones, masked, for a reader
	At        time.Time            `json:"at"`
}

// mostTurns is how many turns are kept. Of the oldest only what was asked is: a family is
// often told of at once, and asked for one by one.
const mostTurns = 3

// turned keeps a turn: what was asked, and how the reply begins.
func (f Facts) turned(asked, told string) Facts {
	f.Turns = append(slices.Clip(f.Turns), Turn{cut(asked, mostTurn), cut(told, mostTold)})
	if f.Turns = f.Turns[max(0, len(f.Turns)-mostTurns):]; len(f.Turns) == mostTurns {
		f.Turns[0].Told = ""
	}
	return f
}

// Mine is what was known of the speaker when somebody else came up.
type Mine struct {
	Services  kb.Set[kb.Service]   `json:"services,omitempty"`
	Ages      kb.Ages              `json:"ages"`
	Homes     kb.Set[place.Name]   `json:"homes,omitempty"`
	NotHome   place.Name           `json:"not_home,omitempty"`
	Household kb.Set[kb.Household] `json:"household,omitempty"`
	Months    int                  `json:"months,omitempty"`
}

// ofWhom puts aside what is known of the speaker while somebody else is spoken of, and
// takes it up again: 我呢.
func (f Facts) ofWhom(q nlu.Reading) Facts {
	switch {
	case q.Back && f.Mine != nil:
		m := f.Mine
		f.Services, f.Ages, f.Homes, f.NotHome, f.Household, f.Months = m.Services, m.Ages, m.Homes, m.NotHome, m.Household, m.Months
		f.Kin, f.Self, f.Mine = false, true, nil
	case q.Another && f.Mine == nil && f.Self && f.Services != nil && q.Says():
		f.Mine = &Mine{f.Services, f.Ages, f.Homes, f.NotHome, f.Household, f.Months}
		f.Months, f.Self = 0, false
	case !q.Another && q.Services != nil && f.Mine != nil && q.Self:
		f.Mine = nil // a subject of their own
	}
	return f
}

// fade forgets a subject after a long pause.
func (f Facts) fade(at time.Time) Facts {
	if !f.At.IsZero() && at.Sub(f.At) > fadeAfter {
		f = Facts{Places: f.Places, Homes: f.Homes, NotHome: f.NotHome, Told: f.Told}
	}
	f.At = at
	return f
}

// with adds what a message says.
func (f Facts) with(q nlu.Reading, places *place.Gazetteer) Facts {
	f = f.ofWhom(q)
	if f.aboutReceipt(q) || q.Loose && q.Services.Only(kb.First) && f.Services != nil {
		q.Services = f.Services // who lost it says 没身份证 too
	}
	f.Services = f.without(q.Not)
	if f.backToCard(q) {
		q.Services, f.Services, f.Aspects = f.Card, nil, nil
	}
	if q.Services.Only(kb.Receipt) && f.Services != nil && !f.Services.Has(kb.Receipt) {
		f.Card = f.Services
	}
	if q.Services != nil && !f.Services.Contains(q.Services) || q.Generic && !q.Follow && !f.namesDocument(q) {
		f.Asked, f.Services = nil, nil
		if !q.Follow {
			f.Channel = ""
		}
	}
	if q.Services != nil && f.Services != nil && q.Services.Has(kb.Receipt) != f.Services.Has(kb.Receipt) {
		f.Aspects = nil // how long a receipt is good is not how long a card is
	}
	if q.Services != nil {
		f.Services = q.Services
	}
	if q.Services != nil || len(q.Aspects) > 0 {
		f.Needed = q.Need && q.Services.Only(kb.Receipt)
	}
	f.Settled = f.Settled || q.Settled
	if len(q.Documents) > 0 {
		f.Document = q.Documents[0]
	}
	return f.withPlace(q, places).withPerson(q).settleFirst(q)
}

// without are the services that are left when some are denied.
func (f Facts) without(not []kb.Service) kb.Set[kb.Service] {
	var left kb.Set[kb.Service]
	for _, s := range f.Services {
		if !slices.Contains(not, s) {
			left = append(left, s)
		}
	}
	return left
}

// backToCard reports that after questions about the receipt the card itself is
// meant: it is named, or what is asked is none of a receipt, for which nobody has to
// come, and no hour is booked.
func (f Facts) backToCard(q nlu.Reading) bool {
	if q.Services != nil || !f.Services.Only(kb.Receipt) && !f.Services.Only(kb.Temporary) {
		return false
	}
	if f.Services.Only(kb.Temporary) {
		return q.TheCard // 正式证呢
	}
	if q.Channel == nlu.Booking {
		return true // nobody books for a receipt
	}
	about := q.Asks(kb.Who) || q.Company != nlu.NoCompany
	about = about || f.Needed && !q.Photo && (q.Asks(kb.Time) || q.Asks(kb.Bring) || q.Asks(kb.Validity) || len(q.Aspects) == 0 && q.Says())
	return q.TheCard || f.Card != nil && (about || q.Generic && !f.namesDocument(q))
}

// namesDocument reports that 身份证 says only what the receipt they were asking
// about is for: 深圳的身份证.
func (f Facts) namesDocument(q nlu.Reading) bool {
	return f.Services.Only(kb.Receipt) && len(q.Aspects) == 0 && !q.Card && !q.AgeSaid && len([]rune(q.Rest)) <= 2
}

// aboutReceipt reports that 过期 and 丢 are said of the receipt they were asking
// about: nothing and nobody else is named.
func (f Facts) aboutReceipt(q nlu.Reading) bool {
	return !q.AgeSaid && !q.Myself && !q.Asks(kb.Bring) && !q.Asks(kb.Who) && q.Homes == nil && q.Household == nil && !q.Card && !q.Asks(kb.Lead) && f.Services.Only(kb.Receipt) && q.Documents == nil && q.Services != nil && !q.Services.Has(kb.First) && !q.Services.Has(kb.Temporary)
}

// origins takes a place that is named beside the city where they apply for what it is
// then: a province around it says nothing new; another province, and 湖南的 or nothing but
// 江苏徐州, is where they are registered. For a receipt nobody asks.
func (f Facts) origins(q nlu.Reading, l *Language) nlu.Reading {
	if len(f.Places) != 1 || len(q.Here) != 1 || f.Services.Only(kb.Receipt) && !l.Around(q.Here, f.Places) {
		return q
	}
	_, city := l.places.City(f.Places[0])
	_, named := l.places.City(q.Here[0])
	elsewhere := l.places.Province(f.Places[0]) != l.places.Province(q.Here[0])
	switch {
	case !city:
	case l.Around(q.Here, f.Places):
		q.Here = nil
	case elsewhere && (q.Origin || f.onlyNames(q)):
		q.Homes, q.Here = kb.Set[place.Name]{q.Here[0]}, nil
	case elsewhere && !named && !q.There && !q.Services.Only(kb.Receipt):
		switch {
		case q.Follow, q.Services != nil: // 那湖南呢
		case !l.Says("questions", q.Text):
			q.Homes, q.Here = kb.Set[place.Name]{q.Here[0]}, nil
		default:
			q.Here = nil // 广东不是半年吗
		}
	}
	return q
}

// onlyNames reports a message that is a place and no more, while a case is spoken of
// whose household is not known.
func (f Facts) onlyNames(q nlu.Reading) bool {
	open := f.Services != nil && f.Homes == nil && f.NotHome == ""
	more := q.There || q.Made || q.Follow || q.Generic || len(q.Aspects) > 0 || q.Services != nil || q.Documents != nil || q.Not != nil
	return open && !more && len([]rune(q.Rest)) <= mostUnheard
}

// withPlace takes the place of use from what they say of it, or from a city
// whose household they name: 深户 asks about 深圳 unless another place is named.
func (f Facts) withPlace(q nlu.Reading, places *place.Gazetteer) Facts {
	switch home, ok := homeCity(q, places); {
	case len(f.Places) > 0 && !anyBeyond(f.Places, places) && anyBeyond(q.Here, places):
		// 城市是不是写香港: nobody applies there
	case q.Here != nil:
		f.Places, f.Unsure = narrowed(f.Places, q.Here, places), q.Unsure
		f.Both = q.Both && len(f.Places) > 1
	case ok && !q.Vague && len(f.Places) == 0:
		f.Places = []place.Name{home}
	case len(f.Places) == 0 && len(q.Homes) > 1 && allCities(q.Homes, places):
		f.Places = q.Homes // 南山区的: one of several
	case q.Implied != "" && len(f.Places) == 0:
		f.Places = []place.Name{q.Implied}
	}
	if q.Homes != nil || q.NotHome != "" || q.Household != nil {
		f.Homes, f.NotHome, f.Household = q.Homes, q.NotHome, q.Household
	}
	if slices.Contains(q.Homes, q.NotHome) {
		f.Homes, f.NotHome = nil, "" // 深户和非深户一样吗: both
	}
	return f.settleLocal()
}

// settleLocal turns 本地 into a home as soon as the place is known, so that
// another place later makes it an outsider.
func (f Facts) settleLocal() Facts {
	if one, ok := f.Household.One(); ok && one == kb.Local && len(f.Places) == 1 && f.Homes == nil {
		f.Homes, f.Household = kb.Set[place.Name]{f.Places[0]}, nil
	}
	return f
}

// homeCity is the city whose household was named, if it is one city.
func homeCity(q nlu.Reading, places *place.Gazetteer) (place.Name, bool) {
	if q.NotHome != "" {
		return places.City(q.NotHome)
	}
	if home, ok := q.Homes.One(); ok {
		return places.City(home)
	}
	return "", false
}

// narrowed is what they name now, or the one of the candidates before that lies
// in it: 朝阳 … 辽宁那个.
func narrowed(before, now []place.Name, places *place.Gazetteer) []place.Name {
	if len(before) < 2 || len(now) != 1 {
		return now
	}
	inside := slices.DeleteFunc(slices.Clone(before), func(n place.Name) bool { return n == now[0] || !places.Within(n, now[0]) })
	if len(inside) == 1 {
		return inside
	}
	return now
}

func allCities(names kb.Set[place.Name], places *place.Gazetteer) bool {
	return !slices.ContainsFunc(names, func(n place.Name) bool { _, city := places.City(n); return !city })
}

// withPerson takes the age, and whether they speak of themselves.
func (f Facts) withPerson(q nlu.Reading) Facts {
	switch {
	case q.AgeSaid && q.AgeThen && !f.Ages.Any():
		// 我儿子16岁了 … 他的是12岁办的
	case q.AgeSaid:
		f.Kin = q.Kin && (f.Kin || f.Ages.Top() >= 16)
		f.Ages, f.Self = q.Ages, false
	case q.Myself && f.Ages.Top() < 16:
		f.Ages, f.Kin = kb.Ages{}, false // after the child, their own card
	}
	f.Self = f.Self || q.Self
	if q.Months > 0 {
		f.Months = q.Months
	}
	return f
}

// settleFirst takes 给孩子办身份证 for a first application: children who have
// a card say 换 or 补.
func (f Facts) settleFirst(q nlu.Reading) Facts {
	if q.Generic && f.Services == nil && f.Ages.Top() < 16 {
		f.Services = kb.Set[kb.Service]{kb.First}
	}
	return f
}

// remember keeps what was asked for the next follow-up.
func (f Facts) remember(q nlu.Reading) Facts {
	if q.Intent == nlu.Ask {
		f.Line = q.Said
	}
	if q.Intent == nlu.Ask && len(q.Aspects) > 0 {
		f.Aspects, f.Channel = q.Aspects, q.Channel
	}
	return f
}

// looked keeps what was found for a question, for the next one.
func (f Facts) looked(found []kb.Match, cases string) Facts {
	f.Found, f.CaseSaid = "", ""
	if len(found) > 0 {
		f.Found = found[0].Passage.ID
	}
	if cases != "" {
		f.CaseSaid = sum(cases)
	}
	return f
}

// person is what they say of the applicant.
func (f Facts) person() cases.Person {
	return cases.Person{Ages: f.Ages, Kin: f.Kin, Self: f.Self, Homes: f.Homes, NotHome: f.NotHome, Household: f.Household, Document: f.Document}
}
