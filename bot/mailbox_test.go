package bot_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
)

// page is a book whose other end may be away.
func page() (*book, *atomic.Bool) {
	b, away := newBook(), &atomic.Bool{}
	b.before = func(bot.Delivery) error {
		if away.Load() {
			return bot.ErrAway
		}
		return nil
	}
	return b, away
}

// What is for a closed page waits, holds nobody up, and comes in order when it is
// opened again: by the same program or the next.
func TestMessagesWaitForWhoIsAway(t *testing.T) {
	dir := t.TempDir()
	b, away := page()
	d := opened(t, dir, quick, parrot{}, b)
	away.Store(true)
	tell(t, d, on(me, 1, say("一")))
	tell(t, d, on(me, 2, say("二")))
	away.Store(false)
	tell(t, d, on(me, 3, say("三"))) // it must not overtake the others
	if got := b.texts("me"); len(got) != 0 {
		t.Fatalf("sent to somebody who is away: %q", got)
	}
	must(t, d.Back(context.Background(), me))
	must(t, d.settled(me))
	want := []string{"答：一", "答：二", "答：三"}
	if got := b.texts("me"); !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}

	away.Store(true)
	tell(t, d, on(me, 4, say("四")))
	d.close()
	d = opened(t, dir, quick, parrot{}, b)
	tell(t, d, on(me, 5, say("五")))
	away.Store(false)
	must(t, d.Back(context.Background(), me))
	must(t, d.settled(me))
	if got := b.texts("me"); !slices.Equal(got, append(want, "答：四", "答：五")) {
		t.Errorf("after a restart %q", got)
	}
}

// Coming back while a message is found undeliverable loses nothing.
func TestComingBackMeanwhileIsNoticed(t *testing.T) {
	b := newBook()
	var d *desk
	tries := 0
	b.before = func(bot.Delivery) error {
		if tries++; tries > 1 {
			return nil
		}
		must(t, d.Back(context.Background(), me)) // between the look and the report
		return bot.ErrAway
	}
	d = opened(t, t.TempDir(), quick, parrot{}, b)
	tell(t, d, on(me, 1, say("一")))
	if got := b.texts("me"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// Others who come back keep nobody on the way who is away.
func TestOthersWhoComeBackHoldNobodyUp(t *testing.T) {
	b := newBook()
	var d *desk
	tries := 0
	b.before = func(bot.Delivery) error {
		if tries++; tries > 3 {
			return nil // else it would be tried for ever
		}
		must(t, d.Back(context.Background(), bot.Address{Channel: me.Channel, Chat: "another"}))
		return bot.ErrAway
	}
	d = opened(t, t.TempDir(), quick, parrot{}, b)
	must(t, d.accept(on(me, 1, say("一"))))
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	if err := d.Settled(ctx, me); err != nil || tries != 1 {
		t.Errorf("%d tries, %v", tries, err)
	}
}

// A message may go to another address than the event's, on another channel, in
// the order of that address.
func TestAMessageMayGoElsewhere(t *testing.T) {
	staff := bot.Address{Channel: "staff", Chat: "desk"}
	b, s := newBook(), &book{name: "staff"}
	db, err := inFile(t.TempDir(), quick)
	must(t, err)
	d := runForm(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b, s}})
	t.Cleanup(d.close)
	tell(t, d, on(me, 1, bot.Button{Data: "order"}), on(me, 2, say("张小明")), on(me, 3, say("1990")))
	must(t, d.settled(staff))
	if got := s.texts("desk"); !slices.Equal(got, []string{"新的一份：张小明1990"}) {
		t.Errorf("staff read %q", got)
	}
	if got := b.texts("me"); len(got) != 3 {
		t.Errorf("%q", got)
	}
}

// Somebody who never comes back is not remembered for ever, and a message for them
// waits all the same.
func TestWhoIsAwayForLongIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, away := page()
		d := opened(t, t.TempDir(), quick, parrot{}, b)
		away.Store(true)
		tell(t, d, on(me, 1, say("一")))
		pass(26 * time.Hour)
		if n := d.Away(); n != 0 {
			t.Errorf("%d are still remembered", n)
		}
		tell(t, d, on(me, 2, say("二")))
		away.Store(false)
		must(t, d.Back(context.Background(), me))
		must(t, d.settled(me))
		if got := b.texts("me"); !slices.Equal(got, []string{"答：一", "答：二"}) {
			t.Errorf("%q", got)
		}
	})
}
