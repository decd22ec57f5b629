package kb

import "slices"

// NamedHome reports whether a situation is one of the homes that a guard names
// as an exception.
func NamedHome(c Conditions) bool { return len(c.Home) > 0 && c.Home[0] != elsewhere }

// General is the resolution without the situations of single homes. Where only
// such situations are possible it is the whole: then they are the case.
func (r Resolution) General() Resolution {
	if !slices.ContainsFunc(r.Universe, func(c Conditions) bool { return !NamedHome(c) }) {
		return r
	}
	return r.only(func(c Conditions) bool { return !NamedHome(c) })
}

// Exceptions is what differs for single homes: their situations, as far as
// something else holds in them than for others of their household.
func (r Resolution) Exceptions() Resolution {
	general := r.General()
	if len(general.Universe) == len(r.Universe) {
		return Resolution{Place: r.Place, Field: r.Field}
	}
	out := r.only(NamedHome)
	for i := range out.Items {
		usual, _ := general.Item(out.Items[i].Key)
		out.Items[i].Groups = differing(out.Items[i].Groups, usual)
	}
	return out
}

// differing keeps the situations in which a value is not the usual one.
func differing(groups []Group, usual Item) []Group {
	var out []Group
	for _, g := range groups {
		g.Holds = slices.DeleteFunc(slices.Clone(g.Holds), func(c Conditions) bool { return usual.value(c).Same(g.Value) })
		if len(g.Holds) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// value is what holds in a situation, whatever the home.
func (i Item) value(situation Conditions) Value {
	situation.Home = nil
	for _, g := range i.Groups {
		for _, h := range g.Holds {
			if h.Home = nil; h.Contains(situation) {
				return g.Value
			}
		}
	}
	return Value{}
}

// has reports whether one of the item's groups has the value.
func (i Item) has(v Value) bool {
	return slices.ContainsFunc(i.Groups, func(g Group) bool { return g.Value.Same(v) })
}

// only keeps the situations that pass, and what holds in them.
func (r Resolution) only(keep func(Conditions) bool) Resolution {
	drop := func(c Conditions) bool { return !keep(c) }
	out := Resolution{Place: r.Place, Field: r.Field, Universe: slices.DeleteFunc(slices.Clone(r.Universe), drop)}
	for _, item := range r.Items {
		kept := Item{Key: item.Key}
		for _, g := range item.Groups {
			if g.Holds = slices.DeleteFunc(slices.Clone(g.Holds), drop); len(g.Holds) > 0 {
				kept.Groups = append(kept.Groups, g)
			}
		}
		out.Items = append(out.Items, kept)
	}
	return out
}
