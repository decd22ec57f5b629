package cases

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/phrases"
)

// papers is a list of papers sorted by who has to bring them.
type papers struct {
	always []string
	some   []conditional
}

// conditional is what only some people bring.
type conditional struct {
	when  string
	texts []string
}

// bring words the list, or the one paper that was asked about.
func (c *casework) bring(r kb.Resolution) []string {
	r = r.General()
	if c.Reading.Paper != "" {
		return c.onePaper(r)
	}
	list := c.papers(r)
	if len(list.always)+len(list.some) == 0 {
		return nil
	}
	subject := ""
	if c.first(kb.Bring) {
		subject = c.subject()
	}
	lines := []string{phrases.Say("bring.head", subject)}
	for _, text := range list.always {
		lines = append(lines, phrases.Say("bring.item", text))
	}
	for _, s := range list.some {
		lines = append(lines, phrases.Say("bring.some", s.when, strings.Join(s.texts, "、")))
	}
	if len(c.Services) > 2 {
		lines = append(lines, phrases.Say("bring.rest"))
	}
	return lines
}

// papers sorts the items of a resolution. Papers that depend on a service that
// is still open are left out: they would be a list of everything.
func (c *casework) papers(r kb.Resolution) papers {
	var out papers
	for _, item := range r.Items {
		if everybody(item) {
			out.always = append(out.always, detailed(item.Key, c.details(r, item, paperNotes)))
			continue
		}
		for _, g := range item.Groups {
			if conditions := r.When(g); g.Value.Applies() && !c.dependsOnService(conditions) {
				c.use(g)
				out.add(c.when(conditions, r.Place), detailed(item.Key, paperNotes(g.Value)))
			}
		}
	}
	return out
}

// add puts a paper where the others with its condition are.
func (p *papers) add(when, text string) {
	i := slices.IndexFunc(p.some, func(s conditional) bool { return s.when == when })
	if i < 0 {
		p.some = append(p.some, conditional{when: when})
		i = len(p.some) - 1
	}
	p.some[i].texts = append(p.some[i].texts, text)
}

// everybody reports an item that applies in every situation, though its
// details may differ.
func everybody(item kb.Item) bool {
	return !slices.ContainsFunc(item.Groups, func(g kb.Group) bool { return !g.Value.Applies() })
}

// details words what is to be known of such an item, each detail with its
// condition; those of a service that is still open wait.
func (c *casework) details(r kb.Resolution, item kb.Item, notes func(kb.Value) string) string {
	var out []string
	for _, g := range item.Groups {
		conditions := r.When(g)
		if c.dependsOnService(conditions) {
			continue
		}
		c.use(g)
		if text := notes(g.Value); text != "" {
			if when := c.when(conditions, r.Place); when != "" {
				text = phrases.Say("say.when", when, text)
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, "；")
}

// dependsOnService reports a condition on services, when more than two are open.
func (c *casework) dependsOnService(cs []kb.Conditions) bool {
	return len(c.Services) > 2 && slices.ContainsFunc(cs, func(x kb.Conditions) bool { return x.Service != nil })
}

// paperNotes words what will do instead of a paper, and when it may be left out.
func paperNotes(v kb.Value) string {
	var notes []string
	if v.Say != "" {
		notes = append(notes, v.Say)
	}
	if len(v.OneOf) > 0 {
		notes = append(notes, phrases.Say("paper.one_of", strings.Join(v.OneOf, "、")))
	}
	if len(v.Or) > 0 {
		notes = append(notes, phrases.Say("paper.or", strings.Join(v.Or, "、")))
	}
	for _, u := range v.Unless {
		notes = append(notes, phrases.Say("paper.unless", u))
	}
	return strings.Join(notes, "；")
}

// detailed puts what is to be known of a thing in brackets behind it.
func detailed(name, notes string) string {
	if notes == "" {
		return name
	}
	return phrases.Say("say.detailed", name, notes)
}

// notListed says that a paper is not on the list, and what is.
func (c *casework) notListed(r kb.Resolution) []string {
	for _, item := range r.Items {
		if g, ok := standsIn(item, c.Reading.Paper); ok {
			c.use(g)
			return []string{phrases.Say("paper.stands_in", c.Reading.Paper, item.Key)}
		}
	}
	list := c.papers(r)
	if len(list.always) == 0 {
		return []string{phrases.Say("say.gap", c.Reading.Paper)}
	}
	return []string{
		phrases.Say("paper.not_listed", c.subject(), c.Reading.Paper),
		phrases.Say("paper.listed", strings.Join(list.always, "、")),
	}
}

// standsIn finds a paper that the one asked about may stand in for.
func standsIn(item kb.Item, asked string) (kb.Group, bool) {
	for _, g := range item.Groups {
		if g.Value.Applies() && (slices.Contains(g.Value.Or, asked) || slices.Contains(g.Value.OneOf, asked)) {
			return g, true
		}
	}
	return kb.Group{}, false
}

// onePaper answers 要不要带某样 with the verdict first.
func (c *casework) onePaper(r kb.Resolution) []string {
	item, ok := r.Item(c.Reading.Paper)
	if !ok {
		return c.notListed(r)
	}
	need := item.Groups
	if !everybody(item) {
		need = slices.DeleteFunc(slices.Clone(item.Groups), func(g kb.Group) bool { return !g.Value.Applies() })
	}
	switch {
	case len(need) == 0:
		c.use(item.Groups[0])
		return []string{phrases.Say("paper.no", c.subject(), c.Reading.Paper)}
	case everybody(item):
		return []string{phrases.Say("paper.yes", c.subject(), detailed(c.Reading.Paper, c.details(r, item, paperNotes)))}
	}
	var out []string
	for _, g := range need {
		c.use(g)
		out = append(out, phrases.Say("paper.some", c.when(r.When(g), r.Place), detailed(c.Reading.Paper, paperNotes(g.Value))))
	}
	return append(out, phrases.Say("paper.spared"))
}
