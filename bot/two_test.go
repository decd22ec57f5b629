package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
)

// Two programs on one store, which both are told of every event, take none twice
// and lose no turn of a conversation to each other.
func TestTwoBotsOnOneStore(t *testing.T) {
	for name, open := range map[string]keeper{"file": inFile, "memory": inMemory()} {
		t.Run(name, func(t *testing.T) {
			db, err := open(t.TempDir(), quick)
			must(t, err)
			twoBots(t, db)
		})
	}
}

func twoBots(t *testing.T, db *store.DB) {
	b := newBook()
	var both []*desk
	for range 2 {
		d := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true})
		must(t, d.settled(me)) // before anything is there that both would take up
		both = append(both, d)
	}
	const n = 60
	var wg sync.WaitGroup
	for i, d := range both {
		wg.Go(func() {
			for k := range n {
				shared := on(me, 2*k, say(fmt.Sprint("两边", k, "。")))
				own := on(me, 1_000*(i+1)+k, say(fmt.Sprint("一边", i, "/", k, "。")))
				if err := d.accept(shared, own); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for range 3 { // what one is done with the other may find
		for _, d := range both {
			must(t, d.settled(me))
		}
	}
	c, err := db.Conversation(me)
	must(t, err)
	for _, d := range both {
		d.stop()
		<-d.done
	}
	must(t, db.Close())
	answers := slices.DeleteFunc(b.texts("me"), func(s string) bool { return !strings.HasPrefix(s, "答：") })
	slices.Sort(answers)
	if twice := len(answers) - len(slices.Compact(slices.Clone(answers))); twice > 0 {
		t.Errorf("%d answers came twice: %q", twice, answers)
	}
	// each event is a turn, and so is the result of each search
	if c.Turns < 3*n || c.Count > 3*n {
		t.Errorf("%d turns, %d answers of %d questions", c.Turns, c.Count, 3*n)
	}
	for k := range n {
		for _, want := range []string{fmt.Sprint("两边", k, "。"), fmt.Sprint("一边0/", k, "。"), fmt.Sprint("一边1/", k, "。")} {
			if !slices.ContainsFunc(answers, func(a string) bool { return strings.Contains(a, want) }) {
				t.Errorf("nobody answers %s", want)
			}
		}
	}
}

// What one program has not sent yet the other does not send, until the first is
// gone.
func TestWhatOneLeavesTheOtherDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := inMemory()(t.TempDir(), quick)
		must(t, err)
		first, second := newBook(), newBook()
		first.before = func(bot.Delivery) error { return errors.New("the network is away") }
		one := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{first}, Shared: true})
		must(t, one.accept(on(me, 1, say("一"))))
		pass(time.Second)
		two := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{second}, Shared: true})
		pass(10 * time.Minute)
		must(t, two.accept(on(bot.Address{Channel: "book", Chat: "ann"}, 1, say("二"))))
		pass(time.Minute)
		if got := second.texts("me"); len(got) != 0 || len(second.texts("ann")) != 1 {
			t.Errorf("the second sends %q", got)
		}
		one.stop()
		<-one.done
		pass(time.Minute)
		if got := second.texts("me"); len(got) != 1 {
			t.Errorf("when the first is gone, the second sends %q", got)
		}
		two.stop()
		<-two.done
		must(t, db.Close())
	})
}

// What a program held that died without a word is taken up when its hold has
// lapsed, by one of those that live, whichever has heard of it.
func TestWhatADeadProgramHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := inMemory()(t.TempDir(), quick)
		must(t, err)
		ctx, b := context.Background(), newBook()
		ok, err := db.Hold(ctx, me, "ghost", time.Now().Add(time.Minute))
		must(t, err)
		_, err = db.Accept(ctx, bot.Batch{Events: []bot.Incoming{on(me, 1, say("一"))}})
		must(t, err)
		var all []*desk
		for range 3 {
			all = append(all, run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true}))
		}
		must(t, all[1].accept(on(me, 2, say("二"))))
		pass(50 * time.Second)
		if got := b.texts("me"); !ok || len(got) != 0 {
			t.Errorf("what is held elsewhere is answered: %q", got)
		}
		pass(time.Minute)
		if got := b.texts("me"); !slices.Equal(got, []string{"答：一", "答：二"}) {
			t.Errorf("%q", got)
		}
		for _, d := range all {
			d.stop()
			<-d.done
		}
		must(t, db.Close())
	})
}

// Either program may ring a wake, and follow the log: whoever has the channel hears
// of it, if not at once.
func TestTwoBotsWithOtherChannels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := inMemory()(t.TempDir(), quick)
		must(t, err)
		b, staff := newBook(), &book{name: "staff"}
		b.can.Gather = time.Second
		one := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{staff}, Shared: true})
		two := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true})
		for i := range 6 {
			must(t, two.accept(on(bot.Address{Channel: "book", Chat: fmt.Sprint(i)}, 1, say("一"))))
			pass(7 * time.Second)
		}
		tell(t, two, on(me, 1, say("人工")))
		agentDoes(t, two, handoff.AgentSaid, "您好")
		pass(3 * time.Minute)
		for i := range 6 {
			if got := b.texts(fmt.Sprint(i)); len(got) != 1 {
				t.Errorf("chat %d reads %q", i, got)
			}
		}
		if got := b.texts("me"); len(got) == 0 || !strings.Contains(got[len(got)-1], "您好") {
			t.Errorf("the agent's words are lost: %q", got)
		}
		for _, d := range []*desk{one, two} {
			d.stop()
			<-d.done
		}
		must(t, db.Close())
	})
}

// Whoever was away comes back to the other program.
func TestComingBackToTheOtherProgram(t *testing.T) {
	db, err := inMemory()(t.TempDir(), quick)
	must(t, err)
	b, away := page()
	one := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true})
	two := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true})
	must(t, two.settled(me))
	away.Store(true)
	tell(t, one, on(me, 1, say("一")))
	tell(t, one, on(me, 2, say("二")))
	away.Store(false)
	must(t, two.Back(context.Background(), me))
	must(t, two.settled(me))
	if got := b.texts("me"); !slices.Equal(got, []string{"答：一", "答：二"}) {
		t.Errorf("%q", got)
	}
	for _, d := range []*desk{one, two} {
		d.stop()
		<-d.done
	}
	must(t, db.Close())
}
