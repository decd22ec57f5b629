package openai

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

// event is what we read of an event of the stream. go-openai's own type does
// not know "reasoning", and takes an error whose key is not the first for an
// event without choices.
type event struct {
	Choices []choice
	Usage   *openai.Usage
	Error   json.RawMessage
}

type choice struct {
	Index int
	Delta struct {
		Content          string
		Reasoning        string // as Ollama, vLLM and OpenRouter say
		ReasoningContent string `json:"reasoning_content"` // as DeepSeek says
		Refusal          string
	}
	FinishReason string `json:"finish_reason"`
}

// failed reports whether the event is an error. An error of null is none.
func (e event) failed() bool { return len(e.Error) > 0 && string(e.Error) != "null" }

// reply is what has come of a reply so far.
type reply struct {
	most     int
	chunk    func(string) // may be nil
	text     strings.Builder
	all      strings.Builder // with thoughts
	thoughts thoughts
	finish   string
	usage    *openai.Usage
}

// take reads one event and reports whether it brought anything. There is no
// line where go-openai met an error event that it could not decode.
func (r *reply) take(line []byte) (bool, error) {
	var e event
	switch {
	case line == nil:
		return false, fail(answer.ServerFault)
	case json.Unmarshal(line, &e) != nil:
		return false, fail(answer.Garbled)
	case e.failed():
		return false, fail(answer.ServerFault)
	}
	if e.Usage != nil {
		r.usage = e.Usage
	}
	came := false
	for _, c := range e.Choices {
		more, err := r.hear(c)
		if err != nil {
			return false, err
		}
		came = came || more
	}
	return came, nil
}

// hear takes what a choice brings. We ask for one: another is not ours, and
// nothing follows the end.
func (r *reply) hear(c choice) (bool, error) {
	d := c.Delta
	brought := d.Reasoning + d.ReasoningContent + d.Refusal + d.Content
	if c.Index != 0 || (r.finish != "" && brought != "") {
		return false, fail(answer.Garbled)
	}
	r.all.WriteString(brought)
	if r.all.Len() > r.most {
		return false, fail(answer.TooLong)
	}
	r.say(r.thoughts.strip(d.Content))
	if c.FinishReason != "" && (r.finish == "" || r.finish == stop) {
		r.finish = c.FinishReason
	}
	return brought != "" || c.FinishReason != "", nil
}

const stop = string(openai.FinishReasonStop)

func (r *reply) say(text string) {
	if text == "" {
		return
	}
	r.text.WriteString(text)
	if r.chunk != nil {
		r.chunk(text)
	}
}

// end is the verdict when the stream has ended. Text with a replacement
// character was broken on its way: bytes that are no UTF-8 are read as one. A
// thought's end without its beginning means that the thought was taken for text.
func (r *reply) end() error {
	if r.finish == stop {
		r.say(r.thoughts.rest())
	}
	text := r.text.String()
	switch {
	case r.finish == "":
		return fail(answer.CutOff)
	case r.finish != stop:
		return fail(answer.Unfinished)
	case strings.ContainsRune(text, utf8.RuneError), strings.Contains(text, thoughtEnds):
		return fail(answer.Garbled)
	case strings.TrimSpace(text) == "":
		return fail(answer.Blank)
	}
	return nil
}

// cost is the tokens read and written: as the server counts, else estimated
// from the prompt and from all that has come, thoughts included.
func (r *reply) cost(p answer.Prompt) (in, out int) {
	if u := r.usage; u != nil && u.PromptTokens > 0 && u.CompletionTokens >= 0 {
		return u.PromptTokens, u.CompletionTokens
	}
	return answer.Tokens(p.System) + answer.Tokens(p.User), answer.Tokens(r.all.String())
}
