package fake

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const streamed = `{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"S"},{"role":"user","content":"U"}]}`

func start(t *testing.T, b Behaviour) *Server {
	t.Helper()
	b.Pause = time.Millisecond
	s, err := Start(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// ask posts a body and returns the response; its body is closed with the test.
func ask(t *testing.T, ctx context.Context, s *Server, body string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL()+"/chat/completions", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(r)
	if err == nil {
		t.Cleanup(func() { _ = resp.Body.Close() })
	}
	return resp, err
}

// events are the data of an event stream.
func events(t *testing.T, r io.Reader) []string {
	t.Helper()
	var out []string
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			out = append(out, data)
		}
	}
	return out
}

// chunk is what the tests read of an event.
type chunk struct {
	Choices []struct {
		Delta        struct{ Role, Content string }
		FinishReason *string `json:"finish_reason"`
	}
	Usage *struct {
		Prompt int `json:"prompt_tokens"`
	}
}

func TestAStream(t *testing.T) {
	s := start(t, Behaviour{Write: func(r Request) string { return "你好吗，" + r.User + "!" }})
	resp, err := ask(t, t.Context(), s, streamed)
	if err != nil || resp.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatal(err, resp)
	}
	got := events(t, resp.Body)
	if n := len(got); n != 6 || got[n-1] != "[DONE]" {
		t.Fatalf("%q", got)
	}
	chunks := make([]chunk, 5)
	for i := range chunks {
		if !utf8.ValidString(got[i]) || json.Unmarshal([]byte(got[i]), &chunks[i]) != nil {
			t.Fatalf("%q", got[i])
		}
	}
	if d := chunks[0].Choices[0].Delta; d.Role != "assistant" || d.Content != "" {
		t.Errorf("the first: %+v", d)
	}
	if text := chunks[1].Choices[0].Delta.Content + chunks[2].Choices[0].Delta.Content; text != "你好吗，U!" {
		t.Errorf("%q", text)
	}
	if f := chunks[3].Choices[0].FinishReason; f == nil || *f != "stop" {
		t.Errorf("finish: %v", f)
	}
	if c := chunks[4]; len(c.Choices) != 0 || c.Usage == nil || c.Usage.Prompt != 2 {
		t.Errorf("usage: %+v", c)
	}
}

func TestWithoutAStream(t *testing.T) {
	resp, err := ask(t, t.Context(), start(t, Behaviour{}), `{"model":"m","messages":[]}`)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Choices []struct{ Message struct{ Content string } }
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.Choices[0].Message.Content != Sentence {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRequestsAreKept(t *testing.T) {
	s := start(t, Behaviour{})
	for range remembered + 2 {
		s.note(Request{})
	}
	if _, err := ask(t, t.Context(), s, streamed); err != nil {
		t.Fatal(err)
	}
	all := s.Requests()
	last := all[len(all)-1]
	if len(all) != remembered || last.System != "S" || last.User != "U" || !last.Usage || last.Header.Get("User-Agent") == "" {
		t.Errorf("%d, %+v", len(all), last)
	}
}

func TestWhatIsNoRequest(t *testing.T) {
	s := start(t, Behaviour{})
	resp, err := ask(t, t.Context(), s, "not JSON")
	if err != nil || resp.StatusCode != http.StatusBadRequest || len(s.Requests()) != 0 {
		t.Error(resp, err)
	}
	resp, err = http.Get(s.URL() + "/chat/completions")
	if err != nil || resp.StatusCode != http.StatusMethodNotAllowed {
		t.Error(resp, err)
	}
	_ = resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
}

func TestNoSuchMode(t *testing.T) {
	if _, err := Start(Behaviour{Mode: "friendly"}); err == nil {
		t.Error("there is a mode nobody wrote")
	}
	if _, err := Start(Behaviour{Addr: "no address"}); err == nil {
		t.Error("it listens at no address")
	}
}

func TestModesAreNamedAndTold(t *testing.T) {
	names := map[string]bool{}
	for _, m := range Modes() {
		if m.Name == "" || m.About == "" || m.play == nil || names[m.Name] || strings.Contains(m.About, "\n") {
			t.Errorf("%+v", m)
		}
		names[m.Name] = true
	}
}

// Whatever is being played ends when the client goes away.
func TestEveryModeEndsWithItsClient(t *testing.T) {
	for _, m := range Modes() {
		t.Run(m.Name, func(t *testing.T) {
			s := start(t, Behaviour{Mode: m.Name})
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			if resp, err := ask(t, ctx, s, streamed); err == nil {
				_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1000))
				_ = resp.Body.Close()
			}
			if !ends(func() { _ = s.http.Shutdown(context.Background()) }) { // waits for what is played, and ends nothing
				t.Error("it goes on")
			}
		})
	}
}

// And when the server closes, though the client listens.
func TestEveryModeEndsWithClose(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, m := range Modes() {
		t.Run(m.Name, func(t *testing.T) {
			s := start(t, Behaviour{Mode: m.Name})
			heard := make(chan bool)
			go func() {
				defer close(heard)
				if resp, err := ask(t, context.Background(), s, streamed); err == nil {
					_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<12))
				}
			}()
			time.Sleep(2 * time.Millisecond)
			if !ends(s.Close) {
				t.Error("it goes on")
			}
			<-heard
		})
	}
	for start := time.Now(); time.Since(start) < patience; {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// patience decides when something goes on that should have ended.
const patience = 30 * time.Second

// ends reports whether something ends.
func ends(do func()) bool {
	done := make(chan bool)
	go func() { do(); close(done) }()
	select {
	case <-done:
		return true
	case <-time.After(patience):
		return false
	}
}
