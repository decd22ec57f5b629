package answer

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// say words the reply: the verdict or the number first, then the rest in the
// order a customer needs it. ok is false when the articles have nothing on it.
func (c *casework) say() (Answer, bool) {
	at := c.at[0]
	var lines []string
	for i, f := range c.fields() {
		lines = append(lines, c.line(at, f, i == 0)...)
	}
	if len(c.used) == 0 {
		return Answer{}, false
	}
	lines = append(lines, c.notes(at)...)
	a := Answer{Kind: KindAnswer, Text: joinLines(lines...), Sources: statementSources(c.used), Suggest: c.openFacts(at)}
	if !c.unplaced() {
		a.Place = c.city(at)
	}
	return a, true
}

// line words one field at a place.
func (c *casework) line(at place.Name, f kb.Field, first bool) []string {
	r := c.resolve(at, f)
	switch f {
	case kb.Can:
		return c.verdict(r)
	case kb.Bring:
		return c.bring(r)
	case kb.Where:
		return c.where(r)
	case kb.Warn:
		return c.warnings(r)
	}
	return c.single(r, first)
}

// use remembers a statement as a source.
func (c *casework) use(g kb.Group) {
	if g.Statement != nil && !slices.Contains(c.used, g.Statement) {
		c.used = append(c.used, g.Statement)
	}
}

// subjectText names whose case is answered: 广州市到期换领.
func (c *casework) subjectText(at place.Name) string {
	text := ""
	if at != place.Nation {
		text = string(c.city(at))
	}
	if len(c.services) <= 3 {
		text += c.names(c.services)
	} else {
		text += phrases.Say("say.card")
	}
	return text
}

// split separates what holds in general from exceptions for single homes.
func split(item kb.Item) (general, homes []kb.Group) {
	for _, g := range item.Groups {
		inHomes := func(h kb.Conditions) bool { return kb.NamedHome(h) }
		rest := slices.DeleteFunc(slices.Clone(g.Holds), inHomes)
		if len(rest) > 0 {
			general = append(general, kb.Group{Value: g.Value, Statement: g.Statement, Level: g.Level, Holds: rest})
		}
		named := slices.DeleteFunc(slices.Clone(g.Holds), func(h kb.Conditions) bool { return !inHomes(h) })
		if len(named) > 0 {
			homes = append(homes, kb.Group{Value: g.Value, Statement: g.Statement, Level: g.Level, Holds: named})
		}
	}
	return general, homes
}

// single words a field with one value, or each value with its condition.
func (c *casework) single(r kb.Resolution, first bool) []string {
	general, _ := split(r.Items[0])
	if len(general) == 0 {
		general = r.Items[0].Groups
	}
	general = slices.DeleteFunc(general, func(g kb.Group) bool { return g.Value.Kind == kb.Gap && len(general) > 1 })
	if general[0].Value.Kind == kb.Gap {
		return c.gap(r.Field, first)
	}
	var parts, notes []string
	for _, g := range general {
		c.use(g)
		parts = append(parts, c.valued(r, g, len(general) > 1))
		notes = append(notes, c.disputes(g.Value)...)
	}
	subject := ""
	if first {
		subject = c.subjectText(r.Place)
	}
	text := phrases.Say("say."+string(r.Field), subject, strings.Join(parts, "；"))
	return append([]string{c.opening(r, general) + sentence(text)}, notes...)
}

// valued words a value, with its condition where there are several.
func (c *casework) valued(r kb.Resolution, g kb.Group, several bool) string {
	say := g.Value.Say
	switch g.Value.Kind {
	case kb.None:
		say = phrases.Say("say.none")
	case kb.Unknown:
		say = phrases.Say("say.unknown")
	}
	when := c.when(r.When(g), r.Place)
	if !several || when == "" {
		return say
	}
	return phrases.Say("say.when", when, say)
}

// gap says that nobody has stated it. It is said only for what was asked.
func (c *casework) gap(f kb.Field, first bool) []string {
	if !first {
		return nil
	}
	return []string{phrases.Say("say.gap", phrases.Say("field."+string(f)))}
}

// disputes words the readings that disagree with a value, and our advice.
func (c *casework) disputes(v kb.Value) []string {
	var out []string
	for _, r := range v.Contested {
		out = append(out, r.Say)
	}
	if len(out) > 0 {
		out = []string{sentence(phrases.Say("say.contested", strings.Join(out, "；")))}
	}
	if v.Advice != "" {
		out = append(out, sentence(phrases.Say("say.advice", v.Advice)))
	}
	return out
}

// verdict leads with 可以, 不可以 or 要看.
func (c *casework) verdict(r kb.Resolution) []string {
	general, homes := split(r.Items[0])
	if len(general) == 0 {
		general, homes = homes, nil
	}
	if len(general) == 1 {
		g := general[0]
		c.use(g)
		out := []string{c.opening(r, general) + c.ruled(r, g)}
		return append(append(out, c.disputes(g.Value)...), c.exceptions(r, homes)...)
	}
	var parts []string
	for _, g := range general {
		if g.Value.Kind != kb.Gap {
			c.use(g)
			parts = append(parts, phrases.Say("say.when", c.when(r.When(g), r.Place), c.shortVerdict(g.Value)))
		}
	}
	out := []string{sentence(phrases.Say("say.depends", strings.Join(parts, "；")))}
	return append(out, c.exceptions(r, homes)...)
}

// ruled words the one verdict that holds for everything still possible.
func (c *casework) ruled(r kb.Resolution, g kb.Group) string {
	at := phrases.Say("say.anywhere")
	if r.Place != place.Nation {
		at = string(c.city(r.Place))
	}
	key := "say.can." + g.Value.Verdict
	if one, ok := c.services.One(); ok && one == kb.Receipt {
		key = "say.receipt." + g.Value.Verdict
	}
	switch g.Value.Verdict {
	case kb.Check:
		return phrases.Say(key, at, c.whoFor(r, g), c.names(c.services), sentence(g.Value.Say))
	case kb.Yes, kb.No:
		return phrases.Say(key, at, c.who(r.Place), c.names(c.services))
	}
	return phrases.Say("say.gap", phrases.Say("field.can"))
}

// whoFor names whom a verdict is about: an exception names its home.
func (c *casework) whoFor(r kb.Resolution, g kb.Group) string {
	if kb.NamedHome(g.Holds[0]) {
		return c.household(g.Holds[0], r.Place)
	}
	return c.who(r.Place)
}

// who names the person as far as the customer told us.
func (c *casework) who(at place.Name) string {
	known := c.facts.conditions(at, nil, c.places)
	known.Document = nil
	if known.Household == nil && len(known.Home) > 0 {
		known.Household = kb.HouseholdAt(c.places, known.Home[0], at)
		known.Home = nil
	}
	if c.presumed {
		known.Ages = kb.Ages{}
	}
	return c.condition(known, at)
}

func (c *casework) shortVerdict(v kb.Value) string {
	if v.Verdict == kb.Check {
		return v.Say
	}
	return phrases.Say("say.short." + v.Verdict)
}

// exceptions prints what is different for single homes as warnings.
func (c *casework) exceptions(r kb.Resolution, homes []kb.Group) []string {
	var out []string
	for _, g := range homes {
		if g.Value.Kind == kb.Gap {
			continue
		}
		c.use(g)
		out = append(out, sentence(phrases.Say("say.exception", c.when(r.When(g), r.Place), c.shortVerdict(g.Value))))
	}
	return out
}

// warnings words what to look out for.
// Those for single homes are said only to people who may come from there, and
// only so many that they are read.
func (c *casework) warnings(r kb.Resolution) []string {
	var out []string
	for _, item := range r.Items {
		general, homes := split(item)
		if len(c.facts.Homes) > 0 {
			general = append(general, homes...)
		}
		for _, g := range general {
			if conditions := r.When(g); g.Value.Applies() && !c.dependsOnService(conditions) && len(out) < maxWarnings {
				out = append(out, c.warning(g, c.when(conditions, r.Place)))
			}
		}
	}
	return out
}

// maxWarnings is how many warnings are said at once.
const maxWarnings = 3

func (c *casework) warning(g kb.Group, when string) string {
	c.use(g)
	if when != "" {
		when = phrases.Say("say.if", when)
	}
	return phrases.Say("say.warn", when, sentence(g.Value.Say))
}
