package openai

import (
	"context"
	"net"
	"testing"
	"time"

	"huizhi/answer"
)

func TestHowLongCustomersWait(t *testing.T) {
	want := Waits{Connect: 2 * time.Second, FirstToken: 4 * time.Second, Idle: 4 * time.Second, Whole: 6 * time.Second}
	if got := (Limits{}).orDefault().Reading; got != want {
		t.Errorf("%+v", got)
	}
	d := DefaultLimits()
	if d.InVain != 2 || d.LongRest != time.Minute || d.Failures != 5 || d.Rest != 30*time.Second {
		t.Errorf("%+v", d)
	}
}

// Each purpose has its own clocks: what is short is one of the one, or of the other.
func TestEachPurposeHasItsWaits(t *testing.T) {
	for mode, c := range map[string]struct {
		shorten func(*Waits)
		want    answer.Reason
	}{
		"silent":           {func(w *Waits) { w.FirstToken = short }, answer.Silent},
		"keepalives_only":  {func(w *Waits) { w.FirstToken = short }, answer.Silent},
		"stall":            {func(w *Waits) { w.Idle = short }, answer.Stalled},
		"endless":          {func(w *Waits) { w.Whole = 2 * short }, answer.Overtime},
		"error_openai_500": {func(w *Waits) { w.Whole = 2 * short }, answer.Overtime}, // it waits for the second try
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			read, word := quick(), quick()
			read.Pause, word.Pause = time.Hour, time.Hour
			c.shorten(&read.Reading)
			c.shorten(&word.Waits)
			for limits, purposes := range map[*Limits][2]answer.Purpose{
				&read: {answer.ToRead, answer.ToWord}, &word: {answer.ToWord, answer.ToRead},
			} {
				client, _ := play(t, mode, *limits)
				if got := patient(t, client, purposes[0], time.Minute); got != c.want {
					t.Errorf("%s: %q, want %q", purposes[0], got, c.want)
				}
				if got := patient(t, client, purposes[1], 5*short); got != answer.Abandoned {
					t.Errorf("%s has the clock of the other: %q", purposes[1], got)
				}
			}
		})
	}
}

// patient asks for a purpose, and gives up after a while.
func patient(t *testing.T, c *Client, p answer.Purpose, while time.Duration) answer.Reason {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), while)
	defer cancel()
	_, err := c.Complete(ctx, answer.Prompt{Purpose: p, System: "s", User: "u"}, nil)
	return reasonFor(t, err)
}

// There is a connection, but TLS does not come about.
func TestAReadingConnectsSoonOrNot(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	limits := quick()
	limits.Reading.Connect = 50 * time.Millisecond
	client := New(Config{BaseURL: "https://" + listener.Addr().String() + "/v1", Limits: limits})
	if got := patient(t, client, answer.ToRead, time.Minute); got != answer.NoConnection {
		t.Errorf("%q", got)
	}
}
