package answer

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
)

// everyday are the services that 办身份证 leaves open.
var everyday = kb.Set[kb.Service]{kb.First, kb.Renew, kb.Damaged, kb.Lost}

// caseRoad answers from the articles' cases. ok is false when the question is
// not about a case field, or is about a document that has no cases.
func (in *inquiry) caseRoad() (Answer, bool) {
	overcharged := in.overcharged()
	if in.onlyPlace() {
		return in.whichService(), true
	}
	if len(in.q.Aspects) == 0 && !in.bare() && !overcharged || in.otherDocument() {
		return Answer{}, false
	}
	c := &casework{inquiry: *in, aspects: in.q.Aspects}
	switch {
	case overcharged:
		c.aspects = []nlu.Aspect{kb.Fee}
	case len(c.aspects) == 0:
		c.aspects = []nlu.Aspect{nlu.How}
	}
	c.services, c.guessed = in.subject()
	if c.guessed && !in.q.Says() && !in.domestic() {
		return Answer{}, false
	}
	c.settle()
	c.preferReceipt()
	c.preferCard()
	if a, ok := c.decide(); ok {
		return a, true
	}
	return c.say()
}

// overcharged reports a sum taken for granted that no article states: 首次办证交
// 的20块怎么付.
func (in *inquiry) overcharged() bool {
	one, ok := in.facts.Services.One()
	open := len(in.q.Aspects) == 0 || in.q.Asks(nlu.How) || in.q.Asks(kb.Can)
	if !ok || one == kb.Receipt || !open || !strings.ContainsAny(in.q.Claim.Quantity, nlu.Yuan+"块") {
		return false
	}
	c := &casework{inquiry: *in, services: in.facts.Services, aspects: []nlu.Aspect{kb.Fee}}
	c.settle()
	return c.refuted()
}

// domestic reports a message that may well be about a card though it names
// none: it speaks of 证 or 窗口, or says nothing that is not understood.
func (in *inquiry) domestic() bool {
	return in.language.Says("ours", in.q.Text) || len([]rune(in.q.Rest)) < 3
}

// onlyPlace reports a message that says where they are and nothing more.
func (in *inquiry) onlyPlace() bool {
	named := in.facts.Services != nil || in.q.Generic || len(in.q.Aspects) > 0
	return in.q.Here != nil && !named && (in.q.Rest == "" || in.contentless(in.withoutPlaces()))
}

// introduces reports an opening that says who or where they are and asks
// nothing yet: 我65岁了, 我是湖南的.
func (in *inquiry) introduces() bool {
	q := in.q
	named := in.facts.Services != nil || q.Generic || q.Documents != nil || q.Channel != "" || q.Paper != ""
	asks := len(q.Aspects)+len(in.facts.Aspects) > 0 || q.Open || q.Hours || q.Follow || q.Compare
	return q.Says() && !named && !asks && (len([]rune(q.Rest)) <= 1 || in.contentless(in.withoutPlaces()))
}

// mostUnheard is how many characters nobody understood a message may hold that
// only tells more.
const mostUnheard = 1

// toldMore answers what was asked before once more, after a message that only adds
// a fact: 我们是湖北的. ok is false for any other message.
func (in *inquiry) toldMore() (Answer, bool) {
	asks := len(in.q.Aspects) > 0 && !in.q.Follow || in.q.Services != nil
	if !in.goesOn() || !in.q.Says() || asks || len([]rune(in.q.Rest)) > mostUnheard {
		return Answer{}, false
	}
	if v := in.view(nil); v.cases {
		*in = *v.work
		return v.reply, true
	}
	if in.facts.Services == nil {
		return Answer{}, false
	}
	// what was asked before is not asked of this: who has to come, for a receipt
	in.q.Aspects = []nlu.Aspect{nlu.How}
	a, ok := in.caseRoad()
	if !ok {
		in.q.Aspects = nil
	}
	return a, ok
}

// whichService asks what they want done.
func (in *inquiry) whichService() Answer {
	return Answer{Kind: KindAsk, Asks: AsksService, Text: phrases.Say("ask.service", in.names(everyday)), Suggest: in.serviceButtons(everyday)}
}

// maxChatter is how many characters nobody understood a message may hold and
// still be taken for a question about our cases, if it names none of them.
const maxChatter = 8

// bare reports a message that names a service and asks nothing: 广州身份证丢了.
func (in *inquiry) bare() bool {
	if in.facts.Services.Only(kb.Receipt) {
		return in.q.Rest == ""
	}
	if len([]rune(in.q.Rest)) >= 2 && in.language.Says("may", in.q.Text) {
		return false // 身份证丢了能坐高铁吗
	}
	return (in.facts.Services != nil || in.q.Generic) && (in.q.Says() || in.q.Generic) && len([]rune(in.q.Rest)) <= maxChatter
}

// otherDocument reports a question about a document that our cases do not cover.
func (in *inquiry) otherDocument() bool {
	receipt := slices.Contains(in.facts.Services, kb.Receipt)
	return in.facts.Document != "" && in.facts.Document != kb.IDCard && !receipt
}

// subject is the services the question is about. guessed reports that the
// message does not say what it is about at all.
func (in *inquiry) subject() (services kb.Set[kb.Service], guessed bool) {
	if in.facts.Services != nil {
		return in.facts.Services, false
	}
	named := in.q.Generic || slices.Contains(in.q.Documents, kb.IDCard)
	return everyday, !named && (in.brief || in.facts.Document != kb.IDCard)
}

// casework is a question about cases, with the places to look at.
type casework struct {
	inquiry
	services kb.Set[kb.Service]
	guessed  bool // the customer did not say what it is about
	presumed bool // the age is our guess
	aspects  []nlu.Aspect
	at       []place.Name // the place of use; several when ambiguous; the nation when unknown
	used     []*kb.Statement
	disputes []string
}

// settle fixes where to look.
func (c *casework) settle() {
	c.at = c.facts.Places
	if len(c.at) == 0 {
		c.at = []place.Name{place.Nation}
	}
	c.openOnly()
	c.narrowChannel()
	c.presumeAdult()
}

// openOnly looks at all services when somebody believes that only some are
// open to them: the answer is about the others.
func (c *casework) openOnly() {
	if c.q.Claim.Only && c.q.Claim.Confirm && (c.aspects[0] == kb.Can || c.aspects[0] == nlu.How) && everyday.Contains(c.services) {
		c.services = everyday
	}
}

// presumeAdult takes somebody for sixteen or over who speaks of their own
// card, or has one that expired, broke or got lost, and says nothing of a
// child. The reply says so. What turns on the age itself is never presumed.
func (c *casework) presumeAdult() {
	asks := func(a nlu.Aspect) bool { return slices.Contains(c.aspects, a) }
	overview := asks(nlu.How) || asks(kb.Can) || asks(kb.Bring) || c.q.Channel != ""
	had := !c.services.Has(kb.First) && !c.services.Has(kb.Receipt)
	if c.facts.Ages.Any() && overview && (c.facts.Self || had && c.q.Company == nlu.NoCompany) {
		c.facts.Ages, c.presumed = kb.From(16), true
	}
}

// preferReceipt takes 要不要带回执 for a question about receipts where no
// article lists one among the papers: the place takes none, or may not.
func (c *casework) preferReceipt() {
	if c.q.Paper != nlu.ReceiptPaper {
		return
	}
	if _, listed := c.resolve(c.at[0], kb.Bring).Item(nlu.ReceiptPaper); !listed {
		c.services, c.aspects, c.q.Paper = kb.Set[kb.Service]{kb.Receipt}, []nlu.Aspect{kb.Can}, ""
	}
}

// preferCard takes 多少钱 for a question about the card where no receipt is
// taken, though receipts were the last subject.
func (c *casework) preferCard() {
	about := c.aspects[0] == kb.Fee || c.aspects[0] == kb.Time
	if about && c.q.Services == nil && c.services.Only(kb.Receipt) && !c.unplaced() && !c.taken() {
		c.services = everyday
	}
}

// unplaced reports that no place of use is known.
func (c *casework) unplaced() bool { return len(c.facts.Places) == 0 }

// ambiguous reports that the place named may be one of several.
func (c *casework) ambiguous() bool { return len(c.at) > 1 || c.facts.Unsure }

// resolve merges one field at one place for what is known.
func (c *casework) resolve(at place.Name, f kb.Field) kb.Resolution {
	return c.Corpus.Resolve(at, c.facts.conditions(at, c.services, c.places), f)
}

// narrowChannel drops services that a channel never takes, if they were not
// named: 自助机能用吗 is about the ones it does take.
func (c *casework) narrowChannel() {
	if c.q.Channel == "" || len(c.services) < 2 {
		return
	}
	open := kb.Set[kb.Service]{}
	for _, s := range c.services {
		one := c.facts.conditions(c.at[0], kb.Set[kb.Service]{s}, c.places)
		item, ok := c.Corpus.Resolve(c.at[0], one, kb.Where).Item(c.q.Channel)
		if ok && slices.ContainsFunc(item.Groups, func(g kb.Group) bool { return g.Value.Applies() }) {
			open = append(open, s)
		}
	}
	if len(open) > 0 {
		c.services = open
	}
}

// fields are the fields a reply goes through: verdicts look at everything that
// a customer has to know before setting out.
func (c *casework) fields() []kb.Field {
	var out []kb.Field
	for _, a := range c.aspects {
		for _, f := range c.expand(a) {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// expand gives the fields that belong to an aspect. With several services open,
// fees and times would be a list nobody asked for.
func (c *casework) expand(a nlu.Aspect) []kb.Field {
	switch {
	case c.services.Only(kb.Receipt) && !c.unplaced() && !c.taken():
		return c.untaken(a)
	case a == kb.Can && c.brief:
		return []kb.Field{kb.Can, kb.Warn}
	case a == nlu.How && c.brief:
		return []kb.Field{kb.Can, kb.Where, kb.Bring, kb.Fee}
	case a == nlu.How, a == kb.Can && len(c.services) == 1:
		return []kb.Field{kb.Can, kb.Who, kb.Where, kb.Bring, kb.Fee, kb.Time, kb.Warn}
	case a == kb.Can:
		return []kb.Field{kb.Can, kb.Who, kb.Where, kb.Bring, kb.Warn}
	case a == kb.Bring:
		return []kb.Field{kb.Bring, kb.Who}
	}
	return []kb.Field{a}
}

// untaken is what to say of receipts where they may not be taken: that first.
func (c *casework) untaken(a nlu.Aspect) []kb.Field {
	if a == nlu.How || a == kb.Can {
		return []kb.Field{kb.Can, kb.Where, kb.Warn}
	}
	return []kb.Field{kb.Can, a}
}

// taken reports that receipts are surely taken at the place: what they cost is
// of no use elsewhere.
func (c *casework) taken() bool {
	groups := c.resolve(c.at[0], kb.Can).General().Items[0].Groups
	return !slices.ContainsFunc(groups, func(g kb.Group) bool { return g.Value.Verdict != kb.Yes })
}
