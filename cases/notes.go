package cases

import (
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// notes end a reply: whose rule it is, what we took for granted, how sure we are.
func (c *casework) notes() []string {
	at := c.at[0]
	var out []string
	if c.unplaced() && c.otherwiseElsewhere() {
		out = append(out, phrases.Say("note.tell_city"))
	}
	if c.Reading.Hours && !c.unplaced() && !c.tellsDays() {
		out = append(out, phrases.Say("note.hours"))
	}
	if level, ok := c.borrowed(at); ok {
		out = append(out, phrases.Say("note.borrowed", c.place(), string(level)))
	}
	if c.presumed && c.presumptionMatters(at) {
		out = append(out, phrases.Say("note.presumed"))
	}
	if c.Kin && c.presumptionMatters(at) {
		out = append(out, phrases.Say("note.presumed_child"))
	}
	if slices.ContainsFunc(c.used, func(s *kb.Statement) bool { return s.Article.Confidence != kb.High }) {
		out = append(out, phrases.Say("answer.verify"))
	}
	return out
}

// tellsDays reports that what was said names days of the week.
func (c *casework) tellsDays() bool {
	return slices.ContainsFunc(c.used, func(s *kb.Statement) bool { return c.Language.Says("hours", s.Value.Say) })
}

// borrowed reports a city without a page of its own, and whose rule it follows.
func (c *casework) borrowed(at place.Name) (place.Name, bool) {
	city := c.City(at)
	if at == place.Nation || len(c.used) == 0 || c.Corpus.About(city) || c.Corpus.About(at) {
		return "", false
	}
	for _, name := range c.Places.Chain(city)[1:] {
		if slices.ContainsFunc(c.used, func(s *kb.Statement) bool { return slices.Contains(s.Scope, name) }) {
			return name, true
		}
	}
	return "", false
}

// presumptionMatters reports whether people of another age read something else.
func (c *casework) presumptionMatters(at place.Name) bool {
	others := *c
	others.Ages = kb.Ages{}
	for _, f := range c.fields() {
		if !slices.Equal(others.readings(at, f), c.readings(at, f)) {
			return true
		}
	}
	return false
}

// otherwiseElsewhere reports whether some place says something else about what
// was asked.
func (c *casework) otherwiseElsewhere() bool {
	for _, f := range c.fields() {
		nation := c.readings(place.Nation, f)
		for _, at := range c.Corpus.PlacesWith(f) {
			if at != place.Nation && !slices.Equal(c.readings(at, f), nation) {
				return true
			}
		}
	}
	return false
}

// openFacts are buttons for what would make the reply more exact.
func (c *casework) openFacts() []string {
	for _, fact := range []string{AsksPlace, AsksService, AsksAge, AsksHousehold} {
		if c.askable(fact) && c.matters(fact) {
			return c.buttons(fact)
		}
	}
	return nil
}

// matters reports whether the reply would be another one if the fact were known.
func (c *casework) matters(fact string) bool {
	switch fact {
	case AsksPlace:
		return c.otherwiseElsewhere()
	case AsksService:
		return len(c.Services) > 1 && c.variesByService()
	}
	a, b := *c, *c
	if fact == AsksAge {
		a.Ages, b.Ages = kb.Under(16), kb.From(16)
	} else {
		a.Household, b.Household = kb.Set[kb.Household]{kb.Local}, kb.Set[kb.Household]{kb.OtherProvince}
	}
	return slices.ContainsFunc(c.fields(), func(f kb.Field) bool { return !slices.Equal(a.readings(c.at[0], f), b.readings(c.at[0], f)) })
}

// buttons are replies to a fact that is open.
func (c *casework) buttons(fact string) []string {
	switch fact {
	case AsksService:
		return c.Names(c.Services)
	case AsksAge:
		return []string{phrases.Say("button.under16"), phrases.Say("button.from16")}
	case AsksHousehold:
		return []string{phrases.Say("button.local"), phrases.Say("button.other_city"), phrases.Say("button.other_province")}
	}
	return nil
}
