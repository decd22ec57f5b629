package cases

import (
	"slices"
	"strings"
	"time"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// opening answers what was put to us as true, or asked with yes or no, before
// the value itself: 不是, 一样, 可以.
func (c *casework) opening(r kb.Resolution, groups []kb.Group) string {
	if !c.first(r.Field) {
		return ""
	}
	if wrong, ok := c.premise(r.Field, groups); ok {
		return wrong
	}
	if c.Reading.Compare && len(groups) > 0 {
		if len(groups) == 1 {
			return phrases.Say("opening.same")
		}
		return phrases.Say("opening.differs")
	}
	switch {
	case r.Field == kb.Lead && c.Reading.Months > 0:
		return opened(leadRuling(groups[0].Value, c.Reading.Months))
	case r.Field == kb.Validity && !c.Reading.Dated.IsZero():
		return c.lasts(groups[0].Value)
	case r.Field == kb.Validity && c.Reading.Months > 0:
		return phrases.Say("opening.old." + ageRuling(groups[0].Value, c.Reading.Months))
	case r.Field == kb.Who && c.Reading.Company != nlu.NoCompany:
		return c.openedCompany(groups)
	}
	return ""
}

// lasts says until which day something is good that was made on one they told, and how
// many days that is; nothing if no span is stated.
func (c *casework) lasts(v kb.Value) string {
	last, ok := v.Until(c.Reading.Dated)
	if !ok {
		return ""
	}
	today := time.Date(c.Today.Year(), c.Today.Month(), c.Today.Day(), 0, 0, 0, 0, last.Location())
	day, left := phrases.Say("opening.day", last.Year(), int(last.Month()), last.Day()), int(last.Sub(today).Hours()/24)
	if left < 0 {
		return phrases.Say("opening.lasted", day)
	}
	return phrases.Say("opening.lasts", day, left)
}

// openedCompany says whether somebody must or may come, if it is the same for
// everybody.
func (c *casework) openedCompany(groups []kb.Group) string {
	ruling := companyRuling(groups[0].Value, c.Reading.Company)
	if slices.ContainsFunc(groups, func(g kb.Group) bool { return companyRuling(g.Value, c.Reading.Company) != ruling }) {
		return ""
	}
	return phrases.Say("opening.company." + companies[c.Reading.Company] + "." + ruling)
}

// companies name the questions about company in the phrases.
var companies = map[nlu.Company]string{nlu.Alone: "alone", nlu.Accompany: "accompany", nlu.Delegate: "delegate", nlu.InPerson: "in_person"}

// opened words a yes or no; without a ruling nothing.
func opened(ruling string) string {
	if ruling == "" {
		return ""
	}
	return phrases.Say("opening." + ruling)
}

// premise corrects a claim that what holds contradicts, and tells where it
// comes from if it used to be the rule.
func (c *casework) premise(f kb.Field, groups []kb.Group) (string, bool) {
	claim := c.Reading.Claim
	if f == kb.Can {
		all := !slices.ContainsFunc(groups, func(g kb.Group) bool { return g.Value.Verdict != kb.Yes })
		if !claim.Deny && !claim.Only || !all || !claim.Confirm {
			return "", false
		}
		return phrases.Say("opening.wrong") + former(groups, "", c.Reading.Text), true
	}
	if f == kb.Fee && claim.Free && claim.Confirm && !slices.ContainsFunc(groups, func(g kb.Group) bool { return g.Value.Free() }) {
		return phrases.Say("opening.wrong"), true
	}
	if claim.Quantity == "" || c.Reading.Months > 0 || !c.claimed(f) {
		return "", false
	}
	if !slices.ContainsFunc(groups, func(g kb.Group) bool { return counted(g.Value) || g.Value.Free() }) {
		return "", false // no value has a number to compare with
	}
	if stated(groups, claim.Quantity) {
		if len(groups) == 1 {
			return phrases.Say("opening.right"), true
		}
		return "", false
	}
	return phrases.Say("opening.wrong") + former(groups, claim.Quantity, c.Reading.Text), true
}

// stated reports whether one of the values has the quantity.
func stated(groups []kb.Group, quantity string) bool {
	return slices.ContainsFunc(groups, func(g kb.Group) bool { return sameQuantity(g.Value.Say, quantity) })
}

// refuted reports a quantity put to us that no value has: then all values are
// said, and nothing needs to be asked.
func (c *casework) refuted() bool {
	f := c.Aspects[0]
	if c.Reading.Claim.Quantity == "" || c.Reading.Months > 0 || f.Items() || f == nlu.How || !c.claimed(f) {
		return false
	}
	return !stated(c.resolve(c.at[0], f).General().Items[0].Groups, c.Reading.Claim.Quantity)
}

// claimed reports whether a quantity in the question is a claim about the field.
func (c *casework) claimed(f kb.Field) bool {
	unit := map[kb.Field]string{kb.Fee: "元块", kb.Lead: "月年天日", kb.Validity: "年月天日", kb.Time: "日天月"}[f]
	r := []rune(c.Reading.Claim.Quantity)
	return strings.ContainsRune(unit, r[len(r)-1]) || unit != "" && f == kb.Fee && strings.HasSuffix(c.Reading.Claim.Quantity, "钱")
}

// counted reports a value with a number of money or time in it.
func counted(v kb.Value) bool {
	_, ok := nlu.Quantity(v.Say)
	return ok
}

// sameQuantity compares the first number of a value with a claim.
func sameQuantity(value, claim string) bool {
	x, ok := nlu.Quantity(value)
	y, put := nlu.Quantity(claim)
	return ok && put && x == y
}

// former tells that a statement used to hold, if one of the values says so.
func former(groups []kb.Group, quantity, text string) string {
	for _, g := range groups {
		for _, w := range g.Value.Was {
			if quantity == "" || sameQuantity(w.Say, quantity) {
				return phrases.Say("opening.was", w.Say, w.Until)
			}
		}
	}
	return ""
}
