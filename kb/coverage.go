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

// Cell is one combination and how its field, or one item of it, is covered.
type Cell struct {
	Place     place.Name
	Service   Service
	Ages      Ages
	Household Household
	Field     Field
	Item      string // the channel, paper or word; empty for single fields, and where no item is stated
	Cover     Cover
	Statement *Statement // nil for a gap
}

// coverageAges are the two halves that every rule tells apart (法 §2, §7).
var coverageAges = []Ages{Under(16), From(16)}

// Coverage tells for every combination of the places, services, ages, households
// and fields how well it is known: each item of a list by itself, in a cell of its own.
func (c *Corpus) Coverage(places []place.Name, services []Service, fields []Field) iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		for _, at := range places {
			for _, s := range services {
				for _, ages := range coverageAges {
					for _, h := range c.all.Household {
						for _, f := range fields {
							for _, cell := range c.cells(Cell{Place: at, Service: s, Ages: ages, Household: h, Field: f}) {
								if !yield(cell) {
									return
								}
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

// cells gives each item of a field a cell of the combination. A list on which
// nothing is stated is one gap, unless it is of warnings: there need be none.
func (c *Corpus) cells(of Cell) []Cell {
	known := Conditions{Service: Set[Service]{of.Service}, Ages: of.Ages, Household: Set[Household]{of.Household}, Document: Set[Document]{IDCard}}
	var out []Cell
	for _, item := range c.Resolve(of.Place, known, of.Field).Items {
		out = append(out, of.count(item))
	}
	if len(out) == 0 && of.Field != Warn {
		of.Cover = CoverGap
		out = append(out, of)
	}
	return out
}

// count takes the worst of what is stated for an item. A single field that nobody
// states in some situation is a gap; an item need not be there in every one.
func (cell Cell) count(item Item) Cell {
	cell.Item, cell.Cover = item.Key, CoverGap
	if !cell.Field.Items() && item.has(Value{}) {
		return cell
	}
	worst := cell
	for _, g := range item.Groups {
		if one := cell; one.take(g) && !worst.better(one) {
			worst = one
		}
	}
	return worst
}

// take says how a group covers the cell; false for a gap.
func (cell *Cell) take(g Group) bool {
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

// better reports whether what is taken already is to be kept beside another.
func (cell *Cell) better(o Cell) bool {
	return cell.Statement != nil && slices.Index(badness, cell.Cover) >= slices.Index(badness, o.Cover)
}
