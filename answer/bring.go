package answer

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// papers is a list of papers sorted by who has to bring them.
type papers struct {
	always []string
	some   []conditional
	notes  []string
}

// conditional is what only some people bring.
type conditional struct {
	when  string
	texts []string
}

// papers sorts the items of a resolution. Papers that depend on a service that
// is still open are left out of verdicts: they would be a list of everything.
func (c *casework) papers(r kb.Resolution) papers {
	var out papers
	for _, item := range r.Items {
		if c.everybody(r, item) {
			out.always = append(out.always, c.common(&out, r, item))
			continue
		}
		for _, g := range item.Groups {
			if g.Value.Applies() {
				c.addPaper(&out, r, item, g)
			}
		}
	}
	return out
}

// everybody reports a paper that all bring though the details differ.
func (c *casework) everybody(r kb.Resolution, item kb.Item) bool {
	return len(item.Groups) > 1 && !slices.ContainsFunc(item.Groups, func(g kb.Group) bool { return !g.Value.Applies() })
}

// common words such a paper: its name, and each detail with its condition.
func (c *casework) common(out *papers, r kb.Resolution, item kb.Item) string {
	var details []string
	for _, g := range item.Groups {
		conditions := r.When(g)
		if c.use(g); c.dependsOnService(conditions) {
			continue
		}
		out.notes = append(out.notes, c.disputes(g.Value)...)
		if text := paperNotes(g.Value); text != "" {
			details = append(details, phrases.Say("say.when", c.when(conditions, r.Place), text))
		}
	}
	if len(details) == 0 {
		return item.Key
	}
	return phrases.Say("paper.with", item.Key, strings.Join(details, "；"))
}

func (c *casework) addPaper(out *papers, r kb.Resolution, item kb.Item, g kb.Group) {
	text := paper(item.Key, g.Value)
	conditions := r.When(g)
	if c.dependsOnService(conditions) {
		return
	}
	c.use(g)
	out.notes = append(out.notes, c.disputes(g.Value)...)
	when := c.when(conditions, r.Place)
	if when == "" {
		out.always = append(out.always, text)
		return
	}
	i := slices.IndexFunc(out.some, func(s conditional) bool { return s.when == when })
	if i < 0 {
		out.some = append(out.some, conditional{when: when})
		i = len(out.some) - 1
	}
	out.some[i].texts = append(out.some[i].texts, text)
}

// dependsOnService reports a condition on services, when more than two are open.
func (c *casework) dependsOnService(cs []kb.Conditions) bool {
	return len(c.services) > 2 && slices.ContainsFunc(cs, func(x kb.Conditions) bool { return x.Service != nil })
}

// paper words one paper: its name, what will do instead, when it may be left out.
func paper(key string, v kb.Value) string {
	if notes := paperNotes(v); notes != "" {
		return phrases.Say("paper.with", key, notes)
	}
	return key
}

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

// bring words the list, or the one paper that was asked about.
func (c *casework) bring(r kb.Resolution) []string {
	if c.q.Paper != "" {
		return c.onePaper(r)
	}
	list := c.papers(r)
	if len(list.always)+len(list.some) == 0 {
		return nil
	}
	subject := ""
	if c.fields()[0] == kb.Bring {
		subject = c.subjectText(r.Place)
	}
	lines := []string{phrases.Say("bring.head", subject)}
	for _, text := range list.always {
		lines = append(lines, phrases.Say("bring.item", text))
	}
	for _, s := range list.some {
		lines = append(lines, phrases.Say("bring.some", s.when, strings.Join(s.texts, "、")))
	}
	if len(c.services) > 2 {
		lines = append(lines, phrases.Say("bring.rest"))
	}
	return append(lines, list.notes...)
}

// onePaper answers 要不要带某样 with the verdict first.
func (c *casework) onePaper(r kb.Resolution) []string {
	item, ok := r.Item(c.q.Paper)
	if !ok {
		return []string{phrases.Say("paper.not_listed", c.subjectText(r.Place), c.q.Paper)}
	}
	var need, spare []kb.Group
	for _, g := range item.Groups {
		if g.Value.Applies() {
			c.use(g)
			need = append(need, g)
		} else {
			spare = append(spare, g)
		}
	}
	switch {
	case len(need) == 0:
		c.use(spare[0])
		return []string{phrases.Say("paper.no", c.subjectText(r.Place), c.q.Paper)}
	case len(need) == 1 && len(spare) == 0:
		out := phrases.Say("paper.yes", c.subjectText(r.Place), paper(c.q.Paper, need[0].Value))
		return append([]string{out}, c.disputes(need[0].Value)...)
	}
	out := []string{}
	for _, g := range need {
		out = append(out, phrases.Say("paper.some", c.when(r.When(g), r.Place), paper(c.q.Paper, g.Value)))
	}
	return append(out, c.spared(r, spare)...)
}

// spared says who need not bring it.
func (c *casework) spared(r kb.Resolution, groups []kb.Group) []string {
	var out []string
	for _, g := range groups {
		if when := c.when(r.When(g), r.Place); when != "" {
			out = append(out, phrases.Say("paper.spared", when))
		}
	}
	return out
}

// where words the channels, or the one that was asked about.
func (c *casework) where(r kb.Resolution) []string {
	if c.q.Channel != "" && slices.Contains(c.aspects, kb.Where) {
		return c.oneChannel(r)
	}
	var parts []string
	for _, item := range r.Items {
		for _, g := range item.Groups {
			if g.Value.Applies() && !c.dependsOnService(r.When(g)) && c.worthSaying(item.Key, g) {
				c.use(g)
				parts = append(parts, c.channel(r, item, g))
			}
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{sentence(phrases.Say("where.head", strings.Join(parts, "；")))}
}

// worthSaying keeps posting and a province's word on booking for those who ask.
func (c *casework) worthSaying(channel string, g kb.Group) bool {
	switch channel {
	case "邮寄":
		return false
	case "预约":
		return g.Value.Book != ""
	}
	return true
}

// channel words one way of applying.
func (c *casework) channel(r kb.Resolution, item kb.Item, g kb.Group) string {
	t, _ := kb.Find(c.Corpus.Words.Channels, item.Key)
	text := t.Name
	if g.Value.Say != "" {
		text = phrases.Say("where.say", text, g.Value.Say)
	}
	if g.Value.Book != "" {
		text = phrases.Say("where.book", text, g.Value.Book)
	}
	if when := c.when(r.When(g), r.Place); when != "" {
		text = phrases.Say("where.when", text, when)
	}
	return text
}

// oneChannel answers whether a channel may be used, verdict first.
func (c *casework) oneChannel(r kb.Resolution) []string {
	item, ok := r.Item(c.q.Channel)
	t, _ := kb.Find(c.Corpus.Words.Channels, c.q.Channel)
	if !ok {
		return []string{phrases.Say("where.unknown", c.subjectText(r.Place), t.Name)}
	}
	general, homes := split(item)
	if len(general) == 0 {
		general, homes = homes, nil
	}
	var lines []string
	for _, g := range general {
		if g.Value.Kind == kb.Gap {
			continue
		}
		c.use(g)
		lines = append(lines, c.ruledChannel(r, g, t.Name, len(general) > 1))
		lines = append(lines, c.disputes(g.Value)...)
	}
	for _, g := range homes {
		if g.Value.Kind != kb.Gap && !g.Value.Same(general[0].Value) {
			c.use(g)
			lines = append(lines, sentence(phrases.Say("say.exception", c.when(r.When(g), r.Place), g.Value.Say)))
		}
	}
	return append(lines, c.otherwise(r, general)...)
}

// ruledChannel says yes or no for one group.
func (c *casework) ruledChannel(r kb.Resolution, g kb.Group, channel string, several bool) string {
	when := ""
	if several {
		when = c.when(r.When(g), r.Place)
	}
	if when != "" {
		when = phrases.Say("say.if", when)
	}
	key := "where.yes"
	if channelRuling(g.Value) == no {
		key = "where.no"
	}
	detail := g.Value.Say
	if g.Value.Book != "" {
		detail = strings.Trim(detail+"，"+g.Value.Book, "，")
	}
	if c.q.Channel == "预约" {
		return sentence(phrases.Say("where.booking", c.place(r.Place), detail))
	}
	return sentence(phrases.Say(key, when, c.subjectText(r.Place), channel, detail))
}

func (c *casework) place(at place.Name) string {
	if at == place.Nation {
		return ""
	}
	return string(c.city(at))
}

// otherwise points to the window when a channel is closed.
func (c *casework) otherwise(r kb.Resolution, groups []kb.Group) []string {
	if !slices.ContainsFunc(groups, func(g kb.Group) bool { return channelRuling(g.Value) == no }) {
		return nil
	}
	window, ok := r.Item("窗口")
	if !ok || len(window.Groups) == 0 || !window.Groups[0].Value.Applies() {
		return nil
	}
	c.use(window.Groups[0])
	return []string{sentence(phrases.Say("where.window", window.Groups[0].Value.Say))}
}
