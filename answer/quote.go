package answer

import (
	"context"

	"huizhi/kb"
	"huizhi/phrases"
)

// itsOwn is how much of a question of ours the passage's own questions cover that
// was written for it.
const itsOwn = 0.6

// stated is the passage that answers a question of ours: what the
// digits of an ID number mean, what the law says about misuse. ok is false when
// the articles do not tell it.
func (in *inquiry) stated(ctx context.Context, question string) (p *kb.Passage, ok bool, err error) {
	matches, err := in.Index.Search(ctx, kb.Query{Text: question}, 1)
	if err != nil || len(matches) == 0 || matches[0].Words < itsOwn {
		return nil, false, err
	}
	return matches[0].Passage, true, nil
}

// quote is a passage as a reply, with what has to be said of it, below lines of
// our own.
func quote(p *kb.Passage, lines ...string) Answer {
	a := Answer{Kind: KindAnswer, Passage: p.ID, Text: phrases.Lines(append(lines, p.Text)...), Sources: passageSources(p)}
	if p.Article.Confidence != kb.High {
		a.addOurs(phrases.Say("answer.verify"))
	}
	return a
}
