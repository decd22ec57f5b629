package bot_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
)

// What is to be sent by a channel that does not run waits until it does.
func TestAMessageWaitsForItsChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, b := t.TempDir(), newBook()
		b.before = func(bot.Delivery) error { return errors.New("the network is away") }
		d := opened(t, dir, quick, parrot{}, b)
		must(t, d.accept(on(me, 1, say("一"))))
		pass(time.Minute)
		d.close()
		d = opened(t, dir, quick, parrot{}, &book{name: "terminal"})
		pass(time.Minute)
		d.close()
		b.before = nil
		d = opened(t, dir, quick, parrot{}, b)
		must(t, d.settled(me))
		if got := b.texts("me"); len(got) != 1 {
			t.Errorf("%q", got)
		}
	})
}

// A message that was sent is noted, although the desk was told to stop meanwhile.
func TestAMessageSentWhileStoppingIsNotSentAgain(t *testing.T) {
	dir, b := t.TempDir(), newBook()
	d := opened(t, dir, quick, parrot{}, b)
	b.before = func(bot.Delivery) error { d.stop(); return nil }
	must(t, d.accept(on(me, 1, say("一"))))
	<-d.done
	d.close()
	b.before = nil
	d = opened(t, dir, quick, parrot{}, b)
	must(t, d.settled(me))
	if got := b.texts("me"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// A channel that says to wait no time is asked again after a pause.
func TestAZeroWaitIsStillAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		var tries atomic.Int64
		b.before = func(bot.Delivery) error {
			if tries.Add(1) > 100 {
				return bot.ErrRejected // or the bubble's clock would stand still
			}
			return &bot.WaitError{}
		}
		d := opened(t, t.TempDir(), quick, parrot{}, b)
		must(t, d.accept(on(me, 1, say("一"))))
		pass(10 * time.Second)
		if n := tries.Load(); n < 2 || n > 21 {
			t.Errorf("%d tries in ten seconds", n)
		}
	})
}

// A channel that panics over a message is given it again.
func TestAPanickingChannelIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		var tries atomic.Int64
		b.before = func(bot.Delivery) error {
			if tries.Add(1) < 3 {
				panic("a channel's bug")
			}
			return nil
		}
		d := opened(t, t.TempDir(), quick, parrot{}, b)
		tell(t, d, on(me, 1, say("一")))
		if got := b.texts("me"); len(got) != 1 {
			t.Errorf("%q", got)
		}
	})
}

// A channel that hangs over a message keeps neither other chats waiting nor the
// end of the desk.
func TestAHangingChannelHoldsUpOneChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, free := newBook(), make(chan struct{})
		defer close(free)
		b.before = func(d bot.Delivery) error {
			if strings.Contains(d.Message.Text, "挂") {
				<-free
			}
			return nil
		}
		d := opened(t, t.TempDir(), quick, parrot{}, b)
		must(t, d.accept(on(bot.Address{Channel: "book", Chat: "ann"}, 1, say("挂"))))
		pass(time.Second)
		began := time.Now()
		if tell(t, d, on(me, 1, say("一"))); len(b.texts("me")) != 1 {
			t.Errorf("%q", b.texts("me"))
		}
		if d.close(); time.Since(began) > 5*time.Second {
			t.Errorf("it stops after %s", time.Since(began))
		}
	})
}

// Of several changes of one message that wait, only the last is shown.
func TestTheLastChangeWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		waits := true
		b.before = func(d bot.Delivery) error {
			if d.Instead != "" && waits {
				return &bot.WaitError{For: time.Minute}
			}
			return nil
		}
		d := opened(t, t.TempDir(), quick, parrot{}, b)
		must(t, d.accept(on(me, 1, bot.Text{Message: "m", Text: "一"})))
		must(t, d.settled(me))
		for n, text := range []string{"二", "三", "四"} {
			must(t, d.accept(on(me, 2+n, bot.Edited{Message: "m", Text: text})))
		}
		pass(2 * time.Second)
		waits = false
		must(t, d.settled(me))
		got := b.records()
		if len(got) != 2 || got[1].Text != "答：四" || string(got[1].Edits) != string(got[0].Key) {
			t.Errorf("want the answer and one change of it: %+v", got)
		}
	})
}
