package kb

import (
	"slices"

	"huizhi/kb/place"
)

// Words of the closed vocabulary. Their Chinese names are in vocabulary.yaml.
type (
	Service   string
	Household string
	Document  string
)

// The services that the code has to tell apart.
const (
	First     Service = "first"     // 首次申领
	Renew     Service = "renew"     // 到期换领
	Damaged   Service = "damaged"   // 损坏换领
	Lost      Service = "lost"      // 丢失补领
	Change    Service = "change"    // 姓名等登记项目变更
	Temporary Service = "temporary" // 临时身份证
	Receipt   Service = "receipt"   // 照片回执
)

// Where the applicant is registered, seen from the place of use.
const (
	Local         Household = "local"
	OtherCity     Household = "other_city"
	OtherProvince Household = "other_province"
)

// IDCard is the document meant when none is named.
const IDCard Document = "id_card"

// Outside is everybody who is not local: what a customer means by 外地.
var Outside = Set[Household]{OtherCity, OtherProvince}

// MaxAge is the oldest age anybody states, in completed years.
const MaxAge = 130

// Ages is a closed range of completed years. The zero value holds every age.
type Ages struct {
	Min int `json:"min,omitempty"`
	Max int `json:"max,omitempty"` // 0 means no upper end
}

// Under and From are the two halves at a birthday: Under(16) is 未满16岁.
func Under(n int) Ages { return Ages{Max: n - 1} }
func From(n int) Ages  { return Ages{Min: n} }

// Exactly is one completed year of age. Newborns count as one: no rule
// tells them apart, and a zero Max means no upper end.
func Exactly(n int) Ages { return Ages{Min: max(n, 1), Max: max(n, 1)} }

// Top is the last year of the range.
func (a Ages) Top() int {
	if a.Max == 0 {
		return MaxAge
	}
	return a.Max
}

// Any reports that the range holds every age.
func (a Ages) Any() bool { return a.Min <= 0 && a.Top() >= MaxAge }

// Contains reports whether every age of o is in a.
func (a Ages) Contains(o Ages) bool { return a.Min <= o.Min && o.Top() <= a.Top() }

// And returns the ages in both; ok is false when there are none.
func (a Ages) And(o Ages) (both Ages, ok bool) {
	both = Ages{Min: max(a.Min, o.Min), Max: min(a.Top(), o.Top())}
	if both.Max == MaxAge {
		both.Max = 0
	}
	return both, both.Min <= both.Top()
}

// Conditions is a set of situations: a product of one set for each dimension.
// As an article's guard it says for whom a value holds; as a customer's facts
// it says what is still possible. A dimension left alone holds everything.
type Conditions struct {
	Service   Set[Service]
	Ages      Ages
	Household Set[Household]
	Home      Set[place.Name] // 户籍: provinces or cities
	Document  Set[Document]
}

// Contains reports whether every situation of o is one of c's.
func (c Conditions) Contains(o Conditions) bool {
	return c.Service.Contains(o.Service) && c.Ages.Contains(o.Ages) && c.Household.Contains(o.Household) &&
		c.Home.Contains(o.Home) && c.Document.Contains(o.Document)
}

// And returns the situations in both; ok is false when there are none.
func (c Conditions) And(o Conditions) (both Conditions, ok bool) {
	ages, ok := c.Ages.And(o.Ages)
	both = Conditions{
		Service:   c.Service.And(o.Service),
		Ages:      ages,
		Household: c.Household.And(o.Household),
		Home:      c.Home.And(o.Home),
		Document:  c.Document.And(o.Document),
	}
	none := both.Service.None() || both.Household.None() || both.Home.None() || both.Document.None()
	return both, ok && !none
}

// Equal reports whether both hold the same situations.
func (c Conditions) Equal(o Conditions) bool { return c.Contains(o) && o.Contains(c) }

// strictlyInside reports whether c is a strict subset of o.
func (c Conditions) strictlyInside(o Conditions) bool { return o.Contains(c) && !c.Contains(o) }

// refine cuts every block of a dimension along the edges of cuts, so that
// each piece lies wholly inside or wholly outside each cut.
func refine[T ~string](block Set[T], cuts []Set[T]) []Set[T] {
	blocks := []Set[T]{block}
	for _, cut := range cuts {
		var next []Set[T]
		for _, b := range blocks {
			next = append(next, b.And(cut), b.Minus(cut))
		}
		blocks = slices.DeleteFunc(next, Set[T].None)
	}
	return blocks
}

// refineAges does the same for a range of years.
func refineAges(block Ages, cuts []Ages) []Ages {
	edges := []int{block.Min, block.Top() + 1}
	for _, cut := range cuts {
		for _, e := range []int{cut.Min, cut.Top() + 1} {
			if block.Min < e && e <= block.Top() {
				edges = append(edges, e)
			}
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []Ages
	for i := range edges[1:] {
		a := Ages{Min: edges[i], Max: edges[i+1] - 1}
		if a.Max >= MaxAge {
			a.Max = 0
		}
		out = append(out, a)
	}
	return out
}
