package kb_test

import (
	"fmt"
	"slices"
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

// person is one concrete combination: somebody of whom everything is known.
type person struct {
	service   kb.Service
	age       int
	household kb.Household
	home      place.Name // empty: a home that no guard names
	document  kb.Document
}

var (
	allServices   = []kb.Service{kb.First, kb.Renew, kb.Damaged, kb.Lost, kb.Change, kb.Temporary, kb.Receipt}
	allHouseholds = []kb.Household{kb.Local, kb.OtherCity, kb.OtherProvince}
	allDocuments  = []kb.Document{kb.IDCard, "residence_permit", "social_card", "driving_licence", "exit_entry"}
)

// years lists the ages from 1 to 60.
func years() []int {
	var out []int
	for n := 1; n <= 60; n++ {
		out = append(out, n)
	}
	return out
}

// edges lists the ages at which any statement changes its mind.
func edges(ss []*kb.Statement) []int {
	out := []int{1, 60}
	for _, s := range ss {
		for _, n := range []int{s.Guard.Ages.Min, s.Guard.Ages.Max} {
			out = append(out, max(n-1, 1), max(n, 1), n+1)
		}
	}
	return sorted(out)
}

// world is everything the oracle looks at for one place and field: the
// statements, and the people to try.
type world struct {
	places *place.Gazetteer
	chain  []place.Name
	stated map[place.Name][]*kb.Statement
	homes  []place.Name // named by guards or known, then the plain one
	ages   []int
}

func newWorld(c *kb.Corpus, at place.Name, f kb.Field, known kb.Conditions) *world {
	w := &world{places: c.Places, chain: c.Places.Chain(at), stated: map[place.Name][]*kb.Statement{}, ages: years()}
	w.homes = append(w.homes, known.Home...)
	for _, a := range c.Articles() {
		for _, s := range a.Statements {
			if s.Field != f {
				continue
			}
			for _, name := range a.Scope {
				w.stated[name] = append(w.stated[name], s)
			}
		}
	}
	for _, name := range w.chain {
		for _, s := range w.stated[name] {
			w.homes = append(w.homes, w.widest(s.Guard.Home)...)
		}
	}
	if known.Home == nil {
		w.homes = append(w.homes, "")
	}
	w.homes = sorted(w.homes)
	return w
}

// widest leaves out the homes that lie in another of the list: the reader
// adds a province's cities to it.
func (w *world) widest(homes []place.Name) []place.Name {
	return slices.DeleteFunc(slices.Clone(homes), func(h place.Name) bool {
		return slices.ContainsFunc(homes, func(o place.Name) bool { return o != h && w.places.Within(h, o) })
	})
}

// people lists everybody the known facts leave possible.
func (w *world) people(known kb.Conditions) []person {
	var out []person
	for _, home := range w.homes {
		for _, household := range allHouseholds {
			if !w.possible(home, household) || !known.Household.Has(household) || !w.knownHome(home, known.Home) {
				continue
			}
			for _, service := range allServices {
				for _, document := range allDocuments {
					for _, age := range w.ages {
						p := person{service, age, household, home, document}
						if known.Service.Has(service) && known.Document.Has(document) && inAges(known.Ages, age) {
							out = append(out, p)
						}
					}
				}
			}
		}
	}
	return out
}

func (w *world) knownHome(home place.Name, known kb.Set[place.Name]) bool {
	return known == nil || slices.ContainsFunc(known, func(k place.Name) bool { return w.places.Within(home, k) })
}

// possible tells whether somebody from this home can be of this household.
func (w *world) possible(home place.Name, h kb.Household) bool {
	at := w.chain[0]
	if w.places.Province(at) == "" {
		return true
	}
	city, inCity := w.places.City(at)
	if home == "" {
		return h != kb.Local || !inCity || !slices.ContainsFunc(w.homes, func(o place.Name) bool { return w.places.Within(city, o) })
	}
	if w.places.Province(home) != w.places.Province(at) {
		return h == kb.OtherProvince
	}
	homeCity, ok := w.places.City(home)
	if !ok || !inCity { // known only as the province
		named := inCity && slices.Contains(w.homes, city)
		return h == kb.Local && !named || h == kb.OtherCity
	}
	return homeCity == city && h == kb.Local || homeCity != city && h == kb.OtherCity
}

func inAges(a kb.Ages, age int) bool { return age >= a.Min && (a.Max == 0 || age <= a.Max) }

// holds reports whether a guard is true of a person.
func (w *world) holds(g kb.Conditions, p person) bool {
	return in(g.Service, p.service) && inAges(g.Ages, p.age) && in(g.Household, p.household) &&
		w.inHomes(g.Home, p.home) && in(g.Document, p.document)
}

func (w *world) inHomes(homes kb.Set[place.Name], home place.Name) bool {
	return homes == nil || slices.ContainsFunc(homes, func(h place.Name) bool { return w.places.Within(home, h) })
}

func in[T ~string](set kb.Set[T], v T) bool { return set == nil || slices.Contains(set, v) }

// inside reports whether guard a holds for nobody whom b leaves out.
func (w *world) inside(a, b kb.Conditions) bool {
	for _, s := range allServices {
		if in(a.Service, s) && !in(b.Service, s) {
			return false
		}
	}
	for _, h := range allHouseholds {
		if in(a.Household, h) && !in(b.Household, h) {
			return false
		}
	}
	for _, d := range allDocuments {
		if in(a.Document, d) && !in(b.Document, d) {
			return false
		}
	}
	for age := range kb.MaxAge + 1 {
		if inAges(a.Ages, age) && !inAges(b.Ages, age) {
			return false
		}
	}
	for _, h := range append([]place.Name{""}, a.Home...) {
		if w.inHomes(a.Home, h) && !w.inHomes(b.Home, h) {
			return false
		}
	}
	return true
}

// verdicts answers for an item by walking the chain, narrowest place first.
type verdicts struct {
	w      *world
	levels [][]*kb.Statement
	inside map[[2]*kb.Statement]bool
}

func (w *world) verdicts(key string) verdicts {
	v := verdicts{w: w, inside: map[[2]*kb.Statement]bool{}}
	for _, name := range w.chain {
		var level []*kb.Statement
		for _, s := range w.stated[name] {
			if s.Item == key {
				level = append(level, s)
			}
		}
		for _, a := range level {
			for _, b := range level {
				v.inside[[2]*kb.Statement{a, b}] = w.inside(a.Guard, b.Guard)
			}
		}
		v.levels = append(v.levels, level)
	}
	return v
}

// of is the value for one person: a gap if nobody states any.
func (v verdicts) of(p person) kb.Value {
	for _, level := range v.levels {
		var hold []*kb.Statement
		for _, s := range level {
			if v.w.holds(s.Guard, p) {
				hold = append(hold, s)
			}
		}
		for _, s := range hold {
			if !slices.ContainsFunc(hold, func(o *kb.Statement) bool {
				return v.inside[[2]*kb.Statement{o, s}] && !v.inside[[2]*kb.Statement{s, o}]
			}) {
				return s.Value
			}
		}
	}
	return kb.Value{}
}

// keys lists the items named along the chain.
func (w *world) keys(f kb.Field) []string {
	if !f.Items() {
		return []string{""}
	}
	var out []string
	for _, name := range w.chain {
		for _, s := range w.stated[name] {
			out = append(out, s.Item)
		}
	}
	return sorted(out)
}

// lies reports whether a person is in a situation of a universe.
func lies(s kb.Conditions, p person) bool {
	home := p.home == "" && !kb.NamedHome(s) || p.home != "" && slices.Contains(s.Home, p.home)
	return home && in(s.Service, p.service) && inAges(s.Ages, p.age) && in(s.Household, p.household) && in(s.Document, p.document)
}

// checkResolve compares Resolve with the oracle for every person.
func checkResolve(t *testing.T, c *kb.Corpus, at place.Name, f kb.Field, known kb.Conditions) {
	t.Helper()
	checkPeople(t, c, newWorld(c, at, f, known), f, known)
}

func checkPeople(t *testing.T, c *kb.Corpus, w *world, f kb.Field, known kb.Conditions) {
	t.Helper()
	r := c.Resolve(w.chain[0], known, f)
	people := w.people(known)
	label := fmt.Sprintf("%s %s %v", r.Place, f, known)
	home := settle(t, label, r.Universe, people)
	for _, key := range w.keys(f) {
		item, ok := r.Item(key)
		got := groupOf(t, label, r.Universe, item)
		want := w.verdicts(key)
		seen := false
		for i, p := range people {
			v := want.of(p)
			seen = seen || v.Kind != kb.Gap
			if g := kb.Value(got(home[i])); ok && brief(g) != brief(v) {
				t.Fatalf("%s %s for %+v: %q, want %q", label, key, p, brief(g), brief(v))
			}
		}
		if f.Items() && ok != seen {
			t.Fatalf("%s %s: listed %v, want %v", label, key, ok, seen)
		}
	}
}

// settle finds the one situation of everybody, and wants somebody in each.
func settle(t *testing.T, label string, universe []kb.Conditions, people []person) []int {
	t.Helper()
	out := make([]int, len(people))
	used := make([]bool, len(universe))
	for i, p := range people {
		out[i] = -1
		for j, s := range universe {
			if !lies(s, p) {
				continue
			}
			if out[i] >= 0 {
				t.Fatalf("%s: %+v lies in %v and %v", label, p, universe[out[i]], s)
			}
			out[i], used[j] = j, true
		}
		if out[i] < 0 {
			t.Fatalf("%s: %+v lies in no situation", label, p)
		}
	}
	for j, s := range universe {
		if !used[j] && s.Ages.Min <= 60 && s.Ages.Top() > 0 {
			t.Fatalf("%s: nobody can be in %v", label, s)
		}
	}
	return out
}

// groupOf tells an item's value in each situation of the universe; every
// situation must be in exactly one group.
func groupOf(t *testing.T, label string, universe []kb.Conditions, item kb.Item) func(situation int) kb.Value {
	t.Helper()
	at := map[string]int{}
	for j, s := range universe {
		at[fmt.Sprint(s)] = j
	}
	values := make([]*kb.Value, len(universe))
	for _, g := range item.Groups {
		for _, s := range g.Holds {
			j, ok := at[fmt.Sprint(s)]
			if !ok || values[j] != nil {
				t.Fatalf("%s %s: %v is in no universe or in two groups", label, item.Key, s)
			}
			values[j] = &g.Value
		}
	}
	return func(situation int) kb.Value {
		if values[situation] == nil {
			return kb.Value{}
		}
		return *values[situation]
	}
}
