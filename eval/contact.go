package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"huizhi/answer"
	"huizhi/phrases"
)

// Contact is what somebody wrote who had not seen the program, message by message.
type Contact struct {
	ID    string
	Turns []string
}

// ReadContacts reads a file of them, see eval/contact.
func ReadContacts(path string) ([]Contact, error) {
	return readLines(path, func(line []byte) (c Contact, err error) {
		if err = json.Unmarshal(line, &c); err != nil || len(c.Turns) == 0 {
			return c, fmt.Errorf("%s", phrases.Say("eval.conversation", why(err)))
		}
		return c, nil
	})
}

// Met is one message and its reply.
type Met struct {
	ID      string      `json:"id"`
	Turn    int         `json:"turn"` // from 1
	Said    string      `json:"said"`
	Kind    answer.Kind `json:"kind"`
	Text    string      `json:"text"`
	More    string      `json:"more,omitempty"`
	Suggest []string    `json:"suggest,omitempty"`
	Reread  bool        `json:"reread,omitempty"` // a model that read made it another
}

// Meet sends what they wrote. A conversation ends at a message whose reply waits for one
// of a cassette's that is not written yet: what follows leans on it.
func Meet(ctx context.Context, answers *answer.Answerer, list []Contact, at time.Time) (out []Met, err error) {
	for _, c := range list {
		var f answer.Facts
		for i, text := range c.Turns {
			var reply answer.Answer
			var t answer.Trace
			if f, reply, t, err = answers.Follow(ctx, f, text, at, nil); err != nil {
				return nil, err
			}
			if slices.ContainsFunc(t.Calls, func(c answer.Call) bool { return c.Failed == Unrecorded }) {
				break
			}
			out = append(out, Met{c.ID, i + 1, text, reply.Kind, reply.Text, reply.More, reply.Suggest, t.Reread})
		}
	}
	return out, nil
}
