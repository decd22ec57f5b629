package kb

import (
	"iter"
	"slices"

	"huizhi/kb/place"
)

// Cover says how a field is known for one combination.
type Cover string

// The ways of being known, best first.
const (
	CoverStated    Cover = "stated"    // by an article of the place itself
	CoverInherited Cover = "inherited" // by a wider place
	CoverContested Cover = "contested" // with disagreeing readings
	CoverUnknown   Cover = "unknown"   // looked for and not found
	CoverGap       Cover = "gap"       // nobody says anything
)

// Cell is one combination and how its field is covered.
type Cell struct {
	Place     place.Name
	Service   Service
	Ages      Ages
	Household Household
	Field     Field
	Cover     Cover
	Statement *Statement // nil for a gap
}

// coverageAges are the two halves that every rule tells apart (法 §2, §7).
var coverageAges = []Ages{Under(16), From(16)}

// Coverage tells for every combination of the places, services, ages,
// households and fields how well it is known.
func (c *Corpus) Coverage(places []place.Name, services []Service, fields []Field) iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		for _, at := range places {
			for _, s := range services {
				for _, ages := range coverageAges {
					for _, h := range c.all.Household {
						for _, f := range fields {
							if !yield(c.cell(at, s, ages, h, f)) {
								return
							}
						}
					}
				}
			}
		}
	}
}

// badness orders covers, the best first.
var badness = []Cover{CoverStated, CoverInherited, CoverContested, CoverUnknown, CoverGap}

// cell takes the worst of what is stated. A single field that nobody states in
// some situation is a gap. A list is one only when nothing on it is stated, and
// unknown only when nothing on it is known.
func (c *Corpus) cell(at place.Name, s Service, ages Ages, h Household, f Field) Cell {
	known := Conditions{Service: Set[Service]{s}, Ages: ages, Household: Set[Household]{h}, Document: Set[Document]{IDCard}}
	worst := Cell{Place: at, Service: s, Ages: ages, Household: h, Field: f, Cover: CoverGap}
	for _, item := range c.Resolve(at, known, f).Items {
		if !f.Items() && item.has(Value{}) {
			return worst
		}
		for _, g := range item.Groups {
			if one := (Cell{Place: at, Field: f, Cover: CoverGap}); one.count(g) && !worst.better(one) {
				worst.Cover, worst.Statement = one.Cover, one.Statement
			}
		}
	}
	return worst
}

// count says how a group covers the cell; false for a gap.
func (cell *Cell) count(g Group) bool {
	switch {
	case g.Statement == nil:
		return false
	case g.Value.Kind == Unknown:
		cell.Cover = CoverUnknown
	case len(g.Value.Contested) > 0:
		cell.Cover = CoverContested
	case g.Level == cell.Place:
		cell.Cover = CoverStated
	default:
		cell.Cover = CoverInherited
	}
	cell.Statement = g.Statement
	return true
}

// better reports whether what is counted already is to be kept beside another.
func (cell *Cell) better(o Cell) bool {
	switch {
	case cell.Statement == nil:
		return false
	case cell.Field.Items() && (cell.Cover == CoverUnknown) != (o.Cover == CoverUnknown):
		return o.Cover == CoverUnknown
	}
	return slices.Index(badness, cell.Cover) >= slices.Index(badness, o.Cover)
}
