package bot_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
)

// A reply to a button takes the place of the message that the button stood below,
// where the step says so; a channel that does not name the message gets a new one.
func TestARepliesInPlaceOfTheMenu(t *testing.T) {
	b := newBook()
	d := opened(t, t.TempDir(), quick, parrot{}, b)
	tell(t, d, on(me, 1, say("一")))
	down := b.records()[0].Buttons[slices.IndexFunc(b.records()[0].Buttons, func(c bot.Choice) bool { return c.Label == "👎" })]
	if !down.Once {
		t.Error("a vote may be cast twice")
	}
	tell(t, d, on(me, 2, bot.Button{Data: down.Data, Label: down.Label, On: "answer"}))
	why := b.records()[1].Buttons[0]
	tell(t, d, on(me, 3, bot.Button{Data: why.Data, Label: why.Label, On: "menu"}))
	got := b.records()
	if len(got) != 3 || got[1].Edits != "" || got[2].Edits != "menu" {
		t.Errorf("%+v", got)
	}
}

// An agent whose customer cannot be reached hears of it, once until they are back.
func TestTheTicketHearsThatNobodyIsThere(t *testing.T) {
	b, away := page()
	d := opened(t, t.TempDir(), quick, parrot{}, b)
	tell(t, d, on(me, 1, say("人工")))
	away.Store(true)
	tell(t, d, on(me, 2, say("一")))
	tell(t, d, on(me, 3, say("二")))
	if n := d.heard(t, handoff.Unreached); n != 1 {
		t.Errorf("the ticket heard it %d times", n)
	}
	away.Store(false)
	must(t, d.Back(context.Background(), me))
	must(t, d.settled(me))
	away.Store(true)
	tell(t, d, on(me, 4, say("三")))
	if n := d.heard(t, handoff.Unreached); n != 2 {
		t.Errorf("after they were back the ticket heard it %d times", n)
	}
}

// heard is how often an event is in the log of tickets.
func (d *desk) heard(t *testing.T, k handoff.Kind) (n int) {
	t.Helper()
	changes, _, err := d.db.TicketsAfter(0, 100)
	must(t, err)
	for _, c := range changes {
		if c.Event.Kind == k {
			n++
		}
	}
	return n
}

// typist is a book that writes down when it shows that a reply is on its way.
type typist struct {
	*book
	mu    sync.Mutex
	shown []time.Time
}

func (ty *typist) Typing(context.Context, bot.Address) {
	ty.mu.Lock()
	defer ty.mu.Unlock()
	ty.shown = append(ty.shown, time.Now())
}

// While a reply is on its way the channel shows it soon, and keeps it up; not after,
// nor for one that is there at once.
func TestTypingIsShownWhileAReplyIsOnItsWay(t *testing.T) {
	for slow, want := range map[time.Duration]int{100 * time.Millisecond: 0, 10 * time.Second: 3} {
		synctest.Test(t, func(t *testing.T) {
			ty := &typist{book: newBook()}
			d := opened(t, t.TempDir(), quick, parrot{slow: slow}, ty)
			asked := time.Now()
			tell(t, d, on(me, 1, say("一")))
			pass(time.Minute)
			if len(ty.shown) != want || want > 0 && ty.shown[0].Sub(asked) > time.Second {
				t.Errorf("asked at %v, answered %v later, shown at %v", asked, slow, ty.shown)
			}
			d.close()
		})
	}
}
