package place

import (
	"iter"
	"slices"
)

// Gazetteer is the list of places with an index of the names people use for them.
// It is safe for concurrent use: nothing changes after Load.
type Gazetteer struct {
	places []Place // in code order
	byName map[Name]int
	slugs  map[string][]Name // what stands for a city in a link
	names  lexicon
}

// Place returns the place with this full name.
func (g *Gazetteer) Place(n Name) (Place, bool) {
	i, ok := g.byName[n]
	if !ok {
		return Place{}, false
	}
	return g.places[i], true
}

// ByCode returns the narrowest place whose code an ID number starts with: six
// digits for a county, four for a city, two for a province (GB/T 2260). A
// county that the data do not have gives its city.
func (g *Gazetteer) ByCode(digits string) (Name, bool) {
	for _, n := range []int{6, 4, 2} {
		if len(digits) < n {
			continue
		}
		code := digits[:n] + "000000"[n:]
		if i := slices.IndexFunc(g.places, func(p Place) bool { return p.Code == code }); i >= 0 {
			return g.places[i].Name, true
		}
	}
	return "", false
}

// Places yields every place in code order, the country first.
func (g *Gazetteer) Places() iter.Seq[Place] {
	return slices.Values(g.places)
}

// Chain returns the place and everything around it, narrowest first:
// 新会区, 江门市, 广东省, 全国. It is nil for an unknown name.
func (g *Gazetteer) Chain(n Name) []Name {
	var chain []Name
	for p, ok := g.Place(n); ok; p, ok = g.Place(p.Parent) {
		chain = append(chain, p.Name)
	}
	return chain
}

// City returns the city whose offices issue ID cards for a place: the city of a county, a
// city or municipality itself, and also a county-level unit such as 仙桃市 that has no city
// above it. It reports false for a province, the country and unknown names.
func (g *Gazetteer) City(n Name) (Name, bool) {
	p, ok := g.Place(n)
	if !ok {
		return "", false
	}
	if p.Level == County && !g.isProvince(p.Parent) {
		return p.Parent, true
	}
	return p.Name, p.Level > Province || p.Municipality
}

// Province returns the province-level unit a place lies in, itself included.
// It is empty for the country and for unknown names.
func (g *Gazetteer) Province(n Name) Name {
	for p, ok := g.Place(n); ok; p, ok = g.Place(p.Parent) {
		if p.Level == Province {
			return p.Name
		}
	}
	return ""
}

// Within reports whether inner lies in outer or is outer. Unknown names lie nowhere.
func (g *Gazetteer) Within(inner, outer Name) bool {
	for p, ok := g.Place(inner); ok; p, ok = g.Place(p.Parent) {
		if p.Name == outer {
			return true
		}
	}
	return false
}

func (g *Gazetteer) isProvince(n Name) bool {
	p, ok := g.Place(n)
	return ok && p.Level == Province
}

// inCodeOrder sorts names by the code of their place and drops repetitions.
func (g *Gazetteer) inCodeOrder(names []Name) []Name {
	slices.SortFunc(names, func(a, b Name) int { return g.byName[a] - g.byName[b] })
	return slices.Compact(names)
}
