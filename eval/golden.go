package eval

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/kb"
)

// leastGolden is how many golden wordings every article must have.
const leastGolden = 3

// Golden puts every golden question of a corpus to an answerer, each in a
// conversation of its own. An article with too few of them fails once.
func Golden(ctx context.Context, corpus *kb.Corpus, answers *answer.Answerer, at time.Time) ([]Result, error) {
	texts := map[kb.PassageID]string{}
	for p := range corpus.Passages() {
		texts[p.ID] = p.Text
	}
	var out []Result
	for _, a := range corpus.Articles() {
		asked := 0
		for _, g := range a.Golden {
			for _, question := range g.Ask {
				_, reply, err := answers.Answer(ctx, answer.Facts{}, question, at)
				if err != nil {
					return nil, err
				}
				out = append(out, Result{a.Title, fmt.Sprintf("%s.md:%d", a.ID, g.Line), question, examine(g, reply, texts[g.Passage]), wrongVerdict(reply.Text, goldenText(g))})
				asked++
			}
		}
		if asked < leastGolden {
			e := examiner{}
			e.fault(true, "eval.too_few", leastGolden)
			out = append(out, Result{a.Title, string(a.ID) + ".md:1", "", e.wrong, false})
		}
	}
	return out, nil
}

// examine compares a reply with what a golden question demands. passage is the
// text to be quoted, if one is.
func examine(g kb.Golden, reply answer.Answer, passage string) []string {
	var e examiner
	kind := cmp.Or(g.Kind, string(answer.KindAnswer))
	e.fault(string(reply.Kind) != kind, "eval.kind", reply.Kind, kind)
	e.fault(g.Place != "" && reply.Place != g.Place, "eval.place", reply.Place, g.Place)
	e.fault(!strings.Contains(reply.Text, passage), "eval.other_passage", brief(reply.Text))
	e.says(reply.Text+reply.More, g.Says, g.Never)
	return e.wrong
}

// goldenText compares the text of a reply with what it must and must not say.
func goldenText(g kb.Golden) func(string) []string {
	return func(text string) []string {
		var e examiner
		e.says(text, g.Says, g.Never)
		return e.wrong
	}
}
