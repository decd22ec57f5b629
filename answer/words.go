package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// maxReply is a phone screen, in characters.
const maxReply = 500

// name is a service's name for customers.
func (in *inquiry) name(s kb.Service) string {
	t, _ := kb.Find(in.Corpus.Words.Services, string(s))
	return t.Name
}

// names joins the names of services.
func (in *inquiry) names(ss kb.Set[kb.Service]) string {
	var out []string
	for _, s := range ss {
		out = append(out, in.name(s))
	}
	return strings.Join(out, "、")
}

// serviceButtons are the services as ways to go on.
func (in *inquiry) serviceButtons(ss kb.Set[kb.Service]) []string {
	var out []string
	for _, s := range ss {
		out = append(out, in.name(s))
	}
	return out
}

// short is a place as people say it: 江门, 广东.
func (in *inquiry) short(name place.Name) string {
	if p, ok := in.places.Place(in.city(name)); ok {
		return p.Short
	}
	return string(name)
}

// when words alternatives of conditions: 未满16岁, 外地户籍.
func (in *inquiry) when(cs []kb.Conditions, at place.Name) string {
	var out []string
	for _, c := range cs {
		if text := in.condition(c, at); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, phrases.Say("when.or"))
}

// condition words one of them, naming only what it restricts.
func (in *inquiry) condition(c kb.Conditions, at place.Name) string {
	var parts []string
	if c.Service != nil {
		parts = append(parts, in.names(c.Service))
	}
	if text := in.household(c, at); text != "" {
		parts = append(parts, text)
	}
	if text := years(c.Ages); text != "" {
		parts = append(parts, text)
	}
	if c.Document != nil {
		for _, d := range c.Document {
			t, _ := kb.Find(in.Corpus.Words.Documents, string(d))
			parts = append(parts, t.Name)
		}
	}
	return strings.Join(parts, phrases.Say("when.and"))
}

// years words a range of years.
func years(a kb.Ages) string {
	switch {
	case a.Any():
		return ""
	case a.Min <= 0:
		return phrases.Say("when.under", a.Top()+1)
	case a.Top() >= kb.MaxAge:
		return phrases.Say("when.from", a.Min)
	case a.Min == a.Top():
		return phrases.Say("when.exactly", a.Min)
	}
	return phrases.Say("when.between", a.Min, a.Top())
}

// household words where somebody is registered, as seen from the place.
func (in *inquiry) household(c kb.Conditions, at place.Name) string {
	if kb.NamedHome(c) && !(in.facts.Homes.Contains(c.Home) && len(c.Household) > 0 && len(c.Household) < 3) {
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
		return phrases.Say("when.own_province", in.shortProvince(at))
	}
	return phrases.Say("when" + key)
}

// shortProvince is the province of a place as people say it.
func (in *inquiry) shortProvince(at place.Name) string {
	if len(in.facts.Places) > 1 {
		return phrases.Say("when.this_province")
	}
	if p, ok := in.places.Place(in.places.Province(at)); ok {
		return p.Short
	}
	return phrases.Say("when.this_province")
}

// joinLines puts texts below each other, leaving out empty ones.
func joinLines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), "\n")
}

// sentence closes a text with a full stop if it has no closing mark.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], "?!") {
		return s
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune("。！？；：）…", r) {
		return s
	}
	return s + "。"
}

// fit keeps a reply and its closing lines to a phone screen: whole lines first,
// then whole sentences; what does not fit goes behind 更多, before the rest that
// is there already.
func fit(text, rest, closing string) (head, more string) {
	if whole := joinLines(text, closing); rest == "" && utf8.RuneCountInString(whole) <= maxReply {
		return whole, ""
	}
	closing = joinLines(phrases.Say("answer.more"), closing)
	if room := maxReply - utf8.RuneCountInString(closing) - 1; utf8.RuneCountInString(text) > room {
		text, more = splitAt(text, room)
	}
	return joinLines(text, closing), joinLines(more, rest)
}

// splitAt cuts at the last line end before n characters, or sentence end.
func splitAt(text string, n int) (head, tail string) {
	rs := []rune(text)
	for _, marks := range []string{"\n", "。！？；"} {
		for i := n - 1; i > n/3; i-- {
			if strings.ContainsRune(marks, rs[i]) {
				return strings.TrimSpace(string(rs[:i+1])), strings.TrimSpace(string(rs[i+1:]))
			}
		}
	}
	return string(rs[:n]), string(rs[n:])
}
