package answer

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
)

// fingerprints is the warning that people ask about: 必须按指纹吗.
const fingerprints = "指纹"

// warned answers a question about fingerprints where the place has a rule of
// its own; elsewhere an article tells it.
func (in *inquiry) warned() (Answer, bool) {
	alone := len(in.q.Named()) == 0 && in.q.Channel == ""
	if !alone || !in.language.Says("fingerprints", in.q.Text) || in.language.Says("why", in.q.Text) {
		return Answer{}, false
	}
	services, _ := in.subject()
	c := &casework{inquiry: *in, services: services, aspects: []nlu.Aspect{kb.Warn}}
	c.settle()
	r := c.resolve(c.at[0], kb.Warn).General()
	item, ok := r.Item(fingerprints)
	if !ok || c.ambiguous() || !slices.ContainsFunc(item.Groups, ofItsOwn) {
		return Answer{}, false
	}
	var parts []string
	for _, g := range item.Groups {
		if g.Value.Applies() && !c.dependsOnService(r.When(g)) {
			c.use(g)
			parts = append(parts, joined(years(g.Statement.Guard.Ages), g.Value.Say))
		}
	}
	text := phrases.Say("say.when", c.place(), sentence(strings.Join(parts, "；")))
	ours := slices.Concat(c.notes(), c.disputes)
	return Answer{
		Kind: KindAnswer, Text: joinLines(append([]string{text}, ours...)...), Place: c.city(c.at[0]),
		Sources: statementSources(c.used), ours: ours, used: c.used,
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
