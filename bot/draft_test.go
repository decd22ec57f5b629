package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/handoff"
)

// drafter is a book of a channel that shows drafts.
type drafter struct {
	*book
	draft func(text string)
}

func newDrafter(draft func(text string)) drafter {
	d := drafter{newBook(), draft}
	d.can.Stream = true
	return d
}

func (d drafter) Draft(_ context.Context, _ bot.Address, text string) { d.draft(text) }

// wordy is a parrot that shows a draft first; asked for ever, it never ends.
type wordy struct{ parrot }

func (w wordy) Follow(ctx context.Context, f answer.Facts, text string, at time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	show(text)
	for strings.Contains(text, "永远") && ctx.Err() == nil {
		time.Sleep(time.Millisecond)
		show(text)
	}
	return w.parrot.Follow(ctx, f, text, at, show)
}

// A draft is a courtesy: a channel that breaks over it costs no answer.
func TestABrokenDraftCostsNoAnswer(t *testing.T) {
	c := newDrafter(func(string) { panic("a channel's bug") })
	d := opened(t, t.TempDir(), quick, wordy{}, c)
	tell(t, d, on(me, 1, say("一")))
	if got := c.texts("me"); len(got) != 1 || !strings.Contains(got[0], "答：一") {
		t.Errorf("%q", got)
	}
}

// Drafts that hang, in as many chats as are answered at once, keep nobody waiting
// for long.
func TestHangingDraftsHoldUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		defer close(free)
		c := newDrafter(func(text string) {
			if strings.Contains(text, "挂") {
				<-free
			}
		})
		d := opened(t, t.TempDir(), quick, wordy{}, c)
		for i := range 8 {
			must(t, d.accept(on(bot.Address{Channel: "book", Chat: fmt.Sprint(i)}, 1, say("挂"))))
		}
		synctest.Wait()
		began := time.Now()
		tell(t, d, on(me, 1, say("一")))
		if got := c.texts("me"); len(got) != 1 || time.Since(began) > 2*time.Second {
			t.Errorf("after %s: %q", time.Since(began), got)
		}
	})
}

// What is cancelled is worded no further, also if it is asked for the second
// time because a ticket did not take it.
func TestNothingIsWordedAfterACancel(t *testing.T) {
	for _, first := range []string{"你好", "人工"} {
		synctest.Test(t, func(t *testing.T) {
			var drafts atomic.Int64
			d := meddling(t, handoff.CustomerSaid, func(d *desk, _ bot.TicketMove) {
				agentDoes(t, d, handoff.Ended, "")
			}, wordy{}, newDrafter(func(string) { drafts.Add(1) }))
			tell(t, d, on(me, 1, say(first)))
			must(t, d.accept(on(me, 2, say("永远"))))
			pass(time.Second)
			if c, err := d.db.Conversation(me); err != nil || c.Pending == nil || c.Ticket != "" {
				t.Fatal(c.Pending, c.Ticket, err)
			}
			began := time.Now()
			tell(t, d, on(me, 3, say("取消")))
			n := drafts.Load()
			pass(time.Second)
			if more := drafts.Load() - n; n < 100 || more > 0 || time.Since(began) > 2*time.Second {
				t.Errorf("after %s and %d drafts %d more", first, n, more)
			}
		})
	}
}
