package eval

import (
	"context"
	"slices"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
)

// Stray is a heading or wording that its own section does not answer.
type Stray struct {
	Passage *kb.Passage
	Asked   string
	Heading bool
	Reply   answer.Answer
}

// Verbatim asks every heading and wording as it stands, each in a conversation
// of its own with somebody who is where its article holds, and returns those
// that something else answers, and how many were asked.
func Verbatim(ctx context.Context, corpus *kb.Corpus, answers *answer.Answerer, at time.Time) (strays []Stray, asked int, err error) {
	for p := range corpus.Passages() {
		for i, q := range p.Questions {
			asked++
			_, reply, err := answers.Answer(ctx, answer.Facts{Places: home(p.Article)}, q, at)
			if err != nil {
				return nil, asked, err
			}
			if !answeredBy(p, reply) {
				strays = append(strays, Stray{p, q, i == 0, reply})
			}
		}
	}
	return strays, asked, nil
}

// home is where a customer is for whom an article holds; nowhere if it holds
// for the whole country.
func home(a *kb.Article) []place.Name {
	if slices.Contains(a.Scope, place.Nation) {
		return nil
	}
	return a.Scope[:1]
}

// answeredBy reports whether a reply is a passage's: it quotes it, or, for the
// opening of an article, rests on the article, whose cases say it better.
func answeredBy(p *kb.Passage, reply answer.Answer) bool {
	cites := func(s answer.Source) bool { return s.Article == p.Article.ID }
	cases := p.Lead && reply.Passage == "" && slices.ContainsFunc(reply.Sources, cites)
	return reply.Passage == p.ID || cases || strings.Contains(reply.Text, p.Text)
}
