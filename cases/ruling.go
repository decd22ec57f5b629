package cases

import (
	"slices"
	"strconv"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
)

// situation is one combination at one place with what holds in it.
type situation struct {
	at place.Name
	kb.Conditions
	outcome string // yes, no, or the value a customer would read
}

// rulings evaluates a yes-or-no question in every situation, at every place
// that may be meant. ok is false when the question is not of that kind.
func (c *casework) rulings() ([]situation, bool) {
	field, rule := c.ruling()
	if rule == nil {
		return nil, false
	}
	var out []situation
	for _, at := range c.candidates(field) {
		r := c.resolve(at, field).General() // exceptions for single homes are warnings, not reasons to ask
		for _, item := range r.Items {
			if field == kb.Where && item.Key != c.Reading.Channel {
				continue
			}
			for _, g := range item.Groups {
				out = append(out, spread(at, g, rule(g.Value))...)
			}
		}
	}
	return out, true
}

// spread gives every situation of a group its outcome.
func spread(at place.Name, g kb.Group, outcome string) []situation {
	var out []situation
	for _, h := range g.Holds {
		if outcome != "" {
			out = append(out, situation{at, h, outcome})
		}
	}
	return out
}

// candidates are the places whose rule may be the one asked about.
func (c *casework) candidates(f kb.Field) []place.Name {
	if !c.unplaced() {
		return c.at
	}
	return append([]place.Name{place.Nation}, c.Corpus.PlacesWith(f)...)
}

// The outcomes of a yes-or-no question.
const (
	yes = "yes"
	no  = "no"
)

// ruling gives the field that decides a yes-or-no question, and how.
func (c *casework) ruling() (kb.Field, func(kb.Value) string) {
	switch {
	case c.Reading.Channel != "" && slices.Contains(c.Aspects, kb.Where):
		return kb.Where, channelRuling
	case slices.Contains(c.Aspects, kb.Can), slices.Contains(c.Aspects, nlu.How) && c.Services.Only(kb.Receipt):
		return kb.Can, c.canRuling
	case slices.Contains(c.Aspects, kb.Lead) && c.Reading.Months > 0:
		return kb.Lead, func(v kb.Value) string { return leadRuling(v, c.Reading.Months) }
	case slices.Contains(c.Aspects, kb.Who) && c.Reading.Company != nlu.NoCompany:
		return kb.Who, func(v kb.Value) string { return companyRuling(v, c.Reading.Company) }
	}
	return "", nil
}

// canRuling counts 要看情况 as an outcome of its own only while the place is
// unknown: then it is the place that decides.
func (c *casework) canRuling(v kb.Value) string {
	switch {
	case v.Verdict == kb.Yes:
		return yes
	case v.Verdict == kb.No:
		return no
	case c.unplaced():
		return v.Verdict
	}
	return ""
}

// companyRuling compares who would come with who has to.
func companyRuling(v kb.Value, company nlu.Company) string {
	ruled := map[nlu.Company]bool{nlu.Alone: !v.Accompanied(), nlu.Accompany: v.Accompanied(), nlu.Delegate: !v.InPerson(), nlu.InPerson: v.InPerson()}
	if ruled[company] {
		return yes
	}
	return no
}

func channelRuling(v kb.Value) string {
	if v.Verdict == kb.Check {
		return ""
	}
	switch v.Kind {
	case kb.Stated:
		return yes
	case kb.Closed, kb.None, kb.Dropped:
		return no
	}
	return ""
}

// leadRuling compares the months left with how early a renewal may be made.
func leadRuling(v kb.Value, left int) string {
	n, ok := v.Months()
	switch {
	case !ok:
		return ""
	case left <= n:
		return yes
	}
	return no
}

// ageRuling tells whether something is still good that is so many months old.
func ageRuling(v kb.Value, old int) string {
	n, ok := v.Months()
	switch {
	case !ok:
		return "unknown"
	case old < n:
		return yes
	}
	return no
}

// outcomes lists the different outcomes.
func outcomes(ss []situation) []string {
	var out []string
	for _, s := range ss {
		if !slices.Contains(out, s.outcome) {
			out = append(out, s.outcome)
		}
	}
	return out
}

// outcomesLeft is how many outcomes are left when the fact is known: for the
// least helpful reply, and between equals on average.
func outcomesLeft(ss []situation, fact string) float64 {
	left := map[string][]situation{}
	for _, s := range ss {
		for _, key := range s.blocks(fact) {
			left[key] = append(left[key], s)
		}
	}
	worst, sum := 0, 0
	for _, group := range left {
		worst, sum = max(worst, len(outcomes(group))), sum+len(outcomes(group))
	}
	return measure(worst, float64(sum)/float64(max(len(left), 1)))
}

// everyOutcome is the same when nothing more is known.
func everyOutcome(ss []situation) float64 {
	n := len(outcomes(ss))
	return measure(n, float64(n))
}

// measure orders by the worst first and the average second.
func measure(worst int, average float64) float64 { return float64(worst) + average/100 }

// blocks names the replies to a fact that lead to this situation.
func (s situation) blocks(fact string) []string {
	var out []string
	switch fact {
	case AsksPlace:
		out = []string{string(s.at)}
	case AsksService:
		for _, v := range s.Service {
			out = append(out, string(v))
		}
	case AsksHousehold:
		for _, v := range s.Household {
			out = append(out, string(v))
		}
	case AsksAge:
		for n := s.Ages.Min; n <= s.Ages.Top(); n++ {
			out = append(out, strconv.Itoa(n))
		}
	}
	if out == nil {
		out = []string{""} // the fact makes no difference here
	}
	return out
}
