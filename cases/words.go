package cases

import (
	"cmp"
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// Name is a service's name for customers.
func (b Book) Name(s kb.Service) string {
	t, _ := kb.Find(b.Corpus.Words.Services, string(s))
	return t.Name
}

// Names are the names of services.
func (b Book) Names(ss kb.Set[kb.Service]) (out []string) {
	for _, s := range ss {
		out = append(out, b.Name(s))
	}
	return out
}

// Listed joins the names of services.
func (b Book) Listed(ss kb.Set[kb.Service]) string { return strings.Join(b.Names(ss), "、") }

// DocumentName is a document's name for customers; the ID card's if none is named.
func (b Book) DocumentName(d kb.Document) string {
	t, _ := kb.Find(b.Corpus.Words.Documents, string(cmp.Or(d, kb.IDCard)))
	return t.Name
}

// City is the city of a place, or the place itself when it is wider.
func (b Book) City(name place.Name) place.Name { return cityOr(b.Places, name) }

func cityOr(places *place.Gazetteer, name place.Name) place.Name {
	if city, ok := places.City(name); ok {
		return city
	}
	return name
}

// Years words a range of years.
func Years(a kb.Ages) string {
	switch {
	case a.Any():
		return ""
	case a.Min <= 0:
		return phrases.Say("when.under", a.Top()+1)
	case a.Top() >= kb.MaxAge:
		return phrases.Say("when.from", a.Min)
	case a == kb.Exactly(1): // months are read as one year
		return phrases.Say("when.infant")
	case a.Min == a.Top():
		return phrases.Say("when.exactly", a.Min)
	}
	return phrases.Say("when.between", a.Min, a.Top())
}

// HouseholdName words where somebody is registered, as seen from a place.
func (b Book) HouseholdName(p Person, c kb.Conditions, at place.Name) string {
	if kb.NamedHome(c) && !(p.Homes.Contains(c.Home) && len(c.Household) > 0 && len(c.Household) < 3) {
		var out []string
		for _, h := range c.Home {
			out = append(out, string(h))
		}
		return phrases.Say("when.home", strings.Join(out, "、"))
	}
	if c.Household == nil || len(c.Household) > 2 {
		return ""
	}
	key := ""
	for _, h := range []kb.Household{kb.Local, kb.OtherCity, kb.OtherProvince} {
		if c.Household.Has(h) {
			key += "." + string(h)
		}
	}
	if key == ".local.other_city" {
		return phrases.Say("when.own_province", b.shortProvince(at))
	}
	return phrases.Say("when" + key)
}

// shortProvince is the province of a place as people say it.
func (b Book) shortProvince(at place.Name) string {
	if p, ok := b.Places.Place(b.Places.Province(at)); ok && at != "" {
		return p.Short
	}
	return phrases.Say("when.this_province")
}

// household words where somebody is registered: of no province by name while the
// place may be one of several.
func (c *casework) household(x kb.Conditions, at place.Name) string {
	if len(c.At) > 1 {
		at = ""
	}
	return c.HouseholdName(c.Person, x, at)
}

// when words alternatives of conditions: 未满16岁, 外地户籍.
func (c *casework) when(cs []kb.Conditions, at place.Name) string {
	var out []string
	for _, x := range cs {
		if text := c.condition(x, at); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, phrases.Say("when.or"))
}

// condition words one of them, naming only what it restricts.
func (c *casework) condition(x kb.Conditions, at place.Name) string {
	parts := []string{c.Listed(x.Service), c.household(x, at), Years(x.Ages)}
	for _, d := range x.Document {
		parts = append(parts, c.DocumentName(d))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, phrases.Say("when.and"))
}
