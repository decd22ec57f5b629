package cases

import (
	"cmp"
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
)

// posting is a channel of the vocabulary that is told only to those who ask.
const posting = "邮寄"

// where words the channels, or the one that was asked about.
func (c *casework) where(r kb.Resolution) []string {
	if c.Reading.Channel != "" && slices.Contains(c.Aspects, kb.Where) {
		return append(c.oneChannel(r.General()), c.channelExceptions(r.Exceptions())...)
	}
	r = r.General()
	var parts []string
	for _, item := range r.Items {
		if worthSaying(item) {
			parts = append(parts, c.channel(r, item)...)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	subject := ""
	if c.first(kb.Where) {
		subject = c.subject()
	}
	return []string{phrases.Sentence(phrases.Say("where.head", subject, strings.Join(parts, "；")))}
}

// worthSaying keeps posting, and a province's word on booking, for those who ask.
func worthSaying(item kb.Item) bool {
	return item.Key != posting &&
		(item.Key != nlu.Booking || slices.ContainsFunc(item.Groups, func(g kb.Group) bool { return g.Value.Book != "" }))
}

// channel words one way of applying: once if everybody may use it, else for
// each who may.
func (c *casework) channel(r kb.Resolution, item kb.Item) []string {
	name := c.channelName(item.Key)
	if everybody(item) {
		return []string{named(name, item.Key, c.details(r, item, channelNotes))}
	}
	var out []string
	for _, g := range item.Groups {
		conditions := r.When(g)
		if !g.Value.Applies() || c.dependsOnService(conditions) {
			continue
		}
		c.use(g)
		text := named(name, item.Key, channelNotes(g.Value))
		out = append(out, phrases.Say("where.when", text, c.when(conditions, r.Place)))
	}
	return out
}

func (c *casework) channelName(key string) string {
	t, _ := kb.Find(c.Corpus.Words.Channels, key)
	return t.Name
}

// named puts the notes behind the channel's name, unless they name it themselves.
func named(name, key, notes string) string {
	if key == nlu.Window && strings.Contains(notes, key) {
		return notes
	}
	return detailed(name, notes)
}

func channelNotes(v kb.Value) string {
	return strings.Join(slices.DeleteFunc([]string{v.Book, v.Say}, func(s string) bool { return s == "" }), "，")
}

// oneChannel answers whether a channel may be used, verdict first.
func (c *casework) oneChannel(r kb.Resolution) []string {
	name := c.channelName(c.Reading.Channel)
	item, ok := r.Item(c.Reading.Channel)
	groups := slices.DeleteFunc(slices.Clone(item.Groups), func(g kb.Group) bool { return g.Value.Kind == kb.Gap })
	if !ok || len(groups) == 0 {
		return []string{phrases.Say("where.unknown", c.subject(), name)}
	}
	slices.SortStableFunc(groups, func(a, b kb.Group) int { return int(a.Value.Kind) - int(b.Value.Kind) }) // 可以 first
	var lines []string
	for _, g := range groups {
		c.use(g)
		lines = append(lines, c.ruledChannel(r, g, name))
	}
	lines = append(lines, c.channelWarnings(r.Place)...)
	return append(lines, c.instead(r, groups)...)
}

// ruledChannel says yes or no for one group.
func (c *casework) ruledChannel(r kb.Resolution, g kb.Group, channel string) string {
	when := c.when(r.When(g), r.Place)
	if c.Reading.Channel == nlu.Booking {
		return phrases.Sentence(phrases.Say("where.booking", c.place()+when, channelNotes(g.Value)))
	}
	if when != "" {
		when = phrases.Say("say.if", when)
	}
	ruling := cmp.Or(channelRuling(g.Value), kb.Check)
	return c.yes(ruling == yes) + phrases.Sentence(phrases.Say("where."+ruling, when, c.subject(), channel, channelNotes(g.Value)))
}

// channelExceptions prints for whose home the channel asked about is different.
func (c *casework) channelExceptions(r kb.Resolution) []string {
	item, _ := r.Item(c.Reading.Channel)
	var out []string
	for _, g := range item.Groups {
		if g.Value.Kind != kb.Gap {
			c.use(g)
			out = append(out, phrases.Sentence(phrases.Say("say.exception", c.homesOnly(g.Holds, r.Place), g.Value.Say)))
		}
	}
	return out
}

// channelWarnings are the warnings about the channel that was asked about.
func (c *casework) channelWarnings(at place.Name) []string {
	warn := c.resolve(at, kb.Warn).General()
	item, _ := warn.Item(c.Reading.Channel)
	var out []string
	for _, g := range item.Groups {
		if g.Value.Applies() {
			out = append(out, c.warning(g, c.when(warn.When(g), at)))
		}
	}
	return out
}

// instead points to the window when a channel is closed.
func (c *casework) instead(r kb.Resolution, groups []kb.Group) []string {
	if !slices.ContainsFunc(groups, func(g kb.Group) bool { return channelRuling(g.Value) == no }) {
		return nil
	}
	item, _ := r.Item(nlu.Window)
	if len(item.Groups) == 0 || !item.Groups[0].Value.Applies() {
		return nil
	}
	c.use(item.Groups[0])
	return []string{phrases.Sentence(phrases.Say("where.window", item.Groups[0].Value.Say))}
}
