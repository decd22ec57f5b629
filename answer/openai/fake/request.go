package fake

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
)

// Request is what a client asked.
type Request struct {
	Header http.Header
	Body   []byte // as it came

	Model               string
	System              string // the last message of the system
	User                string // the last message of the user
	Stream              bool
	Usage               bool   // usage is wanted at the end of the stream
	Format              string // as json_object; empty for text
	Schema              json.RawMessage
	SchemaName          string
	Strict              bool // the schema is more than a hint
	Temperature         *float64
	MaxTokens           int
	MaxCompletionTokens int
	Extra               map[string]json.RawMessage // the fields that not every server has
}

// decode reads a request of up to a megabyte. The body must be read whole: only
// then does the server notice that a client goes away.
func decode(r *http.Request) (Request, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return Request{}, err
	}
	var in wire
	if err := json.Unmarshal(raw, &in); err != nil {
		return Request{}, err
	}
	format := in.ResponseFormat
	return Request{
		Header: r.Header.Clone(), Body: raw,
		Model: in.Model, System: in.last("system"), User: in.last("user"),
		Stream: in.Stream, Usage: in.StreamOptions.IncludeUsage,
		Format: format.Type, Schema: format.JSONSchema.Schema, SchemaName: format.JSONSchema.Name, Strict: format.JSONSchema.Strict,
		Temperature: in.Temperature, MaxTokens: in.MaxTokens, MaxCompletionTokens: in.MaxCompletionTokens,
		Extra: extra(raw),
	}, nil
}

// wire is a request as it is sent.
type wire struct {
	Model    string
	Messages []struct{ Role, Content string }
	Stream   bool

	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	ResponseFormat struct {
		Type       string
		JSONSchema struct {
			Name   string
			Strict bool
			Schema json.RawMessage
		} `json:"json_schema"`
	} `json:"response_format"`

	Temperature         *float64
	MaxTokens           int `json:"max_tokens"`
	MaxCompletionTokens int `json:"max_completion_tokens"`
}

// everywhere are the fields that every server has, or ignores.
var everywhere = []string{"model", "messages", "stream", "stream_options", "response_format", "temperature", "max_tokens", "max_completion_tokens"}

// extra are the fields of a request that not every server has.
func extra(raw []byte) map[string]json.RawMessage {
	var all map[string]json.RawMessage
	_ = json.Unmarshal(raw, &all) // it is an object: see decode
	maps.DeleteFunc(all, func(name string, _ json.RawMessage) bool { return slices.Contains(everywhere, name) })
	return all
}

// last is the last message somebody wrote.
func (w wire) last(role string) string {
	text := ""
	for _, m := range w.Messages {
		if m.Role == role {
			text = m.Content
		}
	}
	return text
}
