package telegram

import (
	"context"

	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// self is the bot as Telegram knows it; empty until it was asked.
func (t *Telegram) self() models.User {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.me
}

// note keeps whether somebody can be reached.
func (t *Telegram) note(chat int64, away bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if away {
		t.away[chat] = true
		return
	}
	delete(t.away, chat)
}

func (t *Telegram) isAway(chat int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.away[chat]
}

// isBack has what waited for somebody sent.
func (t *Telegram) isBack(ctx context.Context, desk Desk, chat int64, a bot.Address) {
	t.note(chat, false)
	if err := desk.Back(ctx, a); err != nil {
		t.Log.Error("what waited is not sent", "channel", Name, "err", err)
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
