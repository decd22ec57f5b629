package cases

import (
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"slices"
)

// casework is a query being worked on.
type casework struct {
	Book
	Query
	presumed bool         // the age is our guess
	at       []place.Name // the place of use; several when ambiguous; the nation when unknown
	used     []*kb.Statement
	disputes []string
}

// work begins: it fixes where to look.
func (b Book) work(q Query) *casework {
	c := &casework{Book: b, Query: q, at: q.At}
	if len(c.at) == 0 {
		c.at = []place.Name{place.Nation}
	}
	if c.Reading.Compare && c.Reading.TwoAges {
		c.Ages = kb.Ages{} // 15岁办和满16再办一样吗 is about both
	}
	c.openOnly()
	c.tooEarly()
	c.narrowChannel()
	c.presumeAdult()
	return c
}

// tooEarly answers how early one may renew, where somebody asks whether they may and
// names a day of expiry that is too far away for some of all that may be meant.
func (c *casework) tooEarly() {
	if c.Named != nil && !c.Named.Only(kb.Renew) {
		return
	}
	if len(c.Aspects) == 0 || c.Aspects[0] != kb.Can || !c.Reading.Due || c.Reading.Months == 0 || !c.Services.Has(kb.Renew) {
		return
	}
	for _, g := range c.resolve(c.at[0], kb.Lead).General().Items[0].Groups {
		if leadRuling(g.Value, c.Reading.Months) == no {
			c.Aspects, c.Services = []nlu.Aspect{kb.Lead}, kb.Set[kb.Service]{kb.Renew}
			return
		}
	}
}

// openOnly looks at all services when somebody believes that only some are
// open to them: the answer is about the others.
func (c *casework) openOnly() {
	if c.Reading.Claim.Only && c.Reading.Claim.Confirm && (c.Aspects[0] == kb.Can || c.Aspects[0] == nlu.How) && Everyday.Contains(c.Services) {
		c.Services = Everyday
	}
}

// presumeAdult takes somebody for sixteen or over who speaks of their own
// card, or has one that expired, broke or got lost, and says nothing of a
// child. The reply says so. What turns on the age itself is never presumed.
func (c *casework) presumeAdult() {
	asks := func(a nlu.Aspect) bool { return slices.Contains(c.Aspects, a) }
	overview := asks(nlu.How) || asks(kb.Can) || asks(kb.Bring) || c.Reading.Channel != ""
	had := !c.Services.Has(kb.First) && !c.Services.Has(kb.Receipt)
	if c.Ages.Any() && overview && (c.Self || had && c.Reading.Company == nlu.NoCompany) {
		c.Ages, c.presumed = kb.From(16), true
	}
}

// preferReceipt takes 要不要带回执 for a question about receipts where no
// article lists one among the papers: the place takes none, or may not.
func (c *casework) preferReceipt() {
	if c.Reading.Paper != nlu.ReceiptPaper {
		return
	}
	if _, listed := c.resolve(c.at[0], kb.Bring).Item(nlu.ReceiptPaper); !listed {
		c.Services, c.Aspects, c.Reading.Paper = kb.Set[kb.Service]{kb.Receipt}, []nlu.Aspect{kb.Can}, ""
	}
}

// preferCard takes 多少钱 for a question about the card where no receipt is
// taken, though receipts were the last subject.
func (c *casework) preferCard() {
	about := c.Aspects[0] == kb.Fee || c.Aspects[0] == kb.Time
	if about && c.Reading.Services == nil && c.Services.Only(kb.Receipt) && !c.unplaced() && !c.taken() {
		c.Services = Everyday
	}
}

// unplaced reports that no place of use is known.
func (c *casework) unplaced() bool { return len(c.At) == 0 }

// ambiguous reports that the place named may be one of several.
func (c *casework) ambiguous() bool { return len(c.at) > 1 || c.Unsure }

// resolve merges one field at one place for what is known.
func (c *casework) resolve(at place.Name, f kb.Field) kb.Resolution {
	return c.Corpus.Resolve(at, c.Person.Conditions(at, c.Services, c.Places), f)
}

// narrowChannel drops services that a channel never takes, if they were not
// named: 自助机能用吗 is about the ones it does take.
func (c *casework) narrowChannel() {
	if c.Reading.Channel == "" || len(c.Services) < 2 {
		return
	}
	open := kb.Set[kb.Service]{}
	for _, s := range c.Services {
		one := c.Person.Conditions(c.at[0], kb.Set[kb.Service]{s}, c.Places)
		item, ok := c.Corpus.Resolve(c.at[0], one, kb.Where).Item(c.Reading.Channel)
		if ok && slices.ContainsFunc(item.Groups, func(g kb.Group) bool { return g.Value.Applies() }) {
			open = append(open, s)
		}
	}
	if len(open) > 0 {
		c.Services = open
	}
}

// fields are the fields a reply goes through: verdicts look at everything that
// a customer has to know before setting out.
func (c *casework) fields() []kb.Field {
	var out []kb.Field
	for _, a := range c.Aspects {
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
	case c.Services.Only(kb.Receipt) && !c.unplaced() && !c.taken():
		return c.untaken(a)
	case a == kb.Can && c.Brief:
		return []kb.Field{kb.Can, kb.Warn}
	case a == nlu.How && c.Brief:
		return []kb.Field{kb.Can, kb.Where, kb.Bring, kb.Fee}
	case a == nlu.How, a == kb.Can && len(c.Services) == 1:
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
	if a == kb.Bring {
		return []kb.Field{kb.Can}
	}
	return []kb.Field{kb.Can, a}
}

// taken reports that receipts are surely taken at the place: what they cost is
// of no use elsewhere.
func (c *casework) taken() bool {
	groups := c.resolve(c.at[0], kb.Can).General().Items[0].Groups
	return !slices.ContainsFunc(groups, func(g kb.Group) bool { return g.Value.Verdict != kb.Yes })
}
