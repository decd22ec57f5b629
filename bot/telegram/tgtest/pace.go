package tgtest

import (
	"math"
	"time"
)

// Limits are how much the bot may send and edit before it is told to wait. Zero
// is no limit. What is known of Telegram's own: 30 a second in all, one a
// second in a chat with a small burst, 20 a minute in a group.
type Limits struct {
	Second      int // in a second, in all chats together
	ChatSecond  int // in a second, in one chat
	ChatBurst   int // at once in one chat; 0 is as ChatSecond
	GroupMinute int // in a minute, in one group, all its topics together
}

// TelegramLimits are those of the real server.
func TelegramLimits() Limits {
	return Limits{Second: 30, ChatSecond: 1, ChatBurst: 5, GroupMinute: 20}
}

// pace is how fast the bot is in all.
type pace struct {
	all    bucket
	floods int
}

// paced is how fast the bot is in one chat.
type paced struct {
	second bucket
	minute []time.Time
	until  time.Time // it was told to wait till then
}

// bucket fills with time; each call takes one.
type bucket struct {
	full float64
	at   time.Time
}

// take takes one out of a bucket, or says how long that will take.
func (b *bucket) take(now time.Time, each float64, most int) time.Duration {
	if b.at.IsZero() {
		b.full, b.at = float64(most), now
	}
	b.full, b.at = min(float64(most), b.full+now.Sub(b.at).Seconds()*each), now
	if b.full < 1 {
		return time.Duration((1 - b.full) / each * float64(time.Second))
	}
	b.full--
	return 0
}

// hurry refuses a call that comes too soon. A call within a pause that the bot
// was told of does not make it longer, and is counted.
func (s *Server) hurry(m method, q *request) *Refusal {
	c := s.chats[q.number("chat_id")]
	if !m.heavy || c == nil || s.options.Limits == (Limits{}) {
		return nil
	}
	now := s.now()
	if now.Before(c.pace.until) {
		s.pace.floods++
		return wait(seconds(c.pace.until.Sub(now)))
	}
	pause := s.tooSoon(c, now)
	if pause == 0 {
		return nil
	}
	n := seconds(pause)
	c.pace.until = now.Add(time.Duration(n) * time.Second)
	return wait(n)
}

// tooSoon is how long the bot has to wait, 0 when it has not.
func (s *Server) tooSoon(c *chat, now time.Time) time.Duration {
	l := s.options.Limits
	for len(c.pace.minute) > 0 && now.Sub(c.pace.minute[0]) >= time.Minute {
		c.pace.minute = c.pace.minute[1:]
	}
	if l.GroupMinute > 0 && c.person == nil && len(c.pace.minute) >= l.GroupMinute {
		return c.pace.minute[0].Add(time.Minute).Sub(now)
	}
	if l.ChatSecond > 0 {
		if d := c.pace.second.take(now, float64(l.ChatSecond), max(l.ChatBurst, l.ChatSecond)); d > 0 {
			return d
		}
	}
	if l.Second > 0 {
		if d := s.pace.all.take(now, float64(l.Second), l.Second); d > 0 {
			return d
		}
	}
	c.pace.minute = append(c.pace.minute, now)
	return 0
}

// seconds is a time in whole seconds, at least one.
func seconds(d time.Duration) int { return max(1, int(math.Ceil(d.Seconds()))) }

// Floods is how many calls came within a pause that the bot had been told of.
func (s *Server) Floods() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pace.floods
}
