package openai

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai/fake"
)

// reading is a prompt for one object.
var reading = answer.Prompt{
	Purpose: answer.ToRead, System: "Write JSON.", User: `{"q":"去哪办?"}`, Tokens: 60,
	Schema: json.RawMessage(`{"type":"object","properties":{},"required":[],"additionalProperties":false}`),
}

// asked are the forms of requests in short: the format, and + with a field that
// switches thinking off.
func asked(requests []fake.Request) string {
	var out []string
	for _, r := range requests {
		short := strings.TrimPrefix(r.Format, "json_")
		if short == "" {
			short = "text"
		}
		if len(r.Extra) > 0 {
			short += "+"
		}
		out = append(out, short)
	}
	return strings.Join(out, " ")
}

// What a server refuses is left out at once, and from then on.
func TestTheFormStepsDown(t *testing.T) {
	const thinker = "Qwen/Qwen3-8B"
	for _, c := range []struct{ mode, model, first, next string }{
		{"ok", "trial", "schema", "schema"},
		{"no_schema", "trial", "schema object", "object"},
		{"no_json", "trial", "schema object text", "text"},
		{"ok", thinker, "schema+", "schema+"},
		{"no_schema", thinker, "schema+ object+", "object+"},
		{"no_json", thinker, "schema+ object+ text+", "text+"},
		{"no_thinking_field", thinker, "schema+ object+ text+ schema", "schema"},
		{"plain_only", thinker, "schema+ object+ text+ schema object text", "text"},
		{"error_ollama_400", "trial", "schema object text", "schema object text"}, // nothing was learned
	} {
		limits := quick()
		limits.Pause = time.Hour // a step is no second try
		client, server := playModel(t, c.mode, c.model, limits)
		want := ""
		for _, forms := range []string{c.first, c.next} {
			done, err := client.Complete(t.Context(), reading, nil)
			want = strings.TrimSpace(want + " " + forms)
			if got := asked(server.Requests()); got != want || done.Tries != len(strings.Fields(forms)) {
				t.Errorf("%s, %s: asked %q, want %q; %d tries", c.mode, c.model, got, want, done.Tries)
			}
			if r := reasonFor(t, err); r != outcomes[c.mode].reason {
				t.Errorf("%s, %s: %q", c.mode, c.model, r)
			}
		}
	}
}

// A prompt for text has no format to leave out, and teaches nothing of formats.
func TestTextHasNoFormat(t *testing.T) {
	client, server := playModel(t, "plain_only", "qwen3", quick())
	for _, p := range []answer.Prompt{prompt, prompt, reading, prompt, reading} {
		if _, err := client.Complete(t.Context(), p, nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := asked(server.Requests()); got != "text+ text text schema object text text text" {
		t.Error(got)
	}
}

// program is a road that answers with one status after the other, the last one
// for ever: 200 is a stream that ends well.
type program struct {
	statuses []int
	bodies   []string
}

func (p *program) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	p.bodies = append(p.bodies, string(body))
	status := p.statuses[min(len(p.bodies), len(p.statuses))-1]
	return &http.Response{
		StatusCode: status,
		Header:     http.Header{"Content-Type": {"text/event-stream"}},
		Body:       io.NopCloser(strings.NewReader(wellSaid)),
	}, nil
}

func TestWhichRefusalsAreOfTheForm(t *testing.T) {
	for status, asked := range map[int]int{
		400: 2, 404: 2, 415: 2, 422: 2, 501: 2, // the second form is taken
		401: 1, 403: 1, 402: 1, 413: 1, 429: 2, 500: 2, 503: 2, // 429 and 5xx may pass: the same again
	} {
		limits := quick()
		road := &program{statuses: []int{status, 200}}
		_, err := newClient(Config{Model: "trial", Limits: limits}, road).Complete(t.Context(), reading, nil)
		if len(road.bodies) != asked || (err == nil) != (asked == 2) {
			t.Errorf("%d: asked %d times, %v", status, len(road.bodies), err)
		}
		if stepped := asked == 2 && road.bodies[0] != road.bodies[1]; stepped != slices.Contains([]int{400, 404, 415, 422, 501}, status) {
			t.Errorf("%d: stepped is %v", status, stepped)
		}
	}
}

// What remains when nothing more can be left out is what it always was.
func TestARefusalThatRemains(t *testing.T) {
	for status, want := range map[int]answer.Reason{400: answer.Rejected, 422: answer.Rejected, 404: answer.NotThere, 501: answer.ServerFault} {
		road := &program{statuses: []int{status}}
		_, err := newClient(Config{Model: "trial", Limits: quick()}, road).Complete(t.Context(), reading, nil)
		if got := reasonFor(t, err); got != want || err.(*answer.ModelError).Status != status {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// A fault that may pass has its second try after a step, in the form that is left.
func TestASecondTryAfterAStep(t *testing.T) {
	road := &program{statuses: []int{400, 503, 200}}
	done, err := newClient(Config{Model: "trial", Limits: quick()}, road).Complete(t.Context(), reading, nil)
	if err != nil || done.Tries != 3 || len(road.bodies) != 3 || road.bodies[1] != road.bodies[2] {
		t.Errorf("%v, %+v, %q", err, done, road.bodies)
	}
}

func TestTheFieldsOfThinking(t *testing.T) {
	client, server := playModel(t, "ok", "Qwen/Qwen3-8B", quick())
	fails(t, client, 1, "")
	r := server.Requests()[0]
	if got := string(r.Extra["chat_template_kwargs"]); got != `{"enable_thinking":false}` || len(r.Extra) != 1 {
		t.Errorf("%s", r.Body)
	}
	if r.Model != "Qwen/Qwen3-8B" || r.System != prompt.System || r.User != prompt.User || !r.Stream {
		t.Errorf("the field took the place of another: %s", r.Body)
	}
}

// The transport sends a request again if its connection was stale: it must be able to.
func TestAnExtendedRequestCanBeSentAgain(t *testing.T) {
	ctx := withFields(t.Context(), `"a":1`)
	r, _ := http.NewRequestWithContext(ctx, http.MethodPost, "http://u:p@127.0.0.1/v1?x=1", bytes.NewReader([]byte(`{"b":2}`)))
	r.Header.Set("Authorization", "Bearer k")
	out, err := extended(r)
	if err != nil || out.URL.String() != r.URL.String() || out.Header.Get("Authorization") != "Bearer k" || out.GetBody == nil {
		t.Fatalf("%v, %+v", err, out)
	}
	again, _ := out.GetBody()
	for _, body := range []io.Reader{out.Body, again} {
		if got, _ := io.ReadAll(body); string(got) != `{"a":1,"b":2}` || out.ContentLength != int64(len(got)) {
			t.Errorf("%s, length %d", got, out.ContentLength)
		}
	}
}
