package telegram

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"huizhi/bot"
)

// Rate is how often something may be done: N times in any stretch of so long. The
// zero Rate is no limit.
type Rate struct {
	N   int
	Per time.Duration
}

// Budget is how much Telegram takes. Sends, changes and what is done to topics
// count together.
type Budget struct {
	All   Rate // of the bot
	Chat  Rate // in one chat
	Group Rate // in one group, with all its topics
}

// TelegramsBudget is what Telegram says that it takes (core.telegram.org/bots/faq):
// 30 a second in all, 20 a minute in a group, one a second in a chat; there it
// allows short bursts.
var TelegramsBudget = Budget{All: Rate{30, time.Second}, Chat: Rate{3, 3 * time.Second}, Group: Rate{20, time.Minute}}

// window is when something was done last, as far back as its rate looks.
type window struct {
	rate Rate
	done []time.Time // the newest last
}

// free is from when on it may be done again.
func (w *window) free() time.Time {
	if w.rate.N == 0 || len(w.done) < w.rate.N {
		return time.Time{}
	}
	return w.done[len(w.done)-w.rate.N].Add(w.rate.Per)
}

// since reports whether something was done since a time.
func (w *window) since(at time.Time) bool {
	return len(w.done) > 0 && !w.done[len(w.done)-1].Before(at)
}

func (w *window) take(now time.Time) {
	if w.rate.N == 0 {
		return
	}
	if w.done = append(w.done, now); len(w.done) > w.rate.N {
		w.done = slices.Delete(w.done, 0, len(w.done)-w.rate.N)
	}
}

// purse is what one chat may have.
type purse struct {
	windows []window
	paused  time.Time // until when Telegram wants no more of us there
}

func (p *purse) free() time.Time {
	at := p.paused
	for i := range p.windows {
		if f := p.windows[i].free(); f.After(at) {
			at = f
		}
	}
	return at
}

func (p *purse) take(now time.Time) {
	for i := range p.windows {
		p.windows[i].take(now)
	}
}

// limiter keeps to a budget. Where several wait, the more urgent goes first, and of
// two alike the one that came first.
type limiter struct {
	budget Budget

	mu      sync.Mutex
	all     window
	signs   window // that a reply is on its way
	chats   map[int64]*purse
	waiting []*waiter // in their order
	came    uint64
	alarm   *time.Timer
}

type waiter struct {
	chat    int64
	urgency bot.Urgency
	came    uint64
	ready   chan struct{}
}

func newLimiter(b Budget) *limiter {
	signs := Rate{(b.All.N + 1) / 2, b.All.Per}
	return &limiter{budget: b, all: window{rate: b.All}, signs: window{rate: signs}, chats: map[int64]*purse{}}
}

// longestQueue is how long a message waits here; one that would wait longer is told
// so. What a Bot gives a channel for a message must last for its call as well: one
// that is cut off may be sent twice.
const longestQueue = 10 * time.Second

// wait waits for leave to send one message. *bot.WaitError: not for long.
func (l *limiter) wait(ctx context.Context, chat int64, u bot.Urgency) error {
	l.mu.Lock()
	if d := time.Until(l.purse(chat).free()); d > longestQueue {
		l.mu.Unlock()
		return &bot.WaitError{For: d}
	}
	l.came++
	w := &waiter{chat, u, l.came, make(chan struct{})}
	at, _ := slices.BinarySearchFunc(l.waiting, w, before)
	l.waiting = slices.Insert(l.waiting, at, w)
	l.serve()
	l.mu.Unlock()
	select {
	case <-w.ready:
		return nil
	case <-time.After(longestQueue):
		l.leave(w)
		return &bot.WaitError{For: time.Second}
	case <-ctx.Done():
		l.leave(w)
		return ctx.Err()
	}
}

func before(a, b *waiter) int {
	return cmp.Or(cmp.Compare(a.urgency, b.urgency), cmp.Compare(a.came, b.came))
}

// left is how often it may still be done now.
func (w *window) left(now time.Time) int {
	if w.rate.N == 0 {
		return math.MaxInt
	}
	n := w.rate.N
	for _, at := range w.done {
		if now.Sub(at) < w.rate.Per {
			n--
		}
	}
	return n
}

// spares reports whether more than one may go to a chat now.
func (p *purse) spares(now time.Time) bool {
	return !p.paused.After(now) && !slices.ContainsFunc(p.windows, func(w window) bool { return w.left(now) < 2 })
}

// spare takes leave to send one message if nobody needs it, and leaves one for the
// reply.
func (l *limiter) spare(chat int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, p := time.Now(), l.purse(chat)
	if len(l.waiting) > 0 || !p.spares(now) || l.all.left(now) < 2 {
		return false
	}
	p.take(now)
	l.all.take(now)
	return true
}

// pause lets nothing go to a chat for so long, or longer if that was said before.
func (l *limiter) pause(chat int64, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.purse(chat)
	if until := time.Now().Add(d); until.After(p.paused) {
		p.paused = until
	}
}

// sign takes leave to show in a chat that a reply is on its way. Messages need not
// wait for it; there are half as many of them as of messages at most.
func (l *limiter) sign(chat int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.purse(chat).paused.After(now) || l.signs.left(now) < 1 {
		return false
	}
	l.signs.take(now)
	return true
}

// leave takes out one that waits no more.
func (l *limiter) leave(w *waiter) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.waiting, w); i >= 0 {
		l.waiting = slices.Delete(l.waiting, i, i+1)
	}
}

// serve lets go all that may, and sees to it that the others are looked at again;
// l.mu is held.
func (l *limiter) serve() {
	now := time.Now()
	var next time.Time
	l.waiting = slices.DeleteFunc(l.waiting, func(w *waiter) bool {
		p := l.purse(w.chat)
		free := p.free()
		if all := l.all.free(); all.After(free) {
			free = all
		}
		if free.After(now) {
			if next.IsZero() || free.Before(next) {
				next = free
			}
			return false
		}
		p.take(now)
		l.all.take(now)
		close(w.ready)
		return true
	})
	l.wake(next)
}

// wake looks again at a time; the zero time is never.
func (l *limiter) wake(at time.Time) {
	if l.alarm != nil {
		l.alarm.Stop()
	}
	if at.IsZero() {
		return
	}
	l.alarm = time.AfterFunc(time.Until(at), func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.serve()
	})
}

// mostPurses is how many chats are remembered before those are forgotten that may
// have all they want.
const mostPurses = 10_000

// purse is that of a chat; l.mu is held.
func (l *limiter) purse(chat int64) *purse {
	if p := l.chats[chat]; p != nil {
		return p
	}
	if len(l.chats) >= mostPurses {
		l.tidy()
	}
	p := &purse{windows: []window{{rate: l.budget.Chat}}}
	if isGroup(chat) {
		p.windows = append(p.windows, window{rate: l.budget.Group})
	}
	l.chats[chat] = p
	return p
}

// tidy forgets chats where nothing was done for longer than any rate looks back.
func (l *limiter) tidy() {
	past := time.Now().Add(-max(l.budget.Chat.Per, l.budget.Group.Per))
	maps.DeleteFunc(l.chats, func(_ int64, p *purse) bool {
		return p.paused.Before(past) && !slices.ContainsFunc(p.windows, func(w window) bool { return w.since(past) })
	})
}

// isGroup tells a group from a person: groups have negative ids.
func isGroup(chat int64) bool { return chat < 0 }

// ParseBudget reads a budget as operators write it: rates of the bot, of a chat and
// of a group, "30/1s 3/3s 20/1m"; "-" is no limit.
func ParseBudget(text string) (Budget, error) {
	words := strings.Fields(text)
	if len(words) != 3 {
		return Budget{}, errRate
	}
	var rates [3]Rate
	for i, w := range words {
		if w == "-" {
			continue
		}
		n, per, ok := strings.Cut(w, "/")
		count, err := strconv.Atoi(n)
		d, errPer := time.ParseDuration(per)
		if !ok || err != nil || errPer != nil || count < 1 || d <= 0 {
			return Budget{}, errRate
		}
		rates[i] = Rate{count, d}
	}
	return Budget{All: rates[0], Chat: rates[1], Group: rates[2]}, nil
}

var errRate = errors.New("telegram: that is no budget")
