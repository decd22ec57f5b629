package telegram

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// self is the bot as Telegram knows it; empty until it was asked.
func (t *Telegram) self() models.User {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.me
}

// absence is where somebody cannot be reached, and since when.
type absence struct {
	at    []bot.Address // the chat, and its topics
	since time.Time
}

// What is remembered of chats, and for how long: it is only of use for a while, and
// is found out again.
const (
	mostAbsent  = 10_000
	mostGreeted = 1_000
	mostMoved   = 1_000
	absentFor   = 30 * 24 * time.Hour // as long as messages wait for somebody
)

// left notes that somebody cannot be reached at an address.
func (t *Telegram) left(chat int64, a bot.Address) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.Now()
	if len(t.away) >= mostAbsent {
		maps.DeleteFunc(t.away, func(_ int64, ab absence) bool { return now.Sub(ab.since) > absentFor })
	}
	ab := t.away[chat]
	if !slices.Contains(ab.at, a) {
		ab.at = append(slices.Clip(ab.at), a)
	}
	t.away[chat] = absence{ab.at, now}
}

func (t *Telegram) isAway(chat int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, away := t.away[chat]
	return away
}

// returned has what waited for somebody sent, in all topics. What cannot be is tried
// again when they are next heard of.
func (t *Telegram) returned(ctx context.Context, desk Desk, chat int64) {
	t.mu.Lock()
	at := t.away[chat].at
	delete(t.away, chat)
	t.mu.Unlock()
	for _, a := range at {
		if err := desk.Back(ctx, a); err != nil {
			t.Log.Error("what waited is not sent", "channel", Name, "err", err)
			t.left(chat, a)
		}
	}
}

// move keeps that a group has another id: when topics are switched on, it becomes a
// supergroup. Who calls it by the old one is told again by Telegram, so nothing need
// be kept on disk.
func (t *Telegram) move(from, to int64) {
	if from == to {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.moved) >= mostMoved {
		clear(t.moved)
	}
	t.moved[from] = to
}

// now is the id that a chat has now.
func (t *Telegram) now(chat int64) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if to, ok := t.moved[chat]; ok {
		return to
	}
	return chat
}

// greets reports whether a group is to be told where we answer: not again and again.
func (t *Telegram) greets(chat int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.Now()
	if now.Sub(t.greeted[chat]) < greetEvery {
		return false
	}
	if len(t.greeted) >= mostGreeted {
		maps.DeleteFunc(t.greeted, func(_ int64, at time.Time) bool { return now.Sub(at) >= greetEvery })
	}
	t.greeted[chat] = now
	return true
}
