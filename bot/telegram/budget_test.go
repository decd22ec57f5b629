package telegram

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
)

// line is people who wait for leave to send, and when each of them got it.
type line struct {
	*limiter
	begin time.Time
	wg    sync.WaitGroup
	mu    sync.Mutex
	got   []leave
}

type leave struct {
	name  string
	after time.Duration
	err   error
}

func newLine(b Budget) *line { return &line{limiter: newLimiter(b), begin: time.Now()} }

// join has somebody wait; they are in line when it returns.
func (l *line) join(ctx context.Context, name string, chat int64, u bot.Urgency) {
	l.wg.Go(func() {
		err := l.wait(ctx, chat, u)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.got = append(l.got, leave{name, time.Since(l.begin), err})
	})
	synctest.Wait()
}

// left is how many are in line.
func (l *line) left() int {
	l.limiter.mu.Lock()
	defer l.limiter.mu.Unlock()
	return len(l.waiting)
}

// times is when so many messages to the chats, in turn, may be sent.
func times(b Budget, n int, chats ...int64) (out []time.Duration) {
	l := newLine(b)
	for i := range n {
		l.join(context.Background(), "", chats[i%len(chats)], bot.ToText)
	}
	l.wg.Wait()
	for _, g := range l.got {
		out = append(out, g.after)
	}
	return out
}

// most is how many of some times lie in one stretch.
func most(times []time.Duration, stretch time.Duration) (n int) {
	for i, from := range times {
		k := 0
		for _, at := range times[i:] {
			if at < from+stretch {
				k++
			}
		}
		n = max(n, k)
	}
	return n
}

// In no stretch is more sent than a rate allows, and no less than it allows.
func TestRates(t *testing.T) {
	people := []int64{1, 2, 3, 4, 5, 6, 7}
	for name, c := range map[string]struct {
		budget  Budget
		n       int
		chats   []int64
		stretch time.Duration
		most    int
		last    time.Duration // when the last may go
	}{
		"no limit":              {Budget{}, 100, people, time.Second, 100, 0},
		"one chat":              {Budget{Chat: Rate{3, 3 * time.Second}}, 10, people[:1], 3 * time.Second, 3, 9 * time.Second},
		"one a second":          {Budget{Chat: Rate{1, time.Second}}, 4, people[:1], time.Second, 1, 3 * time.Second},
		"each chat for itself":  {Budget{Chat: Rate{1, time.Second}}, 7, people, time.Second, 7, 0},
		"all together":          {Budget{All: Rate{5, time.Second}}, 20, people, time.Second, 5, 3 * time.Second},
		"a group":               {Budget{Group: Rate{4, 2 * time.Second}}, 12, []int64{-1}, 2 * time.Second, 4, 4 * time.Second},
		"a person is no group":  {Budget{Group: Rate{1, time.Minute}}, 5, people[:1], time.Minute, 5, 0},
		"a group within chat's": {Budget{Chat: Rate{2, time.Second}, Group: Rate{4, 4 * time.Second}}, 8, []int64{-1}, 4 * time.Second, 4, 5 * time.Second},
		"the tightest counts":   {Budget{All: Rate{2, time.Second}, Chat: Rate{1, time.Second}}, 6, []int64{1, 2, 3}, time.Second, 2, 2 * time.Second},
		"Telegram's, a crowd":   {TelegramsBudget, 90, slices.Concat(people, many(100, 90)), time.Second, 30, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := times(c.budget, c.n, c.chats...)
				if n := most(got, c.stretch); n != c.most {
					t.Errorf("%d in %v, want %d: %v", n, c.stretch, c.most, got)
				}
				if last := got[len(got)-1]; last != c.last {
					t.Errorf("the last goes after %v, want %v", last, c.last)
				}
			})
		})
	}
}

// many is so many people.
func many(from, n int64) (out []int64) {
	for i := range n {
		out = append(out, from+i)
	}
	return out
}

// What is left over of a rate is not saved up, and a burst is followed by a pause.
func TestABurstIsFollowedByAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(Budget{Chat: Rate{3, 3 * time.Second}})
		time.Sleep(time.Hour)
		l.begin = time.Now()
		for range 4 {
			l.join(context.Background(), "", 1, bot.ToText)
		}
		l.wg.Wait()
		var at []time.Duration
		for _, g := range l.got {
			at = append(at, g.after)
		}
		if want := []time.Duration{0, 0, 0, 3 * time.Second}; !slices.Equal(at, want) {
			t.Errorf("sent after %v, want %v", at, want)
		}
	})
}

// Among those who wait for the same, presses go before texts, texts before notices,
// and of two alike who came first. Whose own chat is full holds up nobody.
func TestTheUrgentGoFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ctx := newLine(Budget{All: Rate{1, time.Second}, Chat: Rate{1, 5 * time.Second}}), context.Background()
		l.join(ctx, "before", 1, bot.Notice)
		l.join(ctx, "full", 1, bot.ToPress)
		l.join(ctx, "notice", 2, bot.Notice)
		l.join(ctx, "text", 3, bot.ToText)
		l.join(ctx, "press", 4, bot.ToPress)
		l.join(ctx, "text 2", 5, bot.ToText)
		l.wg.Wait()
		var order []string
		for _, g := range l.got {
			order = append(order, g.name)
		}
		if got := strings.Join(order, ", "); got != "before, press, text, text 2, notice, full" {
			t.Error(got)
		}
	})
}

// Where Telegram says to wait nothing goes, and other chats go on. A shorter pause
// takes nothing back of a longer one.
func TestAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(Budget{})
		l.pause(1, 5*time.Second)
		l.pause(1, time.Second)
		if !l.paused(1) || l.paused(2) {
			t.Error("the wrong chat is paused")
		}
		l.join(context.Background(), "paused", 1, bot.ToPress)
		l.join(context.Background(), "other", 2, bot.ToPress)
		l.wg.Wait()
		if l.got[0] != (leave{"other", 0, nil}) || l.got[1] != (leave{"paused", 5 * time.Second, nil}) || l.paused(1) {
			t.Errorf("%+v", l.got)
		}
	})
}

// A message that would wait for long does not wait here: neither for a pause, nor
// for its chat, nor in the line of a chat or of all.
func TestNobodyWaitsForLong(t *testing.T) {
	for name, c := range map[string]struct {
		budget Budget
		pause  time.Duration
		n      int
		chats  []int64
		refuse int
	}{
		"a pause":       {Budget{}, 11 * time.Second, 1, []int64{1}, 1},
		"a short pause": {Budget{}, 9 * time.Second, 1, []int64{1}, 0},
		"a group":       {Budget{Group: Rate{20, time.Minute}}, 0, 25, []int64{-1}, 5},
		"a chat's line": {Budget{Chat: Rate{1, 4 * time.Second}}, 0, 5, []int64{1}, 2},
		"all":           {Budget{All: Rate{1, 1100 * time.Millisecond}}, 0, 20, []int64{1, 2, 3, 4, 5}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLine(c.budget)
				if c.pause > 0 {
					l.pause(c.chats[0], c.pause)
				}
				for i := range c.n {
					l.join(context.Background(), "", c.chats[i%len(c.chats)], bot.ToText)
				}
				l.wg.Wait()
				refused := 0
				for _, g := range l.got {
					wait := (*bot.WaitError)(nil)
					switch {
					case g.after > longestQueue:
						t.Errorf("somebody waited for %v", g.after)
					case errors.As(g.err, &wait) && wait.For > 0:
						refused++
					case g.err != nil:
						t.Error(g.err)
					}
				}
				if refused != c.refuse || l.left() > 0 {
					t.Errorf("%d are told to wait, want %d; %d are left in line", refused, c.refuse, l.left())
				}
			})
		})
	}
}

// A draft takes only what nobody waits for, and leaves one for the reply.
func TestSpare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(Budget{All: Rate{3, time.Second}, Chat: Rate{2, time.Second}})
		if !l.spare(1) || l.spare(1) || !l.spare(2) || l.spare(3) {
			t.Error("a draft takes what is not there, or not what is")
		}
		l.join(context.Background(), "reply", 4, bot.ToText)
		l.join(context.Background(), "next", 4, bot.ToText)
		time.Sleep(999 * time.Millisecond)
		if l.spare(5) {
			t.Error("a draft goes before somebody who waits")
		}
		l.wg.Wait()
		l.pause(6, time.Second)
		if time.Sleep(time.Second / 2); l.spare(6) || !l.spare(7) {
			t.Error("a draft does not heed a pause")
		}
	})
}

// Who gives up leaves no trace: those behind go as if they had not been there.
func TestWhoGivesUpLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(Budget{All: Rate{1, time.Second}})
		ctx, stop := context.WithCancel(context.Background())
		l.join(context.Background(), "first", 1, bot.ToText)
		for range 3 {
			l.join(ctx, "gone", 2, bot.ToPress)
		}
		l.join(context.Background(), "next", 3, bot.Notice)
		stop()
		l.wg.Wait()
		if n := l.left(); n > 0 {
			t.Errorf("%d are left in line", n)
		}
		for _, g := range l.got {
			if gone := errors.Is(g.err, context.Canceled); gone != (g.name == "gone") {
				t.Errorf("%+v", g)
			}
		}
		if last := l.got[len(l.got)-1]; last != (leave{"next", time.Second, nil}) {
			t.Errorf("%+v", last)
		}
	})
}

// Chats are forgotten only when they may have all they want.
func TestTidy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Budget{Group: Rate{1, time.Minute}})
		l.pause(7, time.Hour)
		must(t, l.wait(context.Background(), -1, bot.ToText))
		for i := range int64(mostPurses) {
			l.spare(1000 + i)
		}
		if len(l.chats) > mostPurses/2 {
			t.Errorf("%d chats are remembered", len(l.chats))
		}
		if !l.paused(7) || l.spare(-1) {
			t.Error("a pause or what was sent to a group is forgotten")
		}
		time.Sleep(2 * time.Hour)
		l.tidy()
		if len(l.chats) > 0 {
			t.Errorf("%d chats are remembered for ever", len(l.chats))
		}
	})
}

func TestParseBudget(t *testing.T) {
	for text, want := range map[string]Budget{
		"30/1s 3/3s 20/1m":  TelegramsBudget,
		"- - -":             {},
		" 1/500ms  -\t2/1h": {All: Rate{1, 500 * time.Millisecond}, Group: Rate{2, time.Hour}},
	} {
		if got, err := ParseBudget(text); got != want || err != nil {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "-", "- -", "- - - -", "30 3 20", "0/1s - -", "-1/1s - -", "1/0s - -", "1/-1s - -", "1/s - -", "x/1s - -", "1/1s/1s - -", "1.5/1s - -"} {
		if got, err := ParseBudget(text); err == nil || got != (Budget{}) {
			t.Errorf("%q is taken as %+v", text, got)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
