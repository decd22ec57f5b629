package bot_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
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
	for _, d := range both {
		must(t, d.settled(me))
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
func TestTheHeirSendsWhatWasLeft(t *testing.T) {
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
