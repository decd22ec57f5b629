package eval

import (
	"slices"
	"strings"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// Ours is all that we may say: what the articles say, and our own phrases.
type Ours struct {
	text   string
	places *place.Gazetteer
}

// NewOurs gathers what may be said from some articles.
func NewOurs(corpus *kb.Corpus, places *place.Gazetteer) *Ours {
	var b strings.Builder
	for _, a := range corpus.Articles() {
		for _, p := range a.Passages {
			b.WriteString(strings.Join(p.Questions, "\n") + "\n" + p.Text + "\n")
		}
		for _, s := range a.Statements {
			v := s.Value
			b.WriteString(strings.Join(append([]string{s.Item, v.Say, v.Book}, slices.Concat(v.OneOf, v.Or)...), "\n") + "\n")
		}
	}
	for _, text := range phrases.All() {
		b.WriteString(text + "\n")
	}
	return &Ours{b.String(), places}
}

// Misread looks what a reader brought into a reply, beside the one without it: whatever it
// says, the reply is made of what is ours, which accuses nobody, no act is done on its word,
// and what it made us say says what the question was taken for.
func (o *Ours) Misread(got, plain answer.Answer, t answer.Trace) (out []Leak) {
	for _, l := range Leaks(answer.Claimed{Text: got.Text, Cited: []string{o.text, plain.Text}}, o.places) {
		if l.Kind == "link" || l.Kind == "sign" || l.Kind == "promise" {
			out = append(out, l)
		}
	}
	act := got.Kind == answer.KindOrder || got.Kind == answer.KindHandoff
	if act && got.Kind != plain.Kind {
		out = append(out, Leak{"act", string(got.Kind)})
	}
	if t.Reread && got.Kind == answer.KindAnswer && got.Act == "" && !takenFor(got.Text) {
		out = append(out, Leak{"unsaid", got.Text})
	}
	if !t.Reread && got.Passage != plain.Passage {
		out = append(out, Leak{"reply", got.Text})
	}
	return out
}

// takenFor reports a reply that says what a question was taken for.
func takenFor(text string) bool {
	for _, key := range []string{phrases.Say("placed.as", "\x00"), phrases.Say("placed.title", "\x00"), phrases.Say("choose.as", "\x00")} {
		if before, _, _ := strings.Cut(key, "\x00"); strings.HasPrefix(text, before) {
			return true
		}
	}
	return false
}
