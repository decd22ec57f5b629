package faq

import (
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// form asks what the cases of an article depend on. Whatever was chosen stays.
type form struct {
	Place   place.Name // the only one, if it is not to be chosen
	Choices []choice
	Age     bool
	AgeText string
	Wrong   bool // what was typed is no age
	MaxAge  int
}

// choice is one field with a closed list, in groups if they have labels.
type choice struct {
	Name   string
	Label  string
	Open   string // what stands for no choice
	Groups []group
}

// group is a few options with a label, or all of them without.
type group struct {
	Label   string
	Options []option
}

type option struct {
	Value  string
	Label  string
	Chosen bool
}

// form makes the form, with what a person has chosen.
func (d dependence) form(p person) *form {
	f := &form{Age: d.age, AgeText: p.ageText, Wrong: p.wrong, MaxAge: kb.MaxAge}
	if cities := d.cities(); len(cities) == 1 {
		f.Place = cities[0]
	} else {
		f.Choices = append(f.Choices, choice{fieldPlace, phrases.Say("faq.form.place"), phrases.Say("faq.form.choose"), d.places(p)})
	}
	for _, c := range []choice{
		{fieldService, phrases.Say("faq.form.service"), phrases.Say("faq.form.choose"), listed(d.services, d.words.Services, p.service)},
		{fieldDocument, phrases.Say("faq.form.document"), phrases.Say("faq.form.choose"), listed(d.documents, d.words.Documents, p.document)},
		{fieldHousehold, phrases.Say("faq.form.household"), phrases.Say("faq.form.open"), listed(d.households, d.words.Households, p.household)},
	} {
		if c.Groups != nil {
			f.Choices = append(f.Choices, c)
		}
	}
	return f
}

// listed makes options of the words of one dimension; of a single one, none.
func listed[T ~string](words []T, terms []kb.Term, now T) []group {
	if len(words) < 2 {
		return nil
	}
	var out []option
	for _, w := range words {
		out = append(out, option{string(w), name(terms, string(w)), w == now})
	}
	return []group{{Options: out}}
}

// places makes options of the cities, grouped if they are of several provinces.
func (d dependence) places(p person) []group {
	var out []group
	for _, r := range d.regions {
		g := group{Label: string(r.Province)}
		for _, c := range r.Cities {
			g.Options = append(g.Options, option{string(c), string(c), c == p.place})
		}
		out = append(out, g)
	}
	if len(out) == 1 {
		out[0].Label = ""
	}
	return out
}
