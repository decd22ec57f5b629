package cases

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// fingerprints is the warning that people ask about: 必须按指纹吗.
const fingerprints = "指纹"

// warned words the warning where the place has a rule of its own; elsewhere an
// article tells it.
func (c *casework) warned() (Reply, bool) {
	r := c.resolve(c.at[0], kb.Warn).General()
	item, ok := r.Item(fingerprints)
	if !ok || c.ambiguous() || !slices.ContainsFunc(item.Groups, ofItsOwn) {
		return Reply{}, false
	}
	var parts []string
	for _, g := range item.Groups {
		if g.Value.Applies() && !c.dependsOnService(r.When(g)) {
			c.use(g)
			parts = append(parts, joined(Years(g.Statement.Guard.Ages), g.Value.Say))
		}
	}
	text := phrases.Say("say.when", c.place(), phrases.Sentence(strings.Join(parts, "；")))
	ours := slices.Concat(c.notes(), c.disputes)
	return Reply{
		Text: phrases.Lines(append([]string{text}, ours...)...), Place: c.City(c.at[0]),
		Ours: ours, Used: c.used,
	}, len(parts) > 0
}

// ofItsOwn reports a value that the country does not state.
func ofItsOwn(g kb.Group) bool {
	return g.Statement != nil && !slices.Contains(g.Statement.Scope, place.Nation)
}

// joined puts the ages before a value, if it is for some only.
func joined(when, say string) string {
	if when == "" {
		return say
	}
	return phrases.Say("say.when", when, say)
}
