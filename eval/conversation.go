package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/phrases"
)

// maxReply is how many characters a reply may have, without what is behind 更多.
const maxReply = 500

// anyPlace stands for a place that is not checked.
const anyPlace = "*"

// Conversation is what somebody writes, turn by turn, and what the reply to
// the last turn must be.
type Conversation struct {
	ID     string
	Style  string
	Turns  []string
	Expect Expectation
}

// Expectation is what a reply must be. Must and Never are regular expressions.
type Expectation struct {
	Kind  oneOf   // answer, ask, unknown, …
	Place oneOf   // full names; null for none; "*" when it is not checked
	Must  []regex // each must match
	Never []regex `json:"must_not"`
	Asks  oneOf   // what is asked back, if something is
}

// oneOf is alternatives: a string, a list of them, or null.
type oneOf []string

// UnmarshalJSON reads a string as a list of one.
func (o *oneOf) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*o = make(oneOf, 1)
		return json.Unmarshal(data, &(*o)[0])
	}
	return json.Unmarshal(data, (*[]string)(o))
}

// regex is a regular expression in JSON.
type regex struct{ *regexp.Regexp }

// UnmarshalJSON compiles it.
func (r *regex) UnmarshalJSON(data []byte) (err error) {
	var text string
	if err = json.Unmarshal(data, &text); err == nil {
		r.Regexp, err = regexp.Compile(text)
	}
	return err
}

// ReadConversations reads a file with a conversation in each line of JSON, and
// says which line it cannot read.
func ReadConversations(path string) ([]Conversation, error) {
	return readLines(path, func(line []byte) (c Conversation, err error) {
		if err = json.Unmarshal(line, &c); err != nil || len(c.Turns) == 0 {
			return c, fmt.Errorf("%s", phrases.Say("eval.conversation", why(err)))
		}
		return c, nil
	})
}

// why is an error in words, or that turns are missing.
func why(err error) string {
	if err == nil {
		return "turns"
	}
	return err.Error()
}

// Conversations holds every conversation and examines its last reply.
func Conversations(ctx context.Context, cs []Conversation, answers *answer.Answerer, at time.Time) ([]Result, error) {
	var out []Result
	for _, c := range cs {
		var facts answer.Facts
		var reply answer.Answer
		for _, turn := range c.Turns {
			var err error
			if facts, reply, err = answers.Answer(ctx, facts, turn, at); err != nil {
				return nil, err
			}
		}
		out = append(out, Result{c.Style, c.ID, strings.Join(c.Turns, " → "), c.Expect.examine(reply), c.Expect.Kind.has(string(reply.Kind)) && wrongVerdict(reply.Text, c.Expect.text)})
	}
	return out, nil
}

// examine compares a reply with what is expected of it.
func (x Expectation) examine(reply answer.Answer) []string {
	var e examiner
	e.fault(!x.Kind.has(string(reply.Kind)), "eval.kind", reply.Kind, x.Kind)
	e.fault(!x.Place.has(anyPlace) && !x.Place.has(string(reply.Place)), "eval.place", reply.Place, x.Place)
	e.fault(reply.Kind == answer.KindAsk && len(x.Asks) > 0 && !x.Asks.has(reply.Asks), "eval.asks", reply.Asks, x.Asks)
	e.fault(reply.Kind == answer.KindAnswer && len(reply.Sources) == 0, "eval.no_source")
	e.fault(len([]rune(reply.Text)) > maxReply, "eval.long", len([]rune(reply.Text)), maxReply)
	return append(e.wrong, x.text(reply.Text)...)
}

// text compares the text of a reply with what it must and must not say.
func (x Expectation) text(text string) []string {
	var e examiner
	for _, re := range x.Must {
		e.fault(!re.MatchString(text), "eval.lacks", re)
	}
	for _, re := range x.Never {
		e.fault(re.MatchString(text), "eval.says", re)
	}
	return e.wrong
}

// has reports whether a value is one of the alternatives; none is an empty one.
func (o oneOf) has(value string) bool {
	return slices.Contains(o, value) || len(o) == 0 && value == ""
}
