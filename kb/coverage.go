package kb

import (
	"iter"

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

// cell takes the worst of what holds: a field that is a gap for some of the
// combination's people is a gap.
func (c *Corpus) cell(at place.Name, s Service, ages Ages, h Household, f Field) Cell {
	known := Conditions{Service: Set[Service]{s}, Ages: ages, Household: Set[Household]{h}, Document: Set[Document]{IDCard}}
	cell := Cell{Place: at, Service: s, Ages: ages, Household: h, Field: f, Cover: CoverGap}
	for _, item := range c.Resolve(at, known, f).Items {
		if !f.Items() && item.has(Value{}) {
			return cell // a single field needs a value in every situation
		}
		for _, g := range item.Groups {
			cell.improve(g)
		}
	}
	return cell
}

// improve counts a group in: a list is covered once any item is.
func (cell *Cell) improve(g Group) {
	if g.Statement == nil {
		return
	}
	cover := CoverInherited
	switch {
	case g.Value.Kind == Unknown:
		cover = CoverUnknown
	case len(g.Value.Contested) > 0:
		cover = CoverContested
	case g.Level == cell.Place:
		cover = CoverStated
	}
	if cell.Cover == CoverGap || cover == CoverStated || cover == CoverContested {
		cell.Cover, cell.Statement = cover, g.Statement
	}
}
