package eval

import (
	"huizhi/answer"
	"huizhi/kb"
)

// Demand is what somebody writes, turn by turn, and what is demanded of the reply
// to the last.
type Demand struct {
	Turns []string
	Met   func(answer.Answer) bool
}

// Demands are the golden questions of a corpus.
func Demands(corpus *kb.Corpus) (out []Demand) {
	texts := map[kb.PassageID]string{}
	for p := range corpus.Passages() {
		texts[p.ID] = p.Text
	}
	for _, a := range corpus.Articles() {
		for _, g := range a.Golden {
			met := func(reply answer.Answer) bool { return len(examine(g, reply, texts[g.Passage])) == 0 }
			for _, question := range g.Ask {
				out = append(out, Demand{[]string{question}, met})
			}
		}
	}
	return out
}

// Demand is what a conversation demands.
func (c Conversation) Demand() Demand {
	return Demand{c.Turns, func(reply answer.Answer) bool { return len(c.Expect.examine(reply)) == 0 }}
}
