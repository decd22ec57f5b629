package openai

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"strings"
	"testing"
	"time"

	"huizhi/answer"
)

// wellSaid is a stream that ends well.
const wellSaid = `data: {"choices":[{"index":0,"delta":{"content":"好"}}]}

data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

data: [DONE]

`

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// tape is a road on which every answer is the same event stream.
type tape []byte

func (t tape) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"text/event-stream"}},
		Body:       io.NopCloser(bytes.NewReader(t)),
	}, nil
}

// shelf is a tape that notes whether it was put back.
type shelf struct {
	tape
	status int
	closed bool
}

func (s *shelf) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := s.tape.RoundTrip(r)
	resp.StatusCode = s.status
	resp.Body = struct {
		io.Reader
		io.Closer
	}{resp.Body, s}
	return resp, err
}

func (s *shelf) Close() error {
	s.closed = true
	return nil
}

func TestEveryBodyIsClosed(t *testing.T) {
	for _, status := range []int{200, 307, 404, 500} {
		road := &shelf{tape: tape(wellSaid), status: status}
		_, _ = newClient(Config{Limits: quick()}, road).Complete(t.Context(), prompt, nil)
		if !road.closed {
			t.Errorf("the body of a %d stays open", status)
		}
	}
}

func TestTheCapOfText(t *testing.T) {
	for n, want := range map[int]answer.Reason{16 << 10: "", 16<<10 + 1: answer.TooLong} {
		for _, piece := range []int{1 << 10, 1 << 14} {
			text := strings.Repeat(strings.ReplaceAll(wellSaid[:strings.Index(wellSaid, "\n")+2], "好", strings.Repeat("a", piece)), n/piece)
			text += strings.ReplaceAll(wellSaid, "好", strings.Repeat("a", n%piece))
			if _, _, err := hear(t, text); reasonFor(t, err) != want {
				t.Errorf("%d bytes: %v, want %q", n, err, want)
			}
		}
	}
}

func TestTheCapOfTheWire(t *testing.T) {
	stream := &body{ReadCloser: io.NopCloser(strings.NewReader(strings.Repeat(":", 100))), left: 10}
	got, err := io.ReadAll(stream)
	if len(got) != 10 || reasonOf(err).Reason != answer.TooLong {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// hear is what a client makes of a stream, and what it heard meanwhile.
func hear(t *testing.T, stream string) (answer.Completion, string, error) {
	limits := quick()
	limits.Pause = time.Nanosecond
	var heard strings.Builder
	client := newClient(Config{Model: "trial", Limits: limits}, tape(stream))
	done, err := client.Complete(t.Context(), prompt, func(s string) { heard.WriteString(s) })
	return done, heard.String(), err
}

func TestStreams(t *testing.T) {
	const (
		text = `data: {"choices":[{"index":0,"delta":{"content":"好"}}]}` + "\n\n"
		stop = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}` + "\n\n"
		done = "data: [DONE]\n\n"
	)
	for _, c := range []struct {
		name, stream string
		want         answer.Reason
	}{
		{"well", wellSaid, ""},
		{"without [DONE]", text + stop, ""},
		{"returns and line feeds", strings.ReplaceAll(wellSaid, "\n", "\r\n"), ""},
		{"fields of other names", "retry: 3\nid: 1\nevent: message\n" + wellSaid, ""},
		{"[DONE] without a line's end", text + stop + "data: [DONE]", ""},
		{"all in one event", `data: {"choices":[{"delta":{"content":"好"},"finish_reason":"stop"}]}` + "\n\n", ""},
		{"an error of null", `data: {"error":null,"choices":[{"delta":{"content":"好"},"finish_reason":"stop"}]}` + "\n\n", answer.ServerFault}, // go-openai goes by how the line begins
		{"null later", `data: {"choices":[{"delta":{"content":"好"},"finish_reason":"stop"}],"error":null}` + "\n\n", ""},
		{"nothing", "", answer.CutOff},
		{"only [DONE]", done, answer.CutOff},
		{"no stop", text + done, answer.CutOff},
		{"half an event at the end", text + stop[:20], answer.CutOff},
		{"stop after [DONE]", text + done + stop, answer.CutOff},
		{"only space", strings.ReplaceAll(text, "好", `\n  \u3000`) + stop + done, answer.Blank},
		{"only thoughts", strings.ReplaceAll(text, "好", "<think>好") + stop + done, answer.Blank},
		{"a thought without its beginning", strings.ReplaceAll(text, "好", "好</think>好") + stop + done, answer.Garbled},
		{"half a character", strings.ReplaceAll(text, "好", `\ud83d`) + stop + done, answer.Garbled},
		{"a tag that was none", strings.ReplaceAll(text, "好", "<thi") + stop + done, ""},
		{"a page", "<html></html>", answer.Garbled},
		{"a JSON error", `{"error":{"message":"no"}}`, answer.Garbled},
		{"an error, first key", `data: {"error":{"message":"no"}}` + "\n\n", answer.ServerFault},
		{"an error, spaced", `data: { "error" : "no"}` + "\n\n", answer.ServerFault},
		{"an error, later key", text + `data: {"id":"1","error":{"message":"no"}}` + "\n\n", answer.ServerFault},
		{"an error as text", text + `data: {"error":"no"}` + "\n\n", answer.ServerFault},
		{"an event of nothing", text + "data:\n\n" + stop + done, answer.ServerFault},
		{"not an object", "data: 7\n\n", answer.Garbled},
		{"content that is no text", `data: {"choices":[{"delta":{"content":[1]}}]}` + "\n\n", answer.Garbled},
		{"a refusal", `data: {"choices":[{"delta":{"refusal":"I will not"}}]}` + "\n\n" + stop + done, answer.Blank},
	} {
		got, heard, err := hear(t, c.stream)
		if r := reasonFor(t, err); r != c.want {
			t.Errorf("%s: %q, want %q", c.name, r, c.want)
		}
		if err == nil && got.Text != heard {
			t.Errorf("%s: text %q, heard %q", c.name, got.Text, heard)
		}
	}
}

// Whatever a server sends: no panic, a *ModelError, and no success but with the
// finish reason.
func FuzzStream(f *testing.F) {
	f.Add([]byte(wellSaid))
	f.Add([]byte(strings.ReplaceAll(wellSaid, "好", "<think>a</think>b")))
	f.Add([]byte(strings.ReplaceAll(wellSaid, "stop", "length")))
	f.Add([]byte(": ping\n\n" + `data: {"error":{"message":"no"}}` + "\n\n"))
	f.Add([]byte(`data: {"choices":[{"index":0,"delta":{"reasoning":"a","content":null},"finish_reason":null}],"usage":{"prompt_tokens":-1}}` + "\n\n"))
	f.Add([]byte("data: {\"cho\n\ndata:\n\nevent: x\n\n\xef\xbb\xbfdata: [DONE]"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		done, heard, err := hear(t, string(stream))
		reasonFor(t, err)
		if err != nil {
			return
		}
		if !stops(stream) {
			t.Errorf("success without a finish reason: %q", stream)
		}
		if done.Text != heard || strings.TrimSpace(done.Text) == "" || done.In < 0 || done.Out < 0 {
			t.Errorf("%+v, heard %q", done, heard)
		}
	})
}

// stops looks for the finish reason in another way than the client does.
func stops(stream []byte) bool {
	lines := bufio.NewScanner(bytes.NewReader(stream))
	lines.Buffer(nil, 1<<21)
	for lines.Scan() {
		var event map[string]any
		_, data, _ := strings.Cut(lines.Text(), "data:")
		if json.Unmarshal([]byte(data), &event) == nil && finds(event, "stop") {
			return true
		}
	}
	return false
}

// finds reports whether a key finish_reason, in any case, has the value.
func finds(node any, value string) bool {
	switch n := node.(type) {
	case map[string]any:
		for k, v := range n {
			if strings.EqualFold(k, "finish_reason") && v == value || finds(v, value) {
				return true
			}
		}
	case []any:
		for _, v := range n {
			if finds(v, value) {
				return true
			}
		}
	}
	return false
}
