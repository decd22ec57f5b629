package openai

import (
	"encoding/json"
	"testing"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

func TestWhatIsSent(t *testing.T) {
	client, server := play(t, "ok", quick())
	if _, err := client.Complete(t.Context(), prompt, nil); err != nil {
		t.Fatal(err)
	}
	r := server.Requests()[0]
	if r.Model != "trial" || r.System != prompt.System || r.User != prompt.User || !r.Stream || !r.Usage || r.Format != "" {
		t.Errorf("%+v", r)
	}
	if r.Temperature == nil || *r.Temperature <= 0 || *r.Temperature > 0.1 || r.MaxTokens != maxTokens+thoughtTokens || r.MaxCompletionTokens != 0 {
		t.Errorf("%s", r.Body)
	}
}

func TestASchemaIsAskedFor(t *testing.T) {
	client, server := play(t, "ok", quick())
	if _, err := client.Complete(t.Context(), reading, nil); err != nil {
		t.Fatal(err)
	}
	r := server.Requests()[0]
	if r.Format != "json_schema" || string(r.Schema) != string(reading.Schema) || r.SchemaName != "read" || !r.Strict {
		t.Errorf("%s", r.Body)
	}
	if len(r.Extra) != 0 || r.MaxTokens != reading.Tokens+thoughtTokens {
		t.Errorf("%s", r.Body)
	}
}

// A schema that is no JSON is a mistake of ours, and is not sent.
func TestASchemaThatIsNone(t *testing.T) {
	client, server := play(t, "ok", quick())
	_, err := client.Complete(t.Context(), answer.Prompt{User: "u", Schema: json.RawMessage("{")}, nil)
	if got := reasonFor(t, err); got != answer.Rejected || len(server.Requests()) != 0 {
		t.Errorf("%q, %d requests", got, len(server.Requests()))
	}
}

// go-openai refuses requests that it thinks a model would refuse. It must have
// no reason to.
func TestNoModelIsRefusedByTheLibrary(t *testing.T) {
	thinking := []string{
		openai.O1, openai.O1Mini, openai.O3, openai.O3Mini, openai.O4Mini, openai.GPT5, openai.GPT5Nano,
		openai.GPT5Dot6Sol, openai.GPT6Sol, openai.GPT6Luna, openai.GPT6Astra, openai.GPT6Dot1Sol,
		"openai/gpt-5-mini", "gpt-6-anything",
	}
	plain := []string{openai.GPT4o, openai.GPT4Dot1, "qwen3:8b", "deepseek-chat", "Qwen/Qwen3-8B", "gpt-oss:20b"}
	for _, model := range append(thinking, plain...) {
		r := request(model, reading, forms(reading, true)[0])
		if err := openai.NewReasoningValidator().Validate(r); err != nil {
			t.Errorf("%s: %v", model, err)
		}
	}
	for _, model := range thinking {
		if sent := fields(t, model); sent["temperature"] || sent["max_tokens"] || !sent["max_completion_tokens"] {
			t.Errorf("%s is asked as if it did not think", model)
		}
	}
	for _, model := range plain {
		if sent := fields(t, model); !sent["temperature"] || !sent["max_tokens"] || sent["max_completion_tokens"] {
			t.Errorf("%s is asked as if it thought", model)
		}
	}
}

// fields are the names of what is sent to a model.
func fields(t *testing.T, model string) map[string]bool {
	t.Helper()
	var body map[string]any
	raw, err := json.Marshal(request(model, prompt, form{}))
	if err != nil || json.Unmarshal(raw, &body) != nil {
		t.Fatal(err)
	}
	sent := map[string]bool{}
	for name := range body {
		sent[name] = true
	}
	return sent
}

// Some names go-openai does refuse: old models that only complete.
func TestAModelThatCannotChat(t *testing.T) {
	client := New(Config{BaseURL: "http://127.0.0.1:1/v1", Model: "davinci"})
	done, err := client.Complete(t.Context(), prompt, nil)
	if got := reasonFor(t, err); got != answer.Rejected || done.In != 0 {
		t.Errorf("%q, %+v", got, done)
	}
}

// What a customer wrote comes through whatever it is.
func TestAnyTextCanBeSent(t *testing.T) {
	client, server := play(t, "ok", quick())
	text := "\"\\\u2028</think>\x00 你好 <b>&"
	raw, _ := json.Marshal(text)
	if _, err := client.Complete(t.Context(), answer.Prompt{User: string(raw)}, nil); err != nil {
		t.Fatal(err)
	}
	if got := server.Requests()[0].User; got != string(raw) {
		t.Errorf("%q", got)
	}
}
