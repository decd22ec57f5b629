package faq

import (
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
)

// dependence is what the cases of an article depend on, and so what its form
// asks. A dimension with one value is settled and not asked.
type dependence struct {
	words      *kb.Vocabulary
	regions    []region // the places to choose among
	services   []kb.Service
	documents  []kb.Document
	households []kb.Household // empty where it makes no difference
	age        bool
	stated     bool // the article has cases
}

// region is a province and the cities of it where an article holds.
type region struct {
	Province place.Name
	Cities   []place.Name
}

// depends reads the cases of an article.
func depends(c *kb.Corpus, a *kb.Article) dependence {
	d := dependence{words: c.Words, stated: len(a.Statements) > 0}
	if !d.stated {
		return d
	}
	d.regions = regions(c.Places, a.Scope)
	var guards []kb.Conditions
	for _, s := range a.Statements {
		guards = append(guards, s.Guard)
	}
	d.services = named(guards, c.Words.Services, func(g kb.Conditions) kb.Set[kb.Service] { return g.Service })
	d.documents = named(guards, c.Words.Documents, func(g kb.Conditions) kb.Set[kb.Document] { return g.Document })
	d.age = slices.ContainsFunc(guards, func(g kb.Conditions) bool { return !g.Ages.Any() })
	if slices.ContainsFunc(guards, func(g kb.Conditions) bool { return g.Household != nil || g.Home != nil }) {
		for _, t := range c.Words.Households {
			d.households = append(d.households, kb.Household(t.Word))
		}
	}
	return d
}

// named lists the words of a dimension that guards name, in the vocabulary's order.
func named[T ~string](guards []kb.Conditions, terms []kb.Term, of func(kb.Conditions) kb.Set[T]) []T {
	var out []T
	for _, t := range terms {
		if slices.ContainsFunc(guards, func(g kb.Conditions) bool { return of(g) != nil && of(g).Has(T(t.Word)) }) {
			out = append(out, T(t.Word))
		}
	}
	return out
}

// regions lists the cities inside a scope, by province and in code order.
func regions(places *place.Gazetteer, scope []place.Name) []region {
	var out []region
	for p := range places.Places() {
		city, ok := places.City(p.Name)
		if !ok || city != p.Name || !slices.ContainsFunc(scope, func(s place.Name) bool { return places.Within(p.Name, s) }) {
			continue
		}
		province := places.Province(p.Name)
		if len(out) == 0 || out[len(out)-1].Province != province {
			out = append(out, region{Province: province})
		}
		last := &out[len(out)-1]
		last.Cities = append(last.Cities, p.Name)
	}
	return out
}

// cities lists all places to choose among.
func (d dependence) cities() []place.Name {
	var out []place.Name
	for _, r := range d.regions {
		out = append(out, r.Cities...)
	}
	return out
}

// any reports whether there is anything to ask.
func (d dependence) any() bool {
	return d.stated && (len(d.cities()) > 1 || len(d.services) > 1 || len(d.documents) > 1 || len(d.households) > 0 || d.age)
}
