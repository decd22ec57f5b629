package openai

import (
	"slices"
	"strings"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

const (
	// temperature is low. Zero would be left out of the request, and then it
	// is the server's default, which is 1.
	temperature = 0.01
	// maxTokens a reply may have: some 800 Chinese characters.
	maxTokens = 800
	// thoughtTokens are allowed on top: many models think first whatever their
	// name, and thoughts count.
	thoughtTokens = 3200
)

// thinkers are the beginnings of names of models that think first: they refuse
// a temperature and max_tokens, and go-openai refuses it for them.
var thinkers = []string{"o1", "o3", "o4", "gpt-5", "gpt-6"}

// request is a prompt as the server wants it.
func request(model string, p answer.Prompt) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{
		Model: model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: p.System},
			{Role: openai.ChatMessageRoleUser, Content: p.User},
		},
		Stream:        true,
		StreamOptions: &openai.StreamOptions{IncludeUsage: true},
	}
	if p.JSON {
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	if thinks(model) {
		r.MaxCompletionTokens = maxTokens + thoughtTokens
		return r
	}
	r.Temperature = temperature
	r.MaxTokens = maxTokens + thoughtTokens //lint:ignore SA1019 servers that are not OpenAI's may know no other
	return r
}

// thinks tells by the name, which may come with a vendor's: openai/gpt-5.
func thinks(model string) bool {
	name := model[strings.LastIndexByte(model, '/')+1:]
	return slices.ContainsFunc(thinkers, func(t string) bool { return strings.HasPrefix(name, t) })
}
