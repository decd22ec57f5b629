package kb

import (
	"slices"

	"huizhi/kb/place"
)

// When describes the situations of a group as briefly as it can: alternatives,
// each naming only the dimensions in which it differs from the whole universe.
// A group that holds everywhere gives one Conditions that names nothing.
func (r Resolution) When(g Group) []Conditions {
	return describe(g.Holds, r.Universe)
}

// describe names part against whole. If part is not a product of dimensions
// it is cut along one of them first.
func describe(part, whole []Conditions) []Conditions {
	if len(part) == 0 {
		return nil
	}
	spans := make([][]int, len(dimensions))
	size := 1
	for d, dim := range dimensions {
		spans[d] = dim.span(part)
		size *= len(spans[d])
	}
	if size == len(part) {
		if c, ok := join(spans, part, whole); ok {
			return []Conditions{c}
		}
	}
	pieces := cutPart(part, spans)
	if len(pieces) == 1 {
		return part // nothing left to tell apart
	}
	var out []Conditions
	for _, piece := range pieces {
		out = append(out, describe(piece, whole)...)
	}
	return out
}

// dimension is one axis along which situations differ. Household and home are
// one axis: each home belongs to one kind of household.
type dimension struct {
	same func(a, b Conditions) bool
	name func(into *Conditions, blocks, whole []Conditions) bool // false if the blocks have no short name
}

var dimensions = []dimension{
	{func(a, b Conditions) bool { return a.Service.Contains(b.Service) && b.Service.Contains(a.Service) }, nameServices},
	{func(a, b Conditions) bool { return a.Household.Contains(b.Household) && a.Home.Contains(b.Home) }, nameOrigins},
	{func(a, b Conditions) bool { return a.Ages == b.Ages }, nameAges},
	{func(a, b Conditions) bool { return a.Document.Contains(b.Document) }, nameDocuments},
}

// span lists, as indices into cs, one situation for each block of the dimension.
func (d dimension) span(cs []Conditions) []int {
	var out []int
	for i, c := range cs {
		if !slices.ContainsFunc(out, func(j int) bool { return d.same(cs[j], c) }) {
			out = append(out, i)
		}
	}
	return out
}

// join names a product; ok is false when a dimension has no short name.
func join(spans [][]int, part, whole []Conditions) (c Conditions, ok bool) {
	for d, dim := range dimensions {
		if len(spans[d]) == len(dim.span(whole)) {
			continue // every block: nothing to say
		}
		var blocks []Conditions
		for _, i := range spans[d] {
			blocks = append(blocks, part[i])
		}
		if !dim.name(&c, blocks, whole) {
			return c, false
		}
	}
	return c, true
}

// cutPart splits along the dimension with the most blocks that can still be
// split, so that the pieces come out as products soonest.
func cutPart(part []Conditions, spans [][]int) [][]Conditions {
	best := 0
	for d := range dimensions {
		if len(spans[d]) > 1 && (len(spans[best]) <= 1 || len(spans[d]) < len(spans[best])) {
			best = d
		}
	}
	var out [][]Conditions
	for _, i := range spans[best] {
		var piece []Conditions
		for _, c := range part {
			if dimensions[best].same(part[i], c) {
				piece = append(piece, c)
			}
		}
		out = append(out, piece)
	}
	return out
}

func nameServices(into *Conditions, blocks, _ []Conditions) bool {
	into.Service = Set[Service]{}
	for _, b := range blocks {
		into.Service = into.Service.Or(b.Service)
	}
	return true
}

func nameDocuments(into *Conditions, blocks, _ []Conditions) bool {
	into.Document = Set[Document]{}
	for _, b := range blocks {
		into.Document = into.Document.Or(b.Document)
	}
	return true
}

// nameOrigins names households, or single homes. Both at once have no short
// name, unless the homes are all there are of those households.
func nameOrigins(into *Conditions, blocks, whole []Conditions) bool {
	rest, homes, of := Set[Household]{}, Set[place.Name]{}, Set[Household]{}
	for _, b := range blocks {
		of = of.Or(b.Household)
		if NamedHome(b) {
			homes = homes.Or(b.Home)
		} else {
			rest = rest.Or(b.Household)
		}
	}
	switch {
	case len(homes) == 0:
		into.Household = rest
	case len(rest) == 0 && elsewhereToo(homes, of, whole):
		into.Household = of // where they apply is not known: their home alone tells nothing
	case len(rest) == 0:
		into.Home = homes
	default:
		into.Household = rest
		return sameHomes(homes, rest, whole)
	}
	return true
}

// elsewhereToo reports whether homes are also in situations of other households.
func elsewhereToo(homes Set[place.Name], of Set[Household], whole []Conditions) bool {
	return slices.ContainsFunc(whole, func(w Conditions) bool {
		return NamedHome(w) && homes.Contains(w.Home) && !of.Contains(w.Household)
	})
}

// sameHomes reports whether homes are exactly the named homes of households.
func sameHomes(homes Set[place.Name], of Set[Household], whole []Conditions) bool {
	all := Set[place.Name]{}
	for _, w := range whole {
		if NamedHome(w) && of.Contains(w.Household) {
			all = all.Or(w.Home)
		}
	}
	return all.Contains(homes) && homes.Contains(all)
}

// nameAges joins neighbouring ranges; ranges with a hole have no short name.
func nameAges(into *Conditions, blocks, _ []Conditions) bool {
	ranges := []Ages{}
	for _, b := range blocks {
		ranges = append(ranges, b.Ages)
	}
	slices.SortFunc(ranges, func(a, b Ages) int { return a.Min - b.Min })
	for i := range ranges[1:] {
		if ranges[i].Top()+1 != ranges[i+1].Min {
			return false
		}
	}
	into.Ages = Ages{Min: ranges[0].Min, Max: ranges[len(ranges)-1].Max}
	return true
}
