package cases

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// say words the reply: the verdict or the number first, then the rest in the
// order a customer needs it. ok is false when the articles have nothing on it.
func (c *casework) say() (Reply, bool) {
	var lines, ours []string
	for _, f := range c.fields() {
		said := c.line(f)
		lines = append(lines, said...)
		if f == kb.Bring && c.Reading.Paper == "" {
			ours = append(ours, said...) // the list
		}
	}
	if len(c.used) == 0 {
		return Reply{}, false
	}
	ours = slices.Concat(ours, c.notes(), c.disputes)
	lines = slices.Concat(lines, c.notes(), c.disputes)
	a := Reply{Text: phrases.Lines(lines...), Suggest: c.openFacts(), Ours: ours, Used: c.used}
	if len(c.at) == 1 {
		a.Place = c.City(c.at[0])
	}
	return a, true
}

// line words one field.
func (c *casework) line(f kb.Field) []string {
	r := c.resolve(c.at[0], f)
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
	return c.single(r.General())
}

// use remembers a statement as a source, and what is disputed about it.
func (c *casework) use(g kb.Group) {
	if g.Statement == nil || slices.Contains(c.used, g.Statement) {
		return
	}
	c.used = append(c.used, g.Statement)
	if text := dispute(g.Statement, g.Value); text != "" {
		c.disputes = append(c.disputes, text)
	}
}

// dispute words the readings that disagree with a value, and our advice.
func dispute(s *kb.Statement, v kb.Value) string {
	about := s.Item
	if !s.Field.Items() {
		about = phrases.Say("field." + string(s.Field))
	}
	var readings []string
	for _, r := range v.Contested {
		readings = append(readings, r.Say)
	}
	var parts []string
	if len(readings) > 0 {
		parts = append(parts, phrases.Say("say.contested", about, strings.Join(readings, "；")))
	}
	switch {
	case v.Advice == "":
	case len(readings) > 0:
		parts = append(parts, phrases.Say("say.advice", v.Advice))
	default:
		parts = append(parts, phrases.Say("say.advice_on", about, v.Advice))
	}
	return phrases.Sentence(strings.Join(parts, "。"))
}

// first reports whether a field is the one the reply leads with.
func (c *casework) first(f kb.Field) bool { return c.fields()[0] == f }

// place names where the reply holds: nothing for the country, all candidates
// of an ambiguous name that read the same.
func (c *casework) place() string {
	var out []string
	for _, at := range c.at {
		if name := string(c.City(at)); at != place.Nation && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, "、")
}

// subject names whose case is answered: 广州市到期换领.
func (c *casework) subject() string {
	switch {
	case c.Services.Only(kb.Receipt):
		return c.place() + c.document() + c.Listed(c.Services)
	case len(c.Services) > 3:
		return c.place() + phrases.Say("say.card")
	}
	return c.place() + c.Listed(c.Services)
}

// subjectOf leaves out what the field or its values say themselves: 提前多久 is
// always about renewing, and values with conditions name their services.
func (c *casework) subjectOf(f kb.Field, groups []kb.Group) string {
	receipt := c.Services.Only(kb.Receipt) || c.Services.Only(kb.Temporary)
	switch {
	case f == kb.Lead:
		return c.place()
	case f == kb.Validity && !receipt, len(groups) > 1 && len(c.Services) > 1:
		return c.place() + phrases.Say("say.card")
	}
	return c.subject()
}

// single words a field with one value, or each value with its condition.
func (c *casework) single(r kb.Resolution) []string {
	groups := slices.DeleteFunc(slices.Clone(r.Items[0].Groups), func(g kb.Group) bool { return g.Value.Kind == kb.Gap })
	if len(groups) == 0 {
		return c.gap(r.Field)
	}
	var parts []string
	for _, g := range groups {
		c.use(g)
		parts = append(parts, c.valued(r, g))
	}
	subject := ""
	if c.first(r.Field) {
		subject = c.subjectOf(r.Field, groups)
	}
	text := phrases.Say("say."+c.label(r.Field), subject, strings.Join(parts, "；"))
	return []string{c.opening(r, groups) + phrases.Sentence(text)}
}

// label names a field in the phrases: what a receipt costs is no authority's fee.
func (c *casework) label(f kb.Field) string {
	if f == kb.Fee && c.Services.Only(kb.Receipt) {
		return "price"
	}
	return string(f)
}

// valued words a value with the condition it holds under.
func (c *casework) valued(r kb.Resolution, g kb.Group) string {
	say := g.Value.Say
	switch g.Value.Kind {
	case kb.None:
		say = phrases.Say("say.none")
	case kb.Unknown:
		say = phrases.Say("say.unknown")
	}
	if when := c.when(r.When(g), r.Place); when != "" {
		return phrases.Say("say.when", when, say)
	}
	return say
}

// gap says that nobody has stated what was asked. Beside the point it is
// passed over.
func (c *casework) gap(f kb.Field) []string {
	if !c.first(f) {
		return nil
	}
	return []string{phrases.Say("say.gap", phrases.Say("field."+string(f)))}
}

// warnings words what to look out for. Those for single homes are said only to
// people who may come from there, those about a channel with the channel, and
// only so many that they are read.
func (c *casework) warnings(r kb.Resolution) []string {
	if len(c.Homes) == 0 {
		r = r.General()
	}
	var out []string
	for _, item := range r.Items {
		if c.isChannel(item.Key) && len(c.Homes) == 0 {
			continue
		}
		for _, g := range item.Groups {
			if conditions := r.When(g); g.Value.Applies() && !c.dependsOnService(conditions) && len(out) < maxWarnings {
				out = append(out, c.warning(g, c.when(conditions, r.Place)))
			}
		}
	}
	return out
}

// maxWarnings is how many warnings are said at once.
const maxWarnings = 2

// isChannel reports a warning about one channel: its key is the channel's.
func (c *casework) isChannel(key string) bool {
	_, ok := kb.Find(c.Corpus.Words.Channels, key)
	return ok
}

func (c *casework) warning(g kb.Group, when string) string {
	c.use(g)
	if when != "" {
		when = phrases.Say("say.if", when)
	}
	return phrases.Say("say.warn", when, phrases.Sentence(g.Value.Say))
}
