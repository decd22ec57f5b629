package cases

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
)

// maxGroups is how many different values are said with their conditions; with
// more, one fact is asked instead.
const maxGroups = 3

// decide asks one fact back, if the answer turns on it.
func (c *casework) decide() (Reply, bool) {
	if c.ambiguous() && c.differ() {
		return c.askWhich(), true
	}
	if c.unplaced() && c.cityOwn() {
		return c.ask(AsksPlace)
	}
	if c.Guessed && c.variesByService() {
		return c.ask(AsksService)
	}
	if ss, ok := c.rulings(); ok && len(outcomes(ss)) > 1 && !c.Reading.Enumerate {
		return c.askBest(ss)
	}
	if ss := c.valueSituations(); len(outcomes(ss)) > c.groups() && !c.Reading.Enumerate && !c.Reading.Compare && !c.refuted() {
		return c.askBest(ss)
	}
	if c.Reading.Single && c.unplaced() && c.otherwiseElsewhere() {
		return c.ask(AsksPlace) // one word is wanted, and each place has its own
	}
	return Reply{}, false
}

// groups is how many different values are said before one fact is asked.
func (c *casework) groups() int {
	if c.Reading.Single {
		return 1
	}
	return maxGroups
}

// variesByService reports whether what is asked differs between services.
func (c *casework) variesByService() bool {
	for _, f := range c.fields() {
		for _, s := range c.Services[1:] {
			if !slices.Equal(c.readingsOf(c.at[0], f, s), c.readingsOf(c.at[0], f, c.Services[0])) {
				return true
			}
		}
	}
	return false
}

// cityOwn reports that the thing asked is each city's own, so that no wider
// rule can answer: booking, opening hours.
func (c *casework) cityOwn() bool {
	if slices.Contains(c.Aspects, kb.Where) && c.Reading.Hours {
		return true
	}
	return c.Reading.Channel == nlu.Booking || c.Reading.Vague && slices.Contains(c.Aspects, kb.Where)
}

// differ reports whether the candidates of an ambiguous place read differently.
func (c *casework) differ() bool {
	if c.Unsure {
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
	r := c.Corpus.Resolve(at, c.Person.Conditions(at, kb.Set[kb.Service]{s}, c.Places), f)
	if item, ok := r.Item(c.Reading.Channel); ok && f == kb.Where {
		r.Items = []kb.Item{item} // nothing else was asked
	}
	return readings(r)
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

// valueSituations lists what the first single field asked about is, in every
// situation at the place.
func (c *casework) valueSituations() []situation {
	if c.Aspects[0].Items() || c.Aspects[0] == nlu.How || c.Aspects[0] == kb.Can {
		return c.bringSituations()
	}
	var out []situation
	for _, item := range c.resolve(c.at[0], c.Aspects[0]).General().Items {
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
	if c.Aspects[0] != kb.Bring || c.Reading.Paper != "" || len(c.Services) <= 2 {
		return nil
	}
	var out []situation
	for _, s := range c.Services {
		cond := kb.Conditions{Service: kb.Set[kb.Service]{s}}
		out = append(out, situation{c.at[0], cond, string(s)})
	}
	return out
}

// askBest asks the fact that leaves the fewest outcomes at worst. A fact that
// was asked before on this subject, that the customer named, or that leaves
// everything as it is, is not asked.
func (c *casework) askBest(ss []situation) (Reply, bool) {
	best, least := "", everyOutcome(ss)
	for _, fact := range []string{AsksPlace, AsksService, AsksHousehold, AsksAge} {
		if left := outcomesLeft(ss, fact); c.askable(fact) && left < least {
			best, least = fact, left
		}
	}
	if best == "" {
		return Reply{}, false
	}
	return c.ask(best)
}

// askable reports whether a fact is open and was not asked yet.
func (c *casework) askable(fact string) bool {
	if slices.Contains(c.Asked, fact) {
		return false
	}
	switch fact {
	case AsksPlace:
		return c.unplaced()
	case AsksService:
		return len(c.Named) != 1
	case AsksHousehold:
		return c.Homes == nil && c.NotHome == "" && c.Household == nil
	}
	return c.Ages.Any() || c.presumed
}

// ask asks for a fact, after what is certain already.
func (c *casework) ask(fact string) (Reply, bool) {
	if slices.Contains(c.Asked, fact) {
		return Reply{}, false
	}
	a := Reply{Asks: fact, Suggest: c.buttons(fact)}
	a.Text = phrases.Lines(c.certain()+c.askText(fact), c.branches(fact))
	return a, true
}

// branches says what each reply to a fact about the person leads to, when only
// that fact decides. Other places' rules are never listed.
func (c *casework) branches(fact string) string {
	ss, ok := c.rulings()
	if !ok || c.unplaced() || fact != AsksHousehold && fact != AsksAge || outcomesLeft(ss, fact) >= 2 {
		return ""
	}
	field, rule := c.ruling()
	r := c.resolve(c.at[0], field).General()
	var parts []string
	for _, item := range r.Items {
		for _, g := range item.Groups {
			if ruled := rule(g.Value); ruled != "" && (field != kb.Where || item.Key == c.Reading.Channel) {
				c.use(g)
				parts = append(parts, phrases.Say("say.when", c.when(r.When(g), r.Place), phrases.Say("say.short."+ruled)))
			}
		}
	}
	return phrases.Sentence(strings.Join(parts, "；"))
}

// askText is the question itself.
func (c *casework) askText(fact string) string {
	if fact == AsksService {
		return phrases.Say("ask.service", c.Listed(c.Services))
	}
	return phrases.Say("ask." + fact)
}

// certain is what holds whatever the reply: the papers everybody brings.
func (c *casework) certain() string {
	if !slices.Contains(c.Aspects, kb.Bring) {
		return ""
	}
	always := c.papers(c.resolve(c.at[0], kb.Bring).General()).always
	if len(always) == 0 {
		return ""
	}
	return phrases.Say("ask.certain", strings.Join(always, "、"))
}

// askWhich asks which of several places is meant.
func (c *casework) askWhich() Reply {
	a := Reply{Asks: AsksPlace, Text: phrases.Say("ask.place")}
	var names []string
	for _, at := range c.at {
		if name := c.City(at); name != place.Nation && !slices.Contains(names, string(name)) {
			names = append(names, string(name))
		}
	}
	if len(names) > 0 {
		a.Text = phrases.Say("ask.which", strings.Join(names, "、"))
		a.Suggest = names
	}
	return a
}
