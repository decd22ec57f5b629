package openai

import (
	"cmp"
	"slices"
	"strings"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

const (
	// temperature is low. Zero would be left out of the request, and then it
	// is the server's default, which is 1.
	temperature = 0.01
	// maxTokens a reply may have if its prompt does not say: some 800 Chinese characters.
	maxTokens = 800
	// thoughtTokens are allowed on top: many models think first whatever their
	// name, and thoughts count.
	thoughtTokens = 3200
)

// thinkers are the beginnings of names of models that think first: they refuse
// a temperature and max_tokens, and go-openai refuses it for them.
var thinkers = []string{"o1", "o3", "o4", "gpt-5", "gpt-6"}

// request is a prompt as the server wants it.
func request(model string, p answer.Prompt, f form) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{
		Model: model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: p.System},
			{Role: openai.ChatMessageRoleUser, Content: p.User},
		},
		Stream:        true,
		StreamOptions: &openai.StreamOptions{IncludeUsage: true},
	}
	if f.format != "" {
		r.ResponseFormat = format(p, f)
	}
	most := cmp.Or(p.Tokens, maxTokens) + thoughtTokens
	if thinks(model) {
		r.MaxCompletionTokens = most
		return r
	}
	r.Temperature = temperature
	r.MaxTokens = most //lint:ignore SA1019 servers that are not OpenAI's may know no other
	return r
}

// format is the reply's format. A schema needs a name, and is strict: without, it
// is a hint.
func format(p answer.Prompt, f form) *openai.ChatCompletionResponseFormat {
	out := &openai.ChatCompletionResponseFormat{Type: f.format}
	if f.format == openai.ChatCompletionResponseFormatTypeJSONSchema {
		name := cmp.Or(string(p.Purpose), "reply")
		out.JSONSchema = &openai.ChatCompletionResponseFormatJSONSchema{Name: name, Schema: p.Schema, Strict: true}
	}
	return out
}

// thinks tells by the name.
func thinks(model string) bool {
	return slices.ContainsFunc(thinkers, func(t string) bool { return strings.HasPrefix(bare(model), t) })
}

// bare is a model's name without its vendor's: openai/gpt-5.
func bare(model string) string { return model[strings.LastIndexByte(model, '/')+1:] }
