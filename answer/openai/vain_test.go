package openai

import (
	"context"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai/fake"
)

// hasty are limits with which whatever keeps one waiting is soon given up, and
// twice in vain is enough.
func hasty() Limits {
	limits := quick()
	limits.FirstToken, limits.Idle, limits.Whole = short, short, 5*short
	limits.InVain, limits.LongRest = 2, time.Hour
	return limits
}

func TestAModelRestsThatIsWaitedForInVain(t *testing.T) {
	for mode, want := range map[string]answer.Reason{
		"silent": answer.Silent, "stall": answer.Stalled, "endless": answer.Overtime,
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			client, server := play(t, mode, hasty())
			fails(t, client, 2, want)
			fails(t, client, 3, answer.Resting)
			if n := len(server.Requests()); n != 2 {
				t.Errorf("%d requests: a resting model was asked", n)
			}
		})
	}
	client := New(Config{BaseURL: "http://127.0.0.1:1/v1", Limits: hasty()})
	fails(t, client, 2, answer.NoConnection)
	fails(t, client, 1, answer.Resting)
}

// Whoever fails at once, or replies, ends the row.
func TestOnlyWaitsInARowCount(t *testing.T) {
	for mode, want := range map[string]answer.Reason{"ok": "", "error_openai_401": answer.NoAccess, "error_openai_500": answer.ServerFault} {
		client, server := play(t, mode, hasty())
		for range 3 {
			_ = server.Play("silent")
			fails(t, client, 1, answer.Silent)
			_ = server.Play(mode)
			fails(t, client, 1, want)
		}
	}
}

// A caller that gave up counts for nothing, however long it waited.
func TestGivingUpIsNotWaitingInVain(t *testing.T) {
	limits := hasty()
	limits.FirstToken, limits.Whole, limits.InVain = time.Minute, time.Minute, 1
	client, server := play(t, "silent", limits)
	for range 3 {
		if got := patient(t, client, answer.ToWord, short); got != answer.Abandoned {
			t.Fatalf("%q", got)
		}
	}
	_ = server.Play("ok")
	fails(t, client, 1, "")
}

// Both breakers count: a call that the one did not let through is none for the other.
func TestARestEndsNoRow(t *testing.T) {
	limits := hasty()
	limits.Failures, limits.Rest = 1, 5*short
	client, server := play(t, "silent", limits)
	for range 2 {
		fails(t, client, 1, answer.Silent)
		fails(t, client, 2, answer.Resting)
		time.Sleep(limits.Rest + 10*time.Millisecond)
	}
	_ = server.Play("ok")
	fails(t, client, 1, answer.Resting) // in vain twice in a row: the long rest
}

// After the long rest there is one trial at a time.
func TestOneTrialAfterTheLongRest(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for seconds")
	}
	limits := hasty()
	limits.LongRest = time.Second
	client, server := play(t, "silent", limits)
	fails(t, client, 2, answer.Silent)
	time.Sleep(limits.LongRest + 10*time.Millisecond)
	trial := beside(t, client, server)
	fails(t, client, 1, answer.Resting) // while it is tried
	if got := reasonFor(t, <-trial); got != answer.Silent {
		t.Errorf("the trial: %q", got)
	}
	time.Sleep(limits.LongRest / 2)
	fails(t, client, 1, answer.Resting) // for it did not go well

	time.Sleep(limits.LongRest + 10*time.Millisecond)
	_ = server.Play("ok")
	fails(t, client, 3, "")
}

// beside asks in the background, and returns when the request is there.
func beside(t *testing.T, c *Client, s *fake.Server) <-chan error {
	t.Helper()
	before, out := len(s.Requests()), make(chan error, 1)
	go func() {
		_, err := c.Complete(context.Background(), prompt, nil)
		out <- err
	}()
	if !eventually(func() bool { return len(s.Requests()) > before }) {
		t.Fatal("nothing was asked")
	}
	return out
}
