package kb

import (
	"slices"

	"huizhi/kb/place"
)

// elsewhere stands for every home that no guard names.
const elsewhere place.Name = "*"

// HouseholdAt tells how a home relates to a place of use: which kinds of
// household it may be. A home known only as the place's own province leaves
// local and other_city open.
func HouseholdAt(places *place.Gazetteer, home, at place.Name) Set[Household] {
	homeProvince, province := places.Province(home), places.Province(at)
	if home == "" || province == "" || homeProvince == "" {
		return nil
	}
	if homeProvince != province {
		return Set[Household]{OtherProvince}
	}
	homeCity, ok := places.City(home)
	city, known := places.City(at)
	switch {
	case !ok || !known:
		return Set[Household]{Local, OtherCity}
	case homeCity == city:
		return Set[Household]{Local}
	}
	return Set[Household]{OtherCity}
}

// origins cuts household and home together, because one follows from the
// other: 北京 is always another province for 江门.
func (c *Corpus) origins(at place.Name, known Conditions, guards []Conditions) []Conditions {
	homes := c.homes(known.Home, guards)
	var out []Conditions
	for _, home := range homes {
		household := known.Household
		if home[0] != elsewhere {
			household = household.And(HouseholdAt(c.Places, home[0], at))
		} else {
			household = household.Minus(c.spokenFor(at, homes))
		}
		for _, block := range refine(household, cuts(guards, func(g Conditions) Set[Household] { return g.Household })) {
			if !block.None() {
				out = append(out, Conditions{Household: block, Home: home})
			}
		}
	}
	return out
}

// spokenFor lists the households that nobody from elsewhere can have, because a
// named home holds everybody of that kind: whoever is local in 深圳 is from 深圳.
func (c *Corpus) spokenFor(at place.Name, homes []Set[place.Name]) Set[Household] {
	out := Set[Household]{}
	city, ok := c.Places.City(at)
	for _, home := range homes {
		if ok && home[0] != elsewhere && c.Places.Within(city, home[0]) {
			out = Set[Household]{Local}
		}
	}
	return out
}

// homes lists the homes to tell apart: what the customer told us, the places
// that guards name, and all the rest.
func (c *Corpus) homes(known Set[place.Name], guards []Conditions) []Set[place.Name] {
	names := Set[place.Name]{}.Or(known) // each once
	for _, cut := range cuts(guards, func(g Conditions) Set[place.Name] { return g.Home }) {
		for _, name := range cut {
			if c.homePossible(known, name) && !c.coveredBy(cut, name) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	var out []Set[place.Name]
	for _, name := range names {
		out = append(out, Set[place.Name]{name})
	}
	if known == nil {
		out = append(out, Set[place.Name]{elsewhere})
	}
	return out
}

// homePossible reports whether the customer may come from a place inside what
// they told us.
func (c *Corpus) homePossible(known Set[place.Name], name place.Name) bool {
	return known == nil || slices.ContainsFunc(known, func(k place.Name) bool { return c.Places.Within(name, k) })
}

// coveredBy reports whether a wider place of the same guard holds the name.
func (c *Corpus) coveredBy(cut Set[place.Name], name place.Name) bool {
	return slices.ContainsFunc(cut, func(o place.Name) bool { return o != name && c.Places.Within(name, o) })
}

// withCities adds to a guard's homes every city inside them, so that a guard
// for a province holds for a customer who named the city.
func withCities(places *place.Gazetteer, homes Set[place.Name]) Set[place.Name] {
	if homes == nil {
		return nil
	}
	out := slices.Clone(homes)
	for p := range places.Places() {
		if city, ok := places.City(p.Name); ok && city == p.Name && slices.ContainsFunc(homes, func(h place.Name) bool { return h != p.Name && places.Within(p.Name, h) }) {
			out = append(out, p.Name)
		}
	}
	return out
}
