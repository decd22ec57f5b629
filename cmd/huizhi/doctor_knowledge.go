package main

import (
	"context"
	"errors"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai"
	"huizhi/kb"
	"huizhi/phrases"
)

// knowledge is the articles: whether they may be used, and how many have to be
// looked at again.
func (p *patient) knowledge(context.Context) finding {
	a := p.articles()
	if a.err != nil {
		return isWrong("doctor.articles.unread").andWrong(a.err)
	}
	all := len(a.corpus.Articles())
	if bad := kb.Errors(judge(a.corpus, a.problems)); len(bad) > 0 {
		return isWrong("doctor.articles.bad", len(bad)).and(wrong, list(bad))
	}
	if all == 0 {
		return isWrong("doctor.articles.unread").then("kb.empty")
	}
	if n := overdue(a.corpus, time.Now()); n > 0 {
		return isDoubtful("doctor.articles.overdue", all, n).then("doctor.articles.review")
	}
	return isSound("doctor.articles.good", all)
}

// overdue counts the articles that were to be looked at again before today.
func overdue(corpus *kb.Corpus, today time.Time) (n int) {
	for _, a := range corpus.Articles() {
		if !a.ReviewBy.IsZero() && today.Format(time.DateOnly) > a.ReviewBy.Format(time.DateOnly) {
			n++
		}
	}
	return n
}

// hail is all that a model is asked here.
var hail = answer.Prompt{System: "Reply with the word OK and nothing else.", User: "OK?"}

// model is the language model, if one is set.
func (p *patient) model(ctx context.Context) finding {
	m := p.config.model
	if m.name == "" {
		return isSound("doctor.model.none")
	}
	if err := m.check(); err != nil {
		return isWrong("doctor.model.misset").andWrong(err)
	}
	ctx, stop := context.WithTimeoutCause(ctx, netTime, &answer.ModelError{Reason: answer.Overtime})
	defer stop()
	client := openai.New(openai.Config{BaseURL: m.base, Key: m.key, Model: m.name})
	defer client.Close()
	done, err := client.Complete(ctx, hail, nil)
	if said := (*answer.ModelError)(nil); errors.As(err, &said) {
		return isWrong("doctor.model.failed", m.name, phrases.Say("reason."+string(said.Reason))).then("doctor.model.look")
	}
	return isSound("doctor.model.good", m.name, round(done.Took)).andWrong(err)
}
