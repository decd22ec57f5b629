package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
)

// heed is what is left of a reader's opinion when every value was checked: values of
// ours, and where something is to be remembered, with the customer's own words for it.
type heed struct {
	act       Sort // empty for a message that wants an answer
	asks      []reask
	services  kb.Set[kb.Service]
	ages      kb.Ages
	aged      bool // ages were read,
	ageless   bool // or it says that none was told of the applicant
	household kb.Household
	use, home place.Name
	missing   bool // nothing says what it is about
	dropped   []string
}

// reask is one question as a reader puts it.
type reask struct {
	question string
	picks    []pick
	shown    []*kb.Passage // what it chose from
}

// pick is a choice among what we have: a passage, or a field of the cases.
type pick struct {
	passage *kb.Passage
	aspect  nlu.Aspect
}

// The most that a reader's opinion may hold: questions, choices for each, and
// characters of a question.
const (
	mostAsks     = 3
	mostPicks    = 4
	mostQuestion = 60
)

// ReadAspects are what a reader may ask of the cases.
var ReadAspects = []nlu.Aspect{kb.Can, kb.Who, kb.Where, kb.Bring, kb.Fee, kb.Time, kb.Lead, kb.Validity, nlu.How}

// ReadAges are the ages that rules turn on, for a reader to name where no number is said.
var ReadAges = []string{"<16", "16+", "16-25", "26-45", "46+"}

// checked is what holds of an opinion on a matter; what does not is named.
func (in *inquiry) checked(o Opinion, m Matter, candidates []*kb.Passage) (h heed) {
	c := checker{in: in, matter: m}
	h.act = c.act(o.Act)
	shown := candidates[:min(max(0, o.Shown), len(candidates))]
	for _, r := range o.Asks[:min(mostAsks, len(o.Asks))] {
		if ask := c.ask(r, shown); len(ask.picks) > 0 || ask.question != "" && len(r.Picks) == 0 {
			h.asks = append(h.asks, ask) // one whose choices are none of ours says nothing
		}
	}
	if c.holds("service", o.Service) && c.listed("service", o.Service.Is, in.Corpus.Words.Services) {
		h.services = c.services(o.Service)
	}
	if h.ageless = o.Age.Is == ""; c.holds("age", o.Age) {
		h.ages, h.aged = c.ages(o.Age)
	}
	if c.holds("household", o.Household) && c.listed("household", o.Household.Is, in.Corpus.Words.Households) {
		h.household = kb.Household(o.Household.Is)
	}
	h.use, h.home = c.place("use", o.Use), c.place("home", o.Home)
	h.missing = o.Missing == AsksService
	h.dropped = c.dropped
	return h
}

// checker checks the values of one opinion.
type checker struct {
	in      *inquiry
	matter  Matter
	dropped []string
}

// drop notes a value that does not count.
func (c *checker) drop(field, value string) { c.dropped = append(c.dropped, field+"="+value) }

// act is a sort of message that no answer is wanted for.
func (c *checker) act(said string) Sort {
	s := Sort(said)
	switch {
	case said == "" || said == ToAnswer:
		return ""
	case slices.Contains(acts, s), s.None():
		return s
	}
	c.drop("act", said)
	return ""
}

// ask is a question with those choices that there are. One of several lines, or without a
// Chinese character, is no question.
func (c *checker) ask(r Reread, candidates []*kb.Passage) reask {
	out := reask{question: strings.TrimSpace(r.Question), shown: candidates}
	if !strings.ContainsFunc(out.question, nlu.IsHan) || strings.ContainsAny(out.question, "\n\r") || utf8.RuneCountInString(out.question) > mostQuestion {
		c.drop("question", out.question)
		out.question = ""
	}
	for _, said := range r.Picks[:min(mostPicks, len(r.Picks))] {
		n, err := strconv.Atoi(said)
		switch {
		case err == nil && n >= 1 && n <= len(candidates):
			out.picks = append(out.picks, pick{passage: candidates[n-1]})
		case slices.Contains(ReadAspects, nlu.Aspect(said)):
			out.picks = append(out.picks, pick{aspect: nlu.Aspect(said)})
		default:
			c.drop("pick", said)
		}
	}
	return out
}

// holds reports a value that is given with the customer's own words for it, of at least two
// characters.
func (c *checker) holds(field string, e Evidence) bool {
	because := strings.TrimSpace(e.Because)
	said := func(text string) bool { return strings.Contains(text, because) }
	switch {
	case e.Is == "":
		return false
	case utf8.RuneCountInString(because) >= 2 && (said(c.matter.Said) || slices.ContainsFunc(c.matter.Before, func(t Turn) bool { return said(t.Asked) })):
		return true
	}
	c.drop(field, e.Is+" ← "+e.Because)
	return false
}

// listed reports a value of a closed list.
func (c *checker) listed(field, value string, list []kb.Term) bool {
	_, ok := kb.Find(list, value)
	if !ok {
		c.drop(field, value)
	}
	return ok
}

// services are the one that a reader names, or several that the customer's words leave
// open: 换证 is not only for a card that expires. Words in which nothing is left to be
// understood, and no service, are no evidence: 身份证.
func (c *checker) services(e Evidence) kb.Set[kb.Service] {
	q := c.in.language.Read(e.Because, c.in.facts.At)
	switch {
	case q.Services == nil && q.Rest == "":
		c.drop("service", e.Is+" ← "+e.Because)
		return nil
	case q.Services != nil && q.Services.Has(kb.Service(e.Is)):
		return q.Services
	}
	return kb.Set[kb.Service]{kb.Service(e.Is)}
}

// coming is a birthday that is still to come: 下个月底满16.
var coming = regexp.MustCompile(`(?:快|就要|马上|即将|差|下个?月|明年|还有).{0,6}满`)

// ages are what the customer's words say of an age, as we read them; where they name no
// number, what the reader takes them for.
func (c *checker) ages(e Evidence) (kb.Ages, bool) {
	if q := c.in.language.Read(e.Because, c.in.facts.At); q.AgeSaid && !q.Kin {
		if n, err := strconv.Atoi(e.Is); err == nil && n > 0 && n == q.Ages.Min-1 && coming.MatchString(e.Because) {
			return kb.Exactly(n), true
		}
		return q.Ages, true
	}
	a, err := kb.ParseAges(e.Is)
	if err != nil || !slices.Contains(ReadAges, e.Is) {
		c.drop("age", e.Is)
		return kb.Ages{}, false
	}
	return a, true
}

// place is one of the places that we found, by its number, if the words name it, or one
// within or around it.
func (c *checker) place(field string, e Evidence) place.Name {
	if !c.holds(field, e) {
		return ""
	}
	n, err := strconv.Atoi(e.Is)
	if err != nil || n < 1 || n > len(c.matter.Places) {
		c.drop(field, e.Is)
		return ""
	}
	name := c.matter.Places[n-1]
	names := func(o place.Name) bool { return c.in.places.Within(o, name) || c.in.places.Within(name, o) }
	if !slices.ContainsFunc(c.in.namedPlaces(e.Because), names) {
		c.drop(field, e.Is+" ← "+e.Because)
		return ""
	}
	return name
}

// told is what is known of the case with what a reader read in the customer's words. Of
// several ages none is the applicant's where it names none.
func (h heed) told(f Facts, q nlu.Reading) Facts {
	if q.TwoAges && h.ageless {
		f.Ages, f.Kin = kb.Ages{}, false
	}
	if h.services != nil && !h.services.Has(kb.Receipt) && f.Document != kb.IDCard {
		f.Document = "" // the other document that was named is not what it is about
	}
	if h.services != nil && !(f.Services.Contains(h.services) && h.services.Contains(f.Services)) {
		f.Services, f.Asked = h.services, nil
	}
	if h.aged && h.ages != f.Ages {
		f.Ages, f.Kin, f.Self = h.ages, false, false
	}
	if h.use != "" && !slices.Equal(f.Places, []place.Name{h.use}) {
		f.Places, f.Unsure, f.Both = []place.Name{h.use}, false, false
	}
	switch {
	case h.home != "" && h.home != f.NotHome:
		f.Homes, f.NotHome, f.Household = kb.Set[place.Name]{h.home}, "", nil
	case h.household != "" && f.Homes == nil && f.NotHome == "":
		f.Household = kb.Set[kb.Household]{h.household}
	}
	return f.settleLocal()
}
