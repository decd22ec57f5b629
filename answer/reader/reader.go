// Package reader asks a language model what a message means: which of the passages that
// were found answer it, which field of the cases, what it says of the case.
//
//	answer.Matter ─ prompt, schema ─▶ model ─ one JSON object ─▶ answer.Opinion
//
// What a model may say is in prompts/read-1.txt and in the schema; whether it holds is
// checked in package answer. A prompt that is changed gets a new name, so that what was
// recorded with the old one is not taken for it.
package reader

import (
	"context"
	"encoding/json"
	"fmt"

	"huizhi/answer"
	"huizhi/kb"
)

// Reader lets one model read.
type Reader struct {
	model  answer.Model
	system string
	schema json.RawMessage
}

// New returns a reader that asks a model, in the words of our vocabulary.
func New(m answer.Model, words *kb.Vocabulary) (*Reader, error) {
	l := newLists(words)
	system, err := l.prompt()
	if err != nil {
		return nil, fmt.Errorf("reader: %w", err)
	}
	return &Reader{m, system, l.schema()}, nil
}

// mostTokens is what an opinion may take: the longest that holds three questions.
const mostTokens = 400

// Read asks the model once. What is no opinion at all is Garbled.
func (r *Reader) Read(ctx context.Context, m answer.Matter) (answer.Opinion, answer.Call) {
	user, shown := r.user(m)
	p := answer.Prompt{Purpose: answer.ToRead, System: r.system, User: user, Schema: r.schema, Tokens: mostTokens}
	call := answer.Complete(ctx, r.model, p, nil)
	if call.Failed != "" {
		return answer.Opinion{}, call
	}
	o, err := parse(call.Completion.Text)
	if err != nil {
		call.Failed = answer.Garbled
	}
	o.Shown = shown
	return o, call
}
