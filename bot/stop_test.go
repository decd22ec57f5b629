package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/phrases"
	"huizhi/store"
)

// What one caller does wrong is theirs: the desk serves on.
func TestABadCallStopsNobody(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	timeless := on(me, 2, say("二"))
	timeless.At = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) // JSON has no such year
	for name, row := range map[string]struct {
		ctx context.Context
		in  bot.Incoming
		is  func(error) bool
	}{
		"gives up":    {gone, on(me, 2, say("二")), func(err error) bool { return errors.Is(err, context.Canceled) }},
		"has no time": {t.Context(), timeless, isEventError},
		"has no key":  {t.Context(), bot.Incoming{From: me, At: time.Now(), Event: say("二")}, isEventError},
		"has no kind": {t.Context(), on(me, 2, nil), isEventError},
	} {
		b := newBook()
		d := opened(t, t.TempDir(), quick, parrot{}, b)
		tell(t, d, on(me, 1, say("一")))
		if err := d.Accept(row.ctx, bot.Batch{Events: []bot.Incoming{row.in}}); !row.is(err) {
			t.Errorf("who %s hears %v", name, err)
		}
		if err := d.accept(on(me, 3, say("三"))); err != nil {
			t.Errorf("who %s stops the desk: %v", name, err)
		}
		if err := d.settled(me); err != nil || len(b.texts("me")) != 2 {
			t.Errorf("who %s stops the replies: %v %q", name, err, b.texts("me"))
		}
	}
}

func isEventError(err error) bool { return errors.As(err, new(*bot.EventError)) }

// Accept may fail while Run begins, and both say so.
func TestAcceptAndRunMayMeet(t *testing.T) {
	for range 20 {
		db, err := store.Open(t.TempDir(), master, quick)
		must(t, err)
		must(t, db.Close())
		d := run(db, bot.Options{Store: db, Answers: parrot{}})
		if err := d.accept(on(me, 1, say("一"))); !errors.Is(err, store.ErrClosed) {
			t.Errorf("Accept: %v", err)
		}
		if err := <-d.done; !errors.Is(err, store.ErrClosed) {
			t.Errorf("Run: %v", err)
		}
	}
}

// Whoever is erased just when their ticket moves takes nobody with them.
func TestErasingInTheMiddleOfAMoveStopsNobody(t *testing.T) {
	b := newBook()
	d := meddling(t, handoff.Opened, func(d *desk, m bot.TicketMove) {
		if _, err := d.db.Erase(context.Background(), m.From.String()); err != nil {
			t.Error(err)
		}
	}, parrot{}, b)
	tell(t, d, on(me, 1, say("人工")))
	ann := bot.Address{Channel: "book", Chat: "ann"}
	if tell(t, d, on(ann, 1, say("一"))); len(b.texts("ann")) != 1 {
		t.Errorf("%q", b.texts("ann"))
	}
}

// Nobody waits for the burst of a customer who was erased in it.
func TestAnErasedBurstIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		b.can.Gather = time.Second
		db, err := store.Open(t.TempDir(), master, quick)
		must(t, err)
		var later atomic.Int64 // the desk's clock jumps
		now := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
		d := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Now: now})
		t.Cleanup(d.close)
		must(t, d.accept(on(me, 1, say("一"))))
		pass(time.Second / 2)
		if c, err := db.Conversation(me); err != nil || c.Burst == nil {
			t.Fatal(c.Burst, err)
		}
		_, err = db.Erase(t.Context(), me.String())
		must(t, err)
		later.Store(int64(time.Hour))
		must(t, d.settled(me))
	})
}

// fragile is a channel that breaks the nth step that asks what it can.
type fragile struct {
	*book
	n atomic.Int64
}

func (f *fragile) Can() bot.Capabilities {
	if f.n.Add(-1) == 0 {
		panic("a bug in a step")
	}
	return f.book.Can()
}

// Whose event breaks its step hears an apology, and is waited for no longer.
func TestABrokenStepIsApologizedFor(t *testing.T) {
	for name, row := range map[string]struct {
		gather time.Duration
		step   int64
	}{
		"a message":          {0, 1},
		"the end of a burst": {time.Second, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := &fragile{book: newBook()}
			f.can.Gather = row.gather
			f.n.Store(row.step)
			d := opened(t, t.TempDir(), quick, parrot{}, f)
			tell(t, d, on(me, 1, say("一")))
			if got := f.texts("me"); len(got) != 1 || !strings.Contains(got[0], phrases.Say("reply.failed")) {
				t.Errorf("%s: %q", name, got)
			}
		})
	}
}

// Whenever a desk is stopped, it leaves nothing running: the bubble would not end.
func TestAStoppedDeskLeavesNothingRunning(t *testing.T) {
	for at := range 10 {
		synctest.Test(t, func(t *testing.T) {
			b := newBook()
			b.can.Gather = 3 * time.Millisecond
			d := opened(t, t.TempDir(), quick, parrot{slow: 3 * time.Millisecond}, b)
			for i := range 20 {
				must(t, d.accept(on(bot.Address{Channel: "book", Chat: fmt.Sprint(i % 4)}, i, say("一"))))
			}
			time.Sleep(time.Duration(at) * time.Millisecond)
			began := time.Now()
			if d.close(); time.Since(began) > time.Second {
				t.Errorf("it takes %s", time.Since(began))
			}
		})
	}
}
