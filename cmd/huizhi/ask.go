package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// ask answers the question on the command line, or one question for each line
// of JSON on standard input.
func ask(ctx context.Context, c *call) error {
	if !c.config.json && len(c.args) == 0 {
		return usageError(phrases.Say("usage.no_question"))
	}
	if c.config.json && c.config.explain {
		return usageError(phrases.Say("usage.explain_json"))
	}
	lib, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	question := strings.Join(c.args, " ")
	switch {
	case c.config.json && question != "":
		return askLines(ctx, answers, oneLine(question), c.out)
	case c.config.json:
		lib.watch(ctx, c)
		defer func() { tell(c.errs, answers.Tally()) }()
		return askLines(ctx, answers, c.in, c.out)
	}
	return showAnswer(ctx, c, answers, question)
}

// oneLine is a question from the command line as a line of JSON.
func oneLine(question string) io.Reader {
	line, _ := json.Marshal(asked{Text: question}) // two strings always marshal
	return bytes.NewReader(line)
}

// asked is one line in.
type asked struct {
	Chat string `json:"chat"`
	Text string `json:"text"`
}

// answered is one line out.
type answered struct {
	Chat    string          `json:"chat"`
	Kind    answer.Kind     `json:"kind"`
	Passage kb.PassageID    `json:"passage,omitempty"`
	Place   place.Name      `json:"place"`
	Service kb.Service      `json:"service"`
	Asks    string          `json:"asks"`
	Text    string          `json:"text"`
	More    string          `json:"more,omitempty"`
	Sources []answer.Source `json:"sources"`
	Suggest []string        `json:"suggest"`
}

// unread is the line out for a line that could not be read.
type unread struct {
	Chat  string `json:"chat"`
	Kind  string `json:"kind"`
	Error string `json:"error"`
}

// askLines answers line by line, in order. Lines of one chat are one conversation.
func askLines(ctx context.Context, answers *answer.Answerer, in io.Reader, out io.Writer) error {
	chats := map[string]answer.Facts{}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for l := range lines(ctx, in) {
		if err := enc.Encode(askLine(ctx, answers, chats, l)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// askLine answers one line, or says why it cannot.
func askLine(ctx context.Context, answers *answer.Answerer, chats map[string]answer.Facts, l line) any {
	var q *asked
	switch {
	case l.err != nil:
		return unread{Kind: "error", Error: phrases.Say("json.too_long", maxLine>>20)}
	case !json.Valid(l.text):
		return unread{Kind: "error", Error: phrases.Say("json.not")}
	case json.Unmarshal(l.text, &q) != nil || q == nil:
		return unread{Kind: "error", Error: phrases.Say("json.shape")}
	}
	f, a, err := answers.Answer(ctx, chats[q.Chat], q.Text, time.Now())
	if err != nil {
		return unread{Chat: q.Chat, Kind: "error", Error: phrases.Say("json.failed")}
	}
	chats[q.Chat] = f
	return answered{q.Chat, a.Kind, a.Passage, a.Place, a.Service, a.Asks, a.Text, a.More, orEmpty(a.Sources), orEmpty(a.Suggest)}
}

// orEmpty makes a missing list an empty one, for readers of JSON.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
