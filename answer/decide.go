package answer

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// maxGroups is how many different values are said with their conditions; with
// more, one fact is asked instead.
const maxGroups = 3

// situation is one combination at one place with what holds in it.
type situation struct {
	at place.Name
	kb.Conditions
	outcome string // yes, no, or the value a customer would read
}

// decide asks one fact back, if the answer turns on it.
func (c *casework) decide() (Answer, bool) {
	if c.ambiguous() && c.differ() {
		return c.askWhich(), true
	}
	if c.unplaced() && c.cityOwn() {
		return c.ask(AsksPlace)
	}
	if c.guessed && c.variesByService() {
		return c.ask(AsksService)
	}
	if ss, ok := c.rulings(); ok && len(outcomes(ss)) > 1 && !c.q.Enumerate {
		return c.askBest(ss)
	}
	if ss := c.valueSituations(); len(outcomes(ss)) > maxGroups && !c.q.Enumerate && !c.q.Compare {
		return c.askBest(ss)
	}
	return Answer{}, false
}

// variesByService reports whether what is asked differs between services.
func (c *casework) variesByService() bool {
	for _, f := range c.fields() {
		for _, s := range c.services[1:] {
			if !slices.Equal(c.readingsOf(c.at[0], f, s), c.readingsOf(c.at[0], f, c.services[0])) {
				return true
			}
		}
	}
	return false
}

// cityOwn reports that the thing asked is each city's own, so that no wider
// rule can answer: booking, opening hours.
func (c *casework) cityOwn() bool {
	return c.q.Channel == "预约" || c.q.Vague && c.q.Asks(kb.Where) && c.q.Channel == ""
}

// differ reports whether the candidates of an ambiguous place read differently.
func (c *casework) differ() bool {
	if c.facts.Unsure {
		return true
	}
	for _, f := range c.fields() {
		first := c.readings(c.at[0], f)
		for _, at := range c.at[1:] {
			if !slices.Equal(c.readings(at, f), first) {
				return true
			}
		}
	}
	return false
}

// readings lists what a customer would read of a field at a place.
func (c *casework) readings(at place.Name, f kb.Field) []string {
	return readings(c.resolve(at, f))
}

// readingsOf does so for one service.
func (c *casework) readingsOf(at place.Name, f kb.Field, s kb.Service) []string {
	return readings(c.Corpus.Resolve(at, c.facts.conditions(at, kb.Set[kb.Service]{s}, c.places), f))
}

func readings(r kb.Resolution) []string {
	var out []string
	for _, item := range r.Items {
		for _, g := range item.Groups {
			out = append(out, item.Key+g.Value.Say+g.Value.Verdict+string(rune('0'+g.Value.Kind)))
		}
	}
	slices.Sort(out)
	return out
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
			if field == kb.Where && item.Key != c.q.Channel {
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
	case c.q.Channel != "" && slices.Contains(c.aspects, kb.Where):
		return kb.Where, channelRuling
	case slices.Contains(c.aspects, kb.Can):
		return kb.Can, c.canRuling
	case slices.Contains(c.aspects, kb.Lead) && c.q.Months > 0:
		return kb.Lead, func(v kb.Value) string { return leadRuling(v, c.q.Months) }
	case slices.Contains(c.aspects, kb.Who) && c.q.Alone:
		return kb.Who, func(v kb.Value) string { return v.Say }
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

func channelRuling(v kb.Value) string {
	switch v.Kind {
	case kb.Stated:
		return yes
	case kb.Closed, kb.None, kb.Dropped:
		return no
	}
	return ""
}

var leadMonths = regexp.MustCompile(`(\d+)个月`)

// leadRuling compares the months left with how early a renewal may be made.
func leadRuling(v kb.Value, left int) string {
	m := leadMonths.FindStringSubmatch(v.Say)
	if m == nil {
		return ""
	}
	if n, _ := count(m[1]); left <= n {
		return yes
	}
	return no
}

// valueSituations lists what the first single field asked about is, in every
// situation at the place.
func (c *casework) valueSituations() []situation {
	if c.aspects[0].Items() || c.aspects[0] == How || c.aspects[0] == kb.Can {
		return c.bringSituations()
	}
	var out []situation
	for _, item := range c.resolve(c.at[0], c.aspects[0]).General().Items {
		for _, g := range item.Groups {
			if g.Value.Kind != kb.Gap {
				out = append(out, spread(c.at[0], g, g.Value.Say)...)
			}
		}
	}
	return out
}

// bringSituations compares whole lists of papers between services: with
// several services open the list is each service's own.
func (c *casework) bringSituations() []situation {
	if c.aspects[0] != kb.Bring || c.q.Paper != "" || len(c.services) <= 2 {
		return nil
	}
	var out []situation
	for _, s := range c.services {
		cond := kb.Conditions{Service: kb.Set[kb.Service]{s}}
		out = append(out, situation{c.at[0], cond, string(s)})
	}
	return out
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

// askBest asks the fact that leaves the fewest outcomes at worst. A fact that
// was asked before on this subject, or that the customer named, is not asked.
func (c *casework) askBest(ss []situation) (Answer, bool) {
	best, fewest := "", math.MaxInt
	for _, fact := range []string{AsksPlace, AsksService, AsksHousehold, AsksAge} {
		if worst := worstCase(ss, fact); c.askable(fact) && worst < fewest {
			best, fewest = fact, worst
		}
	}
	if best == "" {
		return Answer{}, false
	}
	return c.ask(best)
}

// askable reports whether a fact is open and was not asked yet.
func (c *casework) askable(fact string) bool {
	if slices.Contains(c.facts.Asked, fact) {
		return false
	}
	switch fact {
	case AsksPlace:
		return c.unplaced()
	case AsksService:
		return c.facts.Services == nil
	case AsksHousehold:
		return c.facts.Homes == nil && c.facts.NotHome == "" && c.facts.Household == nil
	}
	return c.facts.Ages.Any() || c.presumed
}

// worstCase is how many outcomes are left when the fact is known, for the
// least helpful reply.
func worstCase(ss []situation, fact string) int {
	left := map[string][]situation{}
	for _, s := range ss {
		for _, key := range s.blocks(fact) {
			left[key] = append(left[key], s)
		}
	}
	worst := 0
	for _, group := range left {
		worst = max(worst, len(outcomes(group)))
	}
	return worst
}

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

// ask asks for a fact, after what is certain already.
func (c *casework) ask(fact string) (Answer, bool) {
	if slices.Contains(c.facts.Asked, fact) {
		return Answer{}, false
	}
	a := Answer{Kind: KindAsk, Asks: fact, Suggest: c.buttons(fact)}
	a.Text = strings.TrimSpace(c.certain() + c.askText(fact))
	return a, true
}

// askText is the question itself.
func (c *casework) askText(fact string) string {
	if fact == AsksService {
		return phrases.Say("ask.service", c.names(everyday))
	}
	return phrases.Say("ask." + fact)
}

// certain is what holds whatever the reply: the papers everybody brings.
func (c *casework) certain() string {
	if !slices.Contains(c.aspects, kb.Bring) {
		return ""
	}
	always := c.papers(c.resolve(c.at[0], kb.Bring).General()).always
	if len(always) == 0 {
		return ""
	}
	return phrases.Say("ask.certain", strings.Join(always, "、"))
}

// askWhich asks which of several places is meant.
func (c *casework) askWhich() Answer {
	a := Answer{Kind: KindAsk, Asks: AsksPlace, Text: phrases.Say("ask.place")}
	var names []string
	for _, at := range c.at {
		if name := c.city(at); name != place.Nation && !slices.Contains(names, string(name)) {
			names = append(names, string(name))
		}
	}
	if len(names) > 0 {
		a.Text = phrases.Say("ask.which", strings.Join(names, "、"))
		a.Suggest = names
	}
	return a
}
