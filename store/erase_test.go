package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
)

// fill puts something of a customer into every bucket.
func (s *shop) fill(a bot.Address) {
	s.t.Helper()
	key := "secret-key-" + a.Chat
	out := s.commits(turn(s.says(key, a, "secret text"), key))
	s.must(s.Sent(ctx, out[0], "secret-ref"))
	s.must(s.Park(ctx, s.says(key+"-parked", a, "secret parked"), "secret reason"))
	s.moves(bot.TicketMove{Key: bot.Key(key + "-move"), From: a, Ticket: handoff.NewID(key), Event: handoff.Event{
		Kind: handoff.Opened, At: noon, City: "secret city", Transcript: []handoff.Line{{Who: handoff.TheCustomer, Text: "secret line"}},
	}})
	q, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text(key+"-2", a, "secret waiting")}, Follow: "telegram", Cursor: 5})
	s.must(err)
	s.is(len(q), 1)
}

// nothingOf fails if anything is known of a customer.
func (s *shop) nothingOf(a bot.Address) {
	s.t.Helper()
	key := bot.Key("secret-key-" + a.Chat)
	b := s.backlog()
	for _, q := range b.Events {
		s.is(q.From == a, false)
	}
	for _, t := range b.Tasks {
		s.is(t.From == a, false)
	}
	for _, d := range b.Deliveries {
		s.is(d.To == a, false)
	}
	for _, soon := range b.Soon {
		s.is(soon == a, false)
	}
	c, err := s.Conversation(a)
	s.must(err)
	s.is(c, bot.Conversation{})
	ref, err := s.Ref(a, key+"/0")
	s.must(err)
	s.is(ref, "")
	_, err = s.Ticket(handoff.NewID(string(key)))
	s.fails(err, store.ErrNoTicket)
	log, _, err := s.TicketsAfter(0, 100)
	s.must(err)
	for _, l := range log {
		s.is(l.From == a, false)
	}
	_, ok := s.Customer(a)
	s.is(ok, false)
}

// allOf fails unless all that fill put there is there.
func (s *shop) allOf(a bot.Address) {
	s.t.Helper()
	key := "secret-key-" + a.Chat
	c, err := s.Conversation(a)
	s.must(err)
	s.is(c, turn(bot.Queued{}, key).Conversation)
	_, err = s.Ticket(handoff.NewID(key))
	s.must(err)
	ref, err := s.Ref(a, bot.Key(key+"/0"))
	s.must(err)
	s.is(ref, "secret-ref")
}

// nothingToRead fails if a file in a folder shows what was said, or to whom.
func nothingToRead(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, word := range []string{"secret", "4711-ann", "4712-bob", "gather", "hello", "text\"", "{\"key\"", "{\"stage\""} {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%s shows %q", filepath.Base(path), word)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestErase(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(ann)
		s.fill(bob)
		nothingToRead(t, s.dir)
		before := s.customers()
		code, _ := s.Customer(ann)
		e, err := s.Erase(ctx, code)
		s.must(err)
		s.is(e, store.Erased{Customer: code, Addresses: 1, Records: 14})
		s.nothingOf(ann)
		s.allOf(bob)
		s.is(s.customers(), before-1)
		s.must(s.sweepAndCheck())
		s.reopen()
		s.nothingOf(ann)
		s.allOf(bob)
		_, err = s.Erase(ctx, code)
		s.fails(err, store.ErrUnknownCustomer)
		_, err = s.Erase(ctx, ann.String())
		s.fails(err, store.ErrUnknownCustomer)
		_, err = s.Erase(ctx, bob.String())
		s.must(err)
		notes, _, err := s.Feedback(0, 10)
		s.must(err)
		s.is(len(notes), 0)
		s.is(s.left(), "0/0/0")
	})
}

func (s *shop) customers() int {
	s.t.Helper()
	r, err := s.Check(ctx)
	s.must(err)
	return r.Customers
}

// Between the key and the records a crash changes nothing: nothing opens, and
// both Erase and Sweep finish it.
func TestEraseCutOff(t *testing.T) {
	for name, finish := range map[string]func(s *shop) error{
		"erased again": func(s *shop) error { _, err := s.Erase(ctx, ann.String()); return err },
		"swept":        func(s *shop) error { _, err := s.Sweep(ctx, noon); return err },
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, s *shop) {
				s.fill(ann)
				s.fill(bob)
				crash := errors.New("crash")
				s.options.Fail = failAt("erase.done", crash)
				s.reopen()
				_, err := s.Erase(ctx, ann.String())
				s.fails(err, crash)
				s.options.Fail = nil
				s.reopen()
				s.nothingOf(ann)
				r, err := s.Check(ctx)
				s.must(err)
				s.is([]int{r.Erased, r.Orphans, len(r.Problems)}, []int{1, 14, 0})
				s.must(finish(s))
				s.must(s.sweepAndCheck())
				s.nothingOf(ann)
				s.allOf(bob)
			})
		})
	}
}

func failAt(at string, err error) func(string) error {
	return func(point string) error {
		if point == at {
			return err
		}
		return nil
	}
}

// Who writes again is somebody new, even where old records lie about: an old
// database was put back by hand.
func TestTheErasedComeBackAsStrangers(t *testing.T) {
	s := newShop(t)
	s.fill(ann)
	s.fill(bob)
	s.must(s.Close())
	old, err := os.ReadFile(s.path("huizhi.db"))
	s.must(err)
	s.open()
	code, _ := s.Customer(ann)
	_, err = s.Erase(ctx, code)
	s.must(err)
	s.must(s.Close())
	s.must(os.WriteFile(s.path("huizhi.db"), old, 0o600))
	s.open()
	s.nothingOf(ann)
	s.allOf(bob)

	tn := turn(s.says("again", ann, "hello"), "again")
	s.commits(tn)
	s.is(s.left(), "1/2/3") // bob's, and what ann has now
	again, _ := s.Customer(ann)
	s.is(again != code, true)
	_, next, err := s.Ring(ctx, noon)
	s.must(err)
	s.is(next, tn.Wakes[0].At)
	_, err = s.Sweep(ctx, noon)
	s.must(err)
	s.must(s.sweepAndCheck())
	c, err := s.Conversation(ann)
	s.must(err)
	s.is(c, tn.Conversation)
	q, _, err := s.Ring(ctx, noon.AddDate(0, 0, 1))
	s.must(err)
	s.is(len(q), 2)
}

// Erasing takes many small transactions when there is much.
func TestEraseMuch(t *testing.T) {
	if testing.Short() {
		t.Skip("many records")
	}
	onEach(t, func(t *testing.T, s *shop) {
		s.options.NoSync = true
		s.reopen()
		var batch bot.Batch
		for i := range 14_000 {
			from := bob
			if i%10 == 0 {
				from = ann
			}
			batch.Events = append(batch.Events, text(fmt.Sprint("k", i), from, "x"))
		}
		s.must(s.accept(batch))
		e, err := s.Erase(ctx, ann.String())
		s.must(err)
		s.is(e.Records, 1401)
		s.must(s.sweepAndCheck())
		s.is(s.left(), "12600/0/0")
		e, err = s.Erase(ctx, bob.String())
		s.must(err)
		s.is(e.Records, 12601)
	})
}

// Many at once, and one of them is erased again and again: nobody else notices.
func TestEraseUnderLoad(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.options.NoSync = true
		s.reopen()
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range 20 {
				s.Erase(ctx, ann.String())
			}
		}()
		for i := range 200 {
			for _, a := range []bot.Address{ann, bob} {
				key := a.Chat + string(rune('0'+i%10)) + string(rune('a'+i/10))
				q, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text(key, a, "x")}})
				s.must(err)
				_, err = s.Commit(ctx, turn(q[0], key))
				if err != nil && (a == bob || !errors.Is(err, bot.ErrStale)) {
					t.Fatal(err)
				}
			}
		}
		<-done
		_, err := s.Erase(ctx, ann.String())
		if err != nil && !errors.Is(err, store.ErrUnknownCustomer) {
			t.Fatal(err)
		}
		s.must(s.sweepAndCheck())
		s.is(s.left(), "0/200/400")
	})
}
