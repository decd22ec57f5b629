package openai

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai/fake"
)

var _ answer.Model = (*Client)(nil)

// secret must be in no error; the server says it too, see play.
const secret = "sk-very-secret"

// quick are limits that keep no test waiting, and that no slow machine reaches:
// a test that is about one of them shortens it.
func quick() Limits {
	long := Waits{Connect: time.Minute, FirstToken: time.Minute, Idle: time.Minute, Whole: 2 * time.Minute}
	return Limits{
		Waits: long, Reading: long,
		Pause: time.Millisecond, Patience: 100 * time.Millisecond, Place: 50 * time.Millisecond, Failures: 1000, InVain: 1000,
	}
}

// short is a limit that a test waits for.
const short = 100 * time.Millisecond

// play starts a server in a mode, and a client of it.
func play(t *testing.T, mode string, l Limits) (*Client, *fake.Server) {
	t.Helper()
	return playModel(t, mode, "trial", l)
}

// playModel is play with a model of another name.
func playModel(t *testing.T, mode, model string, l Limits) (*Client, *fake.Server) {
	t.Helper()
	server, err := fake.Start(fake.Behaviour{Mode: mode, Pause: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	client := New(Config{BaseURL: server.URL(), Key: secret, Model: model, Limits: l})
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

var prompt = answer.Prompt{Purpose: answer.ToWord, System: "Say it kindly.", User: `{"q":"去哪办?"}`}

// counted is what the fake server counts for the prompt and its sentence.
var counted = struct{ in, out int }{26, 28}

// reasonFor is the reason of an error that is what Complete promises.
func reasonFor(t *testing.T, err error) answer.Reason {
	t.Helper()
	if err == nil {
		return ""
	}
	var m *answer.ModelError
	if !errors.As(err, &m) || err != error(m) {
		t.Fatalf("%T is not a *ModelError", err)
	}
	if err.Error() != "model: "+string(m.Reason) {
		t.Errorf("the error says more than its reason: %q", err)
	}
	return m.Reason
}

// outcomes is what comes of every mode, with quick limits; no reason means that
// the text came.
var outcomes = map[string]struct {
	reason answer.Reason
	status int
	tries  int
}{
	"ok":                   {"", 0, 1},
	"slow":                 {"", 0, 1},
	"flaky":                {"", 0, 2},
	"flaky_cut":            {"", 0, 2},
	"think":                {"", 0, 1},
	"reasoning_content":    {"", 0, 1},
	"reasoning":            {"", 0, 1},
	"keepalives_then_ok":   {"", 0, 1},
	"stop_again":           {"", 0, 1},
	"silent":               {answer.Silent, 0, 1},
	"silent_after_headers": {answer.Silent, 0, 1},
	"keepalives_only":      {answer.Silent, 0, 1},
	"silent_after_role":    {answer.Silent, 0, 1},
	"empty_events":         {answer.Silent, 0, 1},
	"stall":                {answer.Stalled, 0, 1},
	"stall_keepalives":     {answer.Stalled, 0, 1},
	"stall_done":           {answer.Stalled, 0, 1},
	"cut":                  {answer.CutOff, 0, 1},
	"cut_clean":            {answer.CutOff, 0, 1},
	"cut_before":           {answer.CutOff, 0, 2},
	"done_without_finish":  {answer.CutOff, 0, 1},
	"finish_null":          {answer.CutOff, 0, 1},
	"no_choices":           {answer.CutOff, 0, 2},
	"finish_length":        {answer.Unfinished, 0, 1},
	"finish_tool_calls":    {answer.Unfinished, 0, 1},
	"two_finishes":         {answer.Unfinished, 0, 1},
	"empty":                {answer.Blank, 0, 1},
	"garbage":              {answer.Garbled, 0, 1},
	"broken_json":          {answer.Garbled, 0, 1},
	"html":                 {answer.Garbled, 200, 1},
	"json_not_stream":      {answer.Garbled, 200, 1},
	"bad_utf8":             {answer.Garbled, 0, 1},
	"wrong_index":          {answer.Garbled, 0, 1},
	"text_after_finish":    {answer.Garbled, 0, 1},
	"error_mid_stream":     {answer.ServerFault, 0, 1},
	"error_after_comment":  {answer.ServerFault, 0, 2},
	"endless":              {answer.Overtime, 0, 1},
	"huge_text":            {answer.TooLong, 0, 1},
	"huge_thoughts":        {answer.TooLong, 0, 1},
	"huge_line":            {answer.TooLong, 0, 1},
	"error_openai_401":     {answer.NoAccess, 401, 1},
	"error_openai_429":     {answer.RateLimited, 429, 1},
	"error_openai_429_now": {answer.RateLimited, 429, 2},
	"error_openai_500":     {answer.ServerFault, 500, 2},
	"error_ollama_404":     {answer.NotThere, 404, 1},
	"error_ollama_400":     {answer.Rejected, 400, 1},
	"error_vllm_404":       {answer.NotThere, 404, 1},
	"error_vllm_503":       {answer.ServerFault, 503, 2},
	"error_html_502":       {answer.ServerFault, 502, 2},
	"error_huge":           {answer.ServerFault, 500, 2},
	"redirect":             {answer.Rejected, 307, 1},

	"no_schema":         {"", 0, 1},
	"no_json":           {"", 0, 1},
	"no_thinking_field": {"", 0, 1},
	"plain_only":        {"", 0, 1},

	"finish_content_filter": {answer.Unfinished, 0, 1},
}

func TestEveryModeHasItsOutcome(t *testing.T) {
	for _, m := range fake.Modes() {
		if _, ok := outcomes[m.Name]; !ok {
			t.Errorf("nobody says what comes of %s", m.Name)
		}
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			checkOutcome(t, m.Name)
		})
	}
}

func checkOutcome(t *testing.T, mode string) {
	want, limits := outcomes[mode], quick()
	switch want.reason {
	case answer.Silent:
		limits.FirstToken = short
	case answer.Stalled:
		limits.Idle = short
	case answer.Overtime:
		limits.Whole = 2 * short
	}
	client, server := play(t, mode, limits)
	var heard strings.Builder
	done, err := client.Complete(t.Context(), prompt, func(s string) { heard.WriteString(s) })
	if got := reasonFor(t, err); got != want.reason {
		t.Fatalf("reason %q, want %q", got, want.reason)
	}
	if err != nil && err.(*answer.ModelError).Status != want.status {
		t.Errorf("status %d, want %d", err.(*answer.ModelError).Status, want.status)
	}
	if asked := len(server.Requests()); done.Tries != want.tries || asked != want.tries {
		t.Errorf("%d tries, %d requests, want %d", done.Tries, asked, want.tries)
	}
	if done.Took <= 0 {
		t.Error("it took no time")
	}
	if want.reason == "" {
		checkText(t, done, heard.String())
	} else if done.Text != "" {
		t.Errorf("a failure has a text: %q", done.Text)
	}
}

func checkText(t *testing.T, done answer.Completion, heard string) {
	t.Helper()
	if done.Text != fake.Sentence || heard != fake.Sentence {
		t.Errorf("text %q, heard %q, want %q", done.Text, heard, fake.Sentence)
	}
	if done.In < counted.in || done.Out != counted.out {
		t.Errorf("%d tokens in and %d out; the server counted %d and %d", done.In, done.Out, counted.in, counted.out)
	}
}

// What was going on when a call failed must end with it.
func TestNothingStaysBehind(t *testing.T) {
	for _, mode := range []string{"ok", "silent", "stall", "huge_line", "error_huge", "cut", "redirect"} {
		before := runtime.NumGoroutine()
		limits := quick()
		limits.FirstToken, limits.Idle = 30*time.Millisecond, 30*time.Millisecond
		server, err := fake.Start(fake.Behaviour{Mode: mode})
		if err != nil {
			t.Fatal(err)
		}
		client := New(Config{BaseURL: server.URL(), Limits: limits})
		_, _ = client.Complete(t.Context(), prompt, nil)
		client.Close()
		server.Close()
		if !eventually(func() bool { return runtime.NumGoroutine() <= before }) {
			t.Errorf("%s: %d goroutines, %d before", mode, runtime.NumGoroutine(), before)
		}
	}
}

// eventually waits until something is true, or has plainly failed to be.
func eventually(is func() bool) bool {
	for start := time.Now(); time.Since(start) < time.Minute; time.Sleep(5 * time.Millisecond) {
		if is() {
			return true
		}
	}
	return false
}

func TestTheCallerGivesUp(t *testing.T) {
	for _, mode := range []string{"silent", "stall", "endless"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			client, server := play(t, mode, Limits{})
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				eventually(func() bool { return len(server.Requests()) > 0 })
				cancel()
			}()
			done, err := client.Complete(ctx, prompt, nil)
			if got := reasonFor(t, err); got != answer.Abandoned {
				t.Errorf("reason %q", got)
			}
			if done.Tries != 1 || done.In == 0 {
				t.Errorf("it was sent, but: %+v", done)
			}
		})
	}
}

func TestACallThatIsGivenUpIsNotSent(t *testing.T) {
	client, server := play(t, "ok", Limits{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	done, err := client.Complete(ctx, prompt, nil)
	if got := reasonFor(t, err); got != answer.Abandoned || done.Tries != 0 || len(server.Requests()) != 0 {
		t.Errorf("%q, %+v, %d requests", got, done, len(server.Requests()))
	}
}
