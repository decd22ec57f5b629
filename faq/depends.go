package faq

import (
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
)

// dependence is what the cases of an article depend on, with those of the places
// around and inside it, and so what its form asks. A dimension with one value is settled and not asked.
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
	own := guards(a, func(kb.Conditions, []place.Name) bool { return true })
	d.services = named(own, c.Words.Services, func(g kb.Conditions) kb.Set[kb.Service] { return g.Service })
	d.documents = named(own, c.Words.Documents, func(g kb.Conditions) kb.Set[kb.Document] { return g.Document })
	d.person(c, a)
	return d
}

// person finds out whether anything that is stated for the article's services,
// at its places or around them, depends on the age or the household.
func (d *dependence) person(c *kb.Corpus, a *kb.Article) {
	for _, o := range c.Articles() {
		for _, g := range guards(o, func(g kb.Conditions, at []place.Name) bool { return d.about(g) && meet(c.Places, at, a.Scope) }) {
			d.age = d.age || !g.Ages.Any()
			if d.households == nil && (g.Household != nil || g.Home != nil) {
				d.households = words[kb.Household](c.Words.Households)
			}
		}
	}
}

// about reports whether a guard lets in one of the article's services, for one
// of its documents.
func (d *dependence) about(g kb.Conditions) bool {
	return slices.ContainsFunc(d.services, g.Service.Has) && (len(d.documents) == 0 || slices.ContainsFunc(d.documents, g.Document.Has))
}

// guards lists the guards of an article's statements that are wanted.
func guards(a *kb.Article, wanted func(kb.Conditions, []place.Name) bool) []kb.Conditions {
	var out []kb.Conditions
	for _, s := range a.Statements {
		if wanted(s.Guard, s.Scope) {
			out = append(out, s.Guard)
		}
	}
	return out
}

// meet reports whether a place of one scope lies in a place of the other.
func meet(places *place.Gazetteer, one, other []place.Name) bool {
	return slices.ContainsFunc(one, func(x place.Name) bool {
		return slices.ContainsFunc(other, func(y place.Name) bool { return places.Within(x, y) || places.Within(y, x) })
	})
}

// words lists the words of a dimension.
func words[T ~string](terms []kb.Term) []T {
	var out []T
	for _, t := range terms {
		out = append(out, T(t.Word))
	}
	return out
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
