package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
)

// Many lanes at once: every event is taken once, in order, and nothing of it is
// lost or done twice.
func TestManyLanes(t *testing.T) {
	const lanes, events = 64, 8
	onEach(t, func(t *testing.T, s *shop) {
		s.options.NoSync = true
		s.reopen()
		var wg sync.WaitGroup
		for l := range lanes {
			wg.Go(func() { lane(s, bot.Address{Channel: "web", Chat: fmt.Sprint("visitor", l)}, events) })
		}
		wg.Wait()
		s.is(s.left(), fmt.Sprintf("0/%d/%d", lanes*events, lanes*events))
		line := map[string]int{}
		for _, o := range s.backlog().Deliveries {
			n := line[o.To.Chat]
			s.is(o.Message.Text, fmt.Sprintf("secret second %s-%d", o.To.Chat, n))
			line[o.To.Chat]++
		}
		r, err := s.Check(ctx)
		s.must(err)
		s.is(len(r.Problems)+r.Orphans, 0)
		s.is(r.Customers, lanes)
		s.is(r.Records["conversations"], lanes)
	})
}

// lane says something some times over, and each time twice.
func lane(s *shop, from bot.Address, events int) {
	for i := range events {
		key := fmt.Sprintf("%s-%d", from.Chat, i)
		var taken atomic.Int32
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				q, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text(key, from, "x")}})
				if err != nil || len(q) == 0 {
					return
				}
				taken.Add(1)
				out, err := s.Commit(ctx, turn(q[0], key))
				if err != nil || s.Sent(ctx, out[0], "ref") != nil {
					s.t.Error(err)
				}
			})
		}
		both.Wait()
		if taken.Load() != 1 {
			s.t.Errorf("taken %d times", taken.Load())
		}
	}
}

// blocked opens a shop whose committer waits in a "ticket" until let go: what
// comes meanwhile makes one group.
func (s *shop) blocked() (letGo func()) {
	gate, in := make(chan struct{}), make(chan struct{})
	s.says("block", bob, "x")
	var once sync.Once
	s.options.Fail = func(point string) error {
		if point == "ticket" {
			once.Do(func() {
				close(in)
				<-gate
			})
		}
		return nil
	}
	s.reopen()
	go s.MoveTicket(ctx, bot.TicketMove{Key: "block", From: bob, Ticket: "block", Event: handoff.Event{Kind: handoff.Opened, At: noon}})
	<-in
	return func() { close(gate) }
}

// One stale change among many does not fail the others, nor does a ticket's
// refusal; and two first events of a new address make one customer.
func TestAGroupGoesOnWithoutTheStale(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		gone := s.says("gone", ann, "x")
		s.commits(turn(gone, "gone"))
		good := s.says("good", ann, "x")
		letGo := s.blocked()
		cyd := bot.Address{Channel: "web", Chat: "cyd"}
		var stale, fine, refused, first, second error
		var wg sync.WaitGroup
		wg.Go(func() { _, stale = s.Commit(ctx, turn(good, "good")) })
		wg.Go(func() { _, fine = s.Commit(ctx, turn(good, "good")) })
		wg.Go(func() {
			_, refused = s.MoveTicket(ctx, bot.TicketMove{Key: "m", From: ann, Ticket: "t", Event: handoff.Event{Kind: handoff.AgentSaid}})
		})
		wg.Go(func() { _, first = s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("c1", cyd, "x")}}) })
		wg.Go(func() { _, second = s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("c2", cyd, "x")}}) })
		letGo()
		wg.Wait()
		if (stale == nil) == (fine == nil) || !errors.Is(errors.Join(stale, fine), bot.ErrStale) {
			t.Errorf("committed twice at once: %v and %v", stale, fine)
		}
		if !errors.Is(refused, handoff.ErrRefused) {
			t.Errorf("the ticket said %v", refused)
		}
		s.must(errors.Join(first, second))
		s.is(s.left(), "3/2/4")
		r, err := s.Check(ctx)
		s.must(err)
		s.is(r.Records["addresses"], 3)
		s.is(r.Customers, 3)
	})
}

// Followers that overtake each other leave the cursor at the furthest.
func TestTheCursorAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		letGo := s.blocked()
		var wg sync.WaitGroup
		for n := range uint64(40) {
			wg.Go(func() { s.accept(bot.Batch{Follow: "f", Cursor: n + 1}) })
		}
		time.Sleep(20 * time.Millisecond) // all of them read where it was, and wait
		letGo()
		wg.Wait()
		n, err := s.Cursor("f")
		s.must(err)
		s.is(n, 40)
	})
}

// A crash before a change is on disk leaves nothing of it; after, all of it.
// Either way the store is broken, and finds its way when it is opened again.
func TestACrashLeavesAllOrNothing(t *testing.T) {
	crash := errors.New("crash")
	second, task := bot.Queued{Seq: 2, From: ann}, bot.Task{Key: "k1/task0", From: ann}
	first := bot.Outgoing{Seq: 1, Delivery: bot.Delivery{Key: "k1/0", To: ann}}
	opening := bot.TicketMove{Key: "m", From: ann, Ticket: "t", Event: handoff.Event{Kind: handoff.Opened}}
	const none = "1/1/2 0 -" // events/tasks/deliveries, cursor, ticket
	for _, c := range []struct {
		point         string
		run           func(s *shop) error
		before, after string // where a crash leaves us
		again         string // and what running it again does
	}{
		{"journal", func(s *shop) error { return s.accept(bot.Batch{Events: []bot.Incoming{text("n", ann, "x")}}) }, none, "2/1/2 0 -", "2/1/2 0 -"},
		{"key", func(s *shop) error { return s.accept(bot.Batch{Events: []bot.Incoming{text("n", bob, "x")}}) }, none, none, "2/1/2 0 -"},
		{"cursor", func(s *shop) error {
			return s.accept(bot.Batch{Events: []bot.Incoming{text("n", ann, "x")}, Follow: "f", Cursor: 5})
		}, none, "2/1/2 5 -", "2/1/2 5 -"},
		{"turn", func(s *shop) error { _, err := s.Commit(ctx, turn(second, "k2")); return err }, none, "0/2/4 0 -", "0/2/4 0 -"},
		{"task", func(s *shop) error { _, err := s.Finish(ctx, task, text("r", ann, "x")); return err }, none, "2/0/2 0 -", "2/0/2 0 -"},
		{"wake", func(s *shop) error { _, _, err := s.Ring(ctx, noon.AddDate(0, 0, 1)); return err }, none, "2/1/2 0 -", "2/1/2 0 -"},
		{"delivery", func(s *shop) error { return s.Sent(ctx, first, "ref") }, none, "1/1/1 0 -", "1/1/1 0 -"},
		{"ticket", func(s *shop) error { _, err := s.MoveTicket(ctx, opening); return err }, none, "1/1/2 0 t", "1/1/2 0 t"},
	} {
		for suffix, want := range map[string]string{"": c.before, ".done": c.after} {
			t.Run(c.point+suffix, func(t *testing.T) {
				onEach(t, func(t *testing.T, s *shop) {
					s.commits(turn(s.says("k1", ann, "x"), "k1"))
					s.says("k2", ann, "x")
					s.options.Fail = func(point string) error {
						if point == c.point+suffix {
							return crash
						}
						return nil
					}
					s.reopen()
					s.fails(c.run(s), crash)
					s.brokenBy(crash)
					s.options.Fail = nil
					s.reopen()
					s.is(s.state(), want)
					s.must(s.sweepAndCheck())
					if err := c.run(s); err != nil && !errors.Is(err, bot.ErrStale) {
						t.Error(err)
					}
					s.is(s.state(), c.again)
				})
			})
		}
	}
}

// accept is Accept for who does not care what is new.
func (s *shop) accept(b bot.Batch) error {
	_, err := s.Accept(ctx, b)
	return err
}

// brokenBy fails unless nothing can be done any more.
func (s *shop) brokenBy(cause error) {
	s.t.Helper()
	_, err := s.Backlog()
	s.fails(err, store.ErrBroken)
	s.fails(err, cause)
	s.fails(s.accept(bot.Batch{Follow: "f", Cursor: 100}), store.ErrBroken)
	s.fails(s.Sent(ctx, bot.Outgoing{}, ""), store.ErrBroken)
	_, err = s.Check(ctx)
	s.fails(err, store.ErrBroken)
}

// state is the backlog, a cursor and a ticket.
func (s *shop) state() string {
	s.t.Helper()
	n, err := s.Cursor("f")
	s.must(err)
	ticket, err := s.Ticket("t")
	if err != nil {
		ticket.ID = "-"
	}
	return fmt.Sprintf("%s %d %s", s.left(), n, ticket.ID)
}

// sweepAndCheck fails if anything is wrong with the database.
func (s *shop) sweepAndCheck() error {
	if _, err := s.Sweep(ctx, s.now); err != nil {
		return err
	}
	r, err := s.Check(ctx)
	if err == nil && len(r.Problems)+r.Orphans > 0 {
		err = fmt.Errorf("%+v", r)
	}
	return err
}
