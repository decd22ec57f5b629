package openai

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/answer"
)

func TestAPromptOverTheCapIsNotSent(t *testing.T) {
	client, server := play(t, "ok", quick())
	long := answer.Prompt{System: strings.Repeat("a", 32<<10), User: "b"}
	done, err := client.Complete(t.Context(), long, nil)
	if got := reasonFor(t, err); got != answer.Oversize || done.Tries != 0 || len(server.Requests()) != 0 {
		t.Errorf("%q, %+v, %d requests", got, done, len(server.Requests()))
	}
	long.User = ""
	if _, err := client.Complete(t.Context(), long, nil); err != nil {
		t.Errorf("just at the cap: %v", err)
	}
}

func TestOnlySoManyAtOnce(t *testing.T) {
	limits := quick()
	limits.Calls, limits.FirstToken = 2, time.Minute
	client, server := play(t, "silent", limits)
	ctx, cancel := context.WithCancel(t.Context())
	var calls sync.WaitGroup
	for range 2 {
		calls.Go(func() { _, _ = client.Complete(ctx, prompt, nil) })
	}
	if !eventually(func() bool { return len(server.Requests()) == 2 }) {
		t.Fatal("two calls did not get through")
	}
	start := time.Now()
	_, err := client.Complete(t.Context(), prompt, nil)
	if got := reasonFor(t, err); got != answer.Busy || time.Since(start) < limits.Place {
		t.Errorf("the third: %q after %v", got, time.Since(start))
	}
	cancel()
	calls.Wait()
	_ = server.Play("ok")
	if _, err := client.Complete(t.Context(), prompt, nil); err != nil {
		t.Errorf("with a place free again: %v", err)
	}
	if n := len(server.Requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

// A place that becomes free in time is taken.
func TestACallWaitsForAPlace(t *testing.T) {
	limits := quick()
	limits.Calls, limits.Place = 1, 5*time.Second
	client, server := play(t, "slow", limits)
	var calls sync.WaitGroup
	for range 3 {
		calls.Go(func() {
			if _, err := client.Complete(t.Context(), prompt, nil); err != nil {
				t.Error(err)
			}
		})
	}
	calls.Wait()
	if n := len(server.Requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

// fails asks so often and wants this reason every time.
func fails(t *testing.T, c *Client, times int, want answer.Reason) {
	t.Helper()
	for i := range times {
		_, err := c.Complete(t.Context(), prompt, nil)
		if got := reasonFor(t, err); got != want {
			t.Fatalf("call %d: %q, want %q", i, got, want)
		}
	}
}

func TestTheBreakerOpensAndCloses(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for seconds")
	}
	limits := quick()
	limits.Failures, limits.Rest = 5, time.Second // longer than it takes to ask in vain
	client, server := play(t, "error_openai_401", limits)
	fails(t, client, 5, answer.NoAccess)
	fails(t, client, 3, answer.Resting)
	if n := len(server.Requests()); n != 5 {
		t.Errorf("%d requests: a resting model was asked", n)
	}

	time.Sleep(limits.Rest + 10*time.Millisecond)
	fails(t, client, 1, answer.NoAccess) // the trial
	fails(t, client, 1, answer.Resting)  // did not go well

	time.Sleep(limits.Rest + 10*time.Millisecond)
	_ = server.Play("ok")
	fails(t, client, 10, "")
}

// A success in between starts the count anew.
func TestOnlyFailuresInARowCount(t *testing.T) {
	limits := quick()
	limits.Failures = 2
	client, server := play(t, "ok", limits)
	for range 4 {
		_ = server.Play("error_ollama_404")
		fails(t, client, 1, answer.NotThere)
		_ = server.Play("ok")
		fails(t, client, 1, "")
	}
}

// Neither that a caller gave up, nor a prompt over the cap, nor a lack of places
// says anything of the server.
func TestWhatIsNoFailureOfTheServer(t *testing.T) {
	limits := quick()
	limits.Failures, limits.Calls, limits.FirstToken = 1, 1, time.Minute
	limits.Place = time.Millisecond
	client, server := play(t, "silent", limits)
	ctx, cancel := context.WithCancel(t.Context())
	var call sync.WaitGroup
	call.Go(func() { _, _ = client.Complete(ctx, prompt, nil) })
	if !eventually(func() bool { return len(server.Requests()) == 1 }) {
		t.Fatal("the call did not get through")
	}
	fails(t, client, 3, answer.Busy)
	_, err := client.Complete(t.Context(), answer.Prompt{User: strings.Repeat("a", 40<<10)}, nil)
	if got := reasonFor(t, err); got != answer.Oversize {
		t.Errorf("%q", got)
	}
	cancel()
	call.Wait()
	_ = server.Play("ok")
	fails(t, client, 1, "")
}

// A trial that a caller gives up leaves the next one its turn.
func TestATrialThatIsGivenUp(t *testing.T) {
	limits := quick()
	limits.Failures, limits.Rest, limits.FirstToken = 1, 20*time.Millisecond, time.Minute
	client, server := play(t, "error_openai_401", limits)
	fails(t, client, 1, answer.NoAccess)
	time.Sleep(limits.Rest + 10*time.Millisecond)
	_ = server.Play("silent")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := client.Complete(ctx, prompt, nil); reasonFor(t, err) != answer.Abandoned {
		t.Fatal(err)
	}
	_ = server.Play("ok")
	fails(t, client, 1, "")
}

// What panics in chunk must not keep its place.
func TestAPanicGivesThePlaceBack(t *testing.T) {
	limits := quick()
	limits.Calls = 1
	client, _ := play(t, "ok", limits)
	func() {
		defer func() { _ = recover() }()
		_, _ = client.Complete(t.Context(), prompt, func(string) { panic("chunk") })
	}()
	fails(t, client, 1, "")
}
