package kb

import (
	"slices"

	"huizhi/kb/place"
)

// Resolution is what holds for one field at one place, for everything that is
// still possible about a customer.
type Resolution struct {
	Place    place.Name
	Field    Field
	Universe []Conditions // the situations told apart, none overlapping
	Items    []Item       // for a single field exactly one, with no key
}

// Item is one channel, paper or warning (or the field itself) with its values.
type Item struct {
	Key    string
	Groups []Group
}

// Group is one value and the situations it holds in.
type Group struct {
	Value     Value
	Statement *Statement // nil for a gap
	Level     place.Name // the place whose rule it is; "" for a gap
	Holds     []Conditions
}

// Item returns an item of the resolution by its key.
func (r Resolution) Item(key string) (Item, bool) {
	i := slices.IndexFunc(r.Items, func(i Item) bool { return i.Key == key })
	if i < 0 {
		return Item{}, false
	}
	return r.Items[i], true
}

// Resolve merges what is stated for the place and the places around it. The
// narrowest place that states a value wins; within it the narrowest guard.
// Situations in which nobody states anything form a group of kind Gap; items
// that do not apply anywhere are left out.
func (c *Corpus) Resolve(at place.Name, known Conditions, f Field) Resolution {
	chain := c.Places.Chain(at)
	if len(chain) == 0 {
		return Resolution{Place: at, Field: f} // no such place
	}
	r := Resolution{Place: at, Field: f, Universe: c.universe(chain, known, f)}
	for _, key := range c.itemKeys(chain, f) {
		item := Item{Key: key}
		levels := c.levels(chain, f, key)
		for _, situation := range r.Universe {
			item.add(situation, levels)
		}
		if !f.Items() || slices.ContainsFunc(item.Groups, func(g Group) bool { return g.Value.Kind != Gap }) {
			r.Items = append(r.Items, item)
		}
	}
	return r
}

// level is one place of a chain and what it states for one item.
type level struct {
	place      place.Name
	statements []*Statement
}

func (c *Corpus) levels(chain []place.Name, f Field, key string) []level {
	var out []level
	for _, name := range chain {
		if ss := c.statements(name, f, key); len(ss) > 0 {
			out = append(out, level{name, ss})
		}
	}
	return out
}

// itemKeys lists the items any place of the chain names, widest place first:
// the common papers come before a city's own.
func (c *Corpus) itemKeys(chain []place.Name, f Field) []string {
	if !f.Items() {
		return []string{""}
	}
	var out []string
	for _, name := range slices.Backward(chain) {
		for _, s := range c.stated[name][f] {
			if !slices.Contains(out, s.Item) {
				out = append(out, s.Item)
			}
		}
	}
	return out
}

// add puts a situation into the group of the value that wins in it.
func (i *Item) add(situation Conditions, levels []level) {
	g := Group{}
	for _, l := range levels {
		if s := winner(l.statements, situation); s != nil {
			g = Group{Value: s.Value, Statement: s, Level: l.place}
			break
		}
	}
	n := slices.IndexFunc(i.Groups, func(o Group) bool { return o.Value.Same(g.Value) })
	if n < 0 {
		i.Groups = append(i.Groups, g)
		n = len(i.Groups) - 1
	}
	i.Groups[n].Holds = append(i.Groups[n].Holds, situation)
	i.Groups[n].Value.Was = union(i.Groups[n].Value.Was, g.Value.Was)
}

// union adds what is not there yet: values that read the same today may have
// been different rules once.
func union(was, more []Was) []Was {
	for _, w := range more {
		if !slices.Contains(was, w) {
			was = append(slices.Clip(was), w)
		}
	}
	return was
}

// winner is the statement with the narrowest guard among those that hold.
// Lint refuses guards that are equal or cross, so one always is narrowest.
func winner(ss []*Statement, situation Conditions) *Statement {
	var best *Statement
	for _, s := range ss {
		if s.Guard.Contains(situation) && (best == nil || s.Guard.strictlyInside(best.Guard)) {
			best = s
		}
	}
	return best
}

// universe cuts what is known into situations, fine enough that every guard
// of the field holds or fails in each of them as a whole.
func (c *Corpus) universe(chain []place.Name, known Conditions, f Field) []Conditions {
	var guards []Conditions
	for _, name := range chain {
		for _, s := range c.stated[name][f] {
			guards = append(guards, s.Guard)
		}
	}
	known, ok := c.all.And(known)
	if !ok {
		return nil
	}
	var out []Conditions
	for _, origin := range c.origins(chain[0], known, guards) {
		for _, service := range refine(known.Service, cuts(guards, func(g Conditions) Set[Service] { return g.Service })) {
			for _, ages := range refineAges(known.Ages, ageCuts(guards)) {
				for _, doc := range refine(known.Document, cuts(guards, func(g Conditions) Set[Document] { return g.Document })) {
					out = append(out, Conditions{service, ages, origin.Household, origin.Home, doc})
				}
			}
		}
	}
	return out
}

// cuts collects one dimension of the guards, without those that leave it open.
func cuts[T ~string](guards []Conditions, dimension func(Conditions) Set[T]) []Set[T] {
	var out []Set[T]
	for _, g := range guards {
		if s := dimension(g); s != nil {
			out = append(out, s)
		}
	}
	return out
}

func ageCuts(guards []Conditions) []Ages {
	var out []Ages
	for _, g := range guards {
		if !g.Ages.Any() {
			out = append(out, g.Ages)
		}
	}
	return out
}
