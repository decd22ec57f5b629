package answer

import (
	"slices"
	"strings"

	"huizhi/cases"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// Known is one thing that a customer told us, in words they would use.
type Known struct {
	Name  string `json:"name"` // one of Asks…, or AsksDocument
	Label string `json:"label"`
}

// Known lists what the facts say, in the order in which people tell it.
func (a *Answerer) Known(f Facts) []Known {
	in := &inquiry{Knowledge: a.current(), language: a.language, facts: f}
	in.places = in.Corpus.Places
	var out []Known
	for _, k := range []Known{
		{AsksPlace, in.knownPlace()}, {AsksAge, cases.Years(f.Ages)}, {AsksHousehold, in.knownHome()},
		{AsksDocument, in.knownDocument()}, {AsksService, in.knownService()},
	} {
		if k.Label != "" {
			out = append(out, k)
		}
	}
	return out
}

// knownPlace is the city they mean, empty while it could be several.
func (in *inquiry) knownPlace() string {
	if len(in.facts.Places) != 1 {
		return ""
	}
	return string(in.facts.Places[0])
}

func (in *inquiry) knownHome() string {
	switch f := in.facts; {
	case len(f.Homes) > 0:
		return phrases.Say("when.home", joinNames(f.Homes))
	case f.NotHome != "":
		return phrases.Say("known.not_home", string(f.NotHome))
	case len(f.Household) > 0:
		return in.book().HouseholdName(f.person(), kb.Conditions{Household: f.Household}, place.Nation)
	}
	return ""
}

func (in *inquiry) knownService() string {
	if len(in.facts.Services) == 0 || len(in.facts.Services) > 2 {
		return ""
	}
	return in.book().Listed(in.facts.Services)
}

func (in *inquiry) knownDocument() string {
	if in.facts.Document == "" || in.facts.Document == kb.IDCard {
		return ""
	}
	return in.book().DocumentName(in.facts.Document)
}

func joinNames(names []place.Name) string {
	var out []string
	for _, n := range names {
		out = append(out, string(n))
	}
	return strings.Join(out, phrases.Say("when.or"))
}

// Without forgets one thing, as it is named in Known.
func (f Facts) Without(name string) Facts {
	switch name {
	case AsksPlace:
		f.Places, f.Unsure, f.Both = nil, false, false
	case AsksAge:
		f.Ages, f.Kin, f.Self = kb.Ages{}, false, false
	case AsksHousehold:
		f.Homes, f.NotHome, f.Household = nil, "", nil
	case AsksDocument:
		f.Document = ""
	case AsksService:
		f.Services, f.Card = nil, nil
	}
	f.Asked = slices.DeleteFunc(slices.Clone(f.Asked), func(a string) bool { return a == name })
	return f
}
