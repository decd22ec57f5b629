package bot_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
	"huizhi/store"
)

// slowed is a store that answers late about who holds what, and about turns.
type slowed struct {
	*store.DB
	mu     sync.Mutex
	rest   func(ctx context.Context, a bot.Address, holder string, away bool) (bool, error)
	hold   func(ctx context.Context, a bot.Address, holder string, until time.Time) (bool, error)
	commit time.Duration
}

// set changes how it is slowed.
func (s *slowed) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *slowed) Rest(ctx context.Context, a bot.Address, holder string, away bool) (bool, error) {
	s.mu.Lock()
	rest := s.rest
	s.mu.Unlock()
	if rest == nil {
		rest = s.DB.Rest
	}
	return rest(ctx, a, holder, away)
}

func (s *slowed) Hold(ctx context.Context, a bot.Address, holder string, until time.Time) (bool, error) {
	s.mu.Lock()
	hold := s.hold
	s.mu.Unlock()
	if hold == nil {
		hold = s.DB.Hold
	}
	return hold(ctx, a, holder, until)
}

func (s *slowed) Commit(ctx context.Context, turn bot.Turn) ([]bot.Outgoing, error) {
	s.mu.Lock()
	slow := s.commit
	s.mu.Unlock()
	time.Sleep(slow)
	return s.DB.Commit(ctx, turn)
}

// two are programs that share a store in memory; the first sees it slowed.
func two(t *testing.T, b bot.Channel, s *slowed, answers bot.Answerer) (first, second *desk) {
	t.Helper()
	db, err := inMemory()(t.TempDir(), quick)
	must(t, err)
	s.DB = db
	second = run(db, bot.Options{Store: db, Answers: answers, Channels: []bot.Channel{b}, Shared: true})
	first = run(db, bot.Options{Store: s, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true})
	return first, second
}

func endBoth(t *testing.T, both ...*desk) {
	t.Helper()
	for _, d := range both {
		d.stop()
		<-d.done
	}
	must(t, both[0].db.Close())
}

// What comes while an address is given back is stepped by one of them, in order.
func TestEventsWhileAnAddressIsGivenBack(t *testing.T) {
	b, s := newBook(), &slowed{}
	one, other := two(t, b, s, parrot{slow: 50 * time.Millisecond})
	var once sync.Once
	s.set(func() {
		s.rest = func(ctx context.Context, a bot.Address, holder string, away bool) (bool, error) {
			ok, err := s.DB.Rest(ctx, a, holder, away)
			once.Do(func() {
				s.set(func() { s.commit = 50 * time.Millisecond })
				if one.accept(on(me, 2, say("二"))) != nil || other.accept(on(me, 3, say("三"))) != nil {
					t.Error("not accepted")
				}
				time.Sleep(20 * time.Millisecond)
			})
			return ok, err
		}
	})
	must(t, one.accept(on(me, 1, say("一"))))
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(10 * time.Millisecond) {
		if len(b.texts("me")) == 3 {
			break
		}
	}
	if got := b.texts("me"); !slices.Equal(got, []string{"答：一", "答：二", "答：三"}) {
		t.Errorf("%q", got)
	}
	endBoth(t, one, other)
}

// What another has done since it was read of is not done again.
func TestAHoldThatComesLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, s := newBook(), &slowed{}
		b.before = func(bot.Delivery) error { time.Sleep(100 * time.Millisecond); return nil }
		db, err := inMemory()(t.TempDir(), quick)
		must(t, err)
		s.DB = db
		one := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true})
		synctest.Wait()
		must(t, one.accept(on(me, 1, say("一"))))
		pass(50 * time.Millisecond)
		s.hold = func(ctx context.Context, a bot.Address, holder string, until time.Time) (bool, error) {
			time.Sleep(60 * time.Millisecond)
			return db.Hold(ctx, a, holder, until)
		}
		other := run(db, bot.Options{Store: s, Answers: parrot{}, Channels: []bot.Channel{b}, Shared: true})
		pass(time.Second)
		if got := b.texts("me"); len(got) != 1 {
			t.Errorf("%q", got)
		}
		endBoth(t, one, other)
	})
}

// A lane that comes to rest while its hold is renewed ends nobody.
func TestALaneRestsWhileItIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, s := newBook(), &slowed{}
		free := make(chan struct{})
		b.before = func(bot.Delivery) error { <-free; return nil }
		one, other := two(t, b, s, parrot{})
		pass(15 * time.Second)
		must(t, one.accept(on(me, 1, say("一"))))
		pass(time.Second)
		var once sync.Once
		s.set(func() {
			s.hold = func(ctx context.Context, a bot.Address, holder string, until time.Time) (bool, error) {
				once.Do(func() {
					close(free)
					time.Sleep(10 * time.Millisecond)
					if err := other.accept(on(me, 2, say("二"))); err != nil {
						t.Error(err)
					}
					time.Sleep(10 * time.Millisecond)
				})
				return s.DB.Hold(ctx, a, holder, until)
			}
		})
		pass(time.Minute)
		select {
		case err := <-one.done:
			t.Errorf("it stopped: %v", err)
		default:
		}
		if got := b.texts("me"); !slices.Equal(got, []string{"答：一", "答：二"}) {
			t.Errorf("%q", got)
		}
		endBoth(t, one, other)
	})
}
