package cases

import (
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// verdict leads with 可以, 不可以 or 要看, and prints the homes it does not hold
// for as warnings.
func (c *casework) verdict(r kb.Resolution) []string {
	general := r.General()
	groups := general.Items[0].Groups
	lead := c.depends(general)
	if len(groups) == 1 {
		c.use(groups[0])
		if lead = c.opening(general, groups); lead == "" {
			lead = c.yes(groups[0].Value.Verdict == kb.Yes)
		}
		lead += c.ruled(general, groups[0])
	}
	return append([]string{lead}, c.exceptions(r.Exceptions())...)
}

// depends gives each verdict with its condition.
func (c *casework) depends(r kb.Resolution) string {
	var parts []string
	for _, g := range r.Items[0].Groups {
		if g.Value.Kind != kb.Gap {
			c.use(g)
			parts = append(parts, phrases.Say("say.when", c.when(r.When(g), r.Place), shortVerdict(g.Value)))
		}
	}
	return phrases.Sentence(phrases.Say("say.depends", strings.Join(parts, "；")))
}

// ruled words the one verdict that holds for everything still possible.
func (c *casework) ruled(r kb.Resolution, g kb.Group) string {
	if g.Value.Verdict == "" {
		return phrases.Say("say.gap", phrases.Say("field.can"))
	}
	at := c.place()
	if at == "" {
		at = phrases.Say("say.anywhere")
	}
	said := phrases.Say("say.can."+g.Value.Verdict, at, c.whose(r, g), c.Listed(c.Services), g.Value.Say)
	if c.Services.Only(kb.Receipt) {
		said = phrases.Say("say.receipt."+g.Value.Verdict, at, c.document(), g.Value.Say)
	}
	return phrases.Sentence(said)
}

// yes is 可以 where that is so and was asked: in front of an answer to something else it
// would allow that.
func (c *casework) yes(so bool) string {
	switch {
	case !so || !c.Reading.May:
		return ""
	case c.Reading.Need && c.Language.Says("need_receipt", c.Reading.Text): // 要回执吗 asks for no leave
		return phrases.Say("opening.taken")
	}
	return phrases.Say("opening.yes")
}

// document names the document a receipt is for.
func (c *casework) document() string {
	return c.DocumentName(c.Document)
}

// whose names the person a verdict is about, as far as they told us; an
// exception names its home.
func (c *casework) whose(r kb.Resolution, g kb.Group) string {
	known := c.Person.Conditions(r.Place, nil, c.Places)
	if len(known.Home) > 0 && !kb.NamedHome(g.Holds[0]) {
		known.Household = kb.HouseholdAt(c.Places, known.Home[0], r.Place)
	}
	known.Home, known.Document = nil, nil
	if kb.NamedHome(g.Holds[0]) {
		known.Home = g.Holds[0].Home
	}
	if c.presumed {
		known.Ages = kb.Ages{}
	}
	if text := c.condition(known, r.Place); text != "" {
		return phrases.Say("say.whose", text)
	}
	return ""
}

func shortVerdict(v kb.Value) string {
	if v.Verdict == kb.Check {
		return v.Say
	}
	return phrases.Say("say.short." + v.Verdict)
}

// exceptions prints what is different for single homes.
func (c *casework) exceptions(r kb.Resolution) []string {
	var out []string
	for _, item := range r.Items {
		for _, g := range item.Groups {
			if g.Value.Kind != kb.Gap {
				c.use(g)
				whom := c.homesOnly(g.Holds, r.Place) + c.servicesOf(g.Holds)
				out = append(out, phrases.Sentence(phrases.Say("say.exception", whom, shortVerdict(g.Value))))
			}
		}
	}
	return out
}

// servicesOf names the services of situations, if they are not all that are open.
func (c *casework) servicesOf(cs []kb.Conditions) string {
	services := kb.Set[kb.Service]{}
	for _, x := range cs {
		services = services.Or(x.Service)
	}
	if services.Contains(c.Services) {
		return ""
	}
	return c.Listed(services)
}

// homesOnly words the homes of situations.
func (c *casework) homesOnly(cs []kb.Conditions, at place.Name) string {
	var homes kb.Set[place.Name]
	for _, x := range cs {
		if kb.NamedHome(x) {
			homes = homes.Add(x.Home...)
		}
	}
	return c.household(kb.Conditions{Home: homes}, at)
}
