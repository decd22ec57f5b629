package telegram

import (
	"context"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/bot"
	"huizhi/phrases"
)

// answer ends the turning of a button. It is done beside: nothing waits for it, and
// an answer that comes too late is no harm.
func (t *Telegram) answer(ctx context.Context, query string) {
	go func() {
		_, err := t.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: query})
		t.count("answer", verdict(err))
	}()
}

// takeAway takes a button away that can be pressed once, with those like it in its
// row.
func (t *Telegram) takeAway(ctx context.Context, chat int64, q *models.CallbackQuery) {
	_, once, ok := dataOf(q.Data)
	m := q.Message.Message
	if !ok || !once || m == nil {
		return
	}
	_, row := pressed(keys(m), q.Data)
	if row < 0 {
		return
	}
	left := without(keys(m), row)
	go func() {
		ctx, stop := context.WithTimeout(ctx, callTime)
		defer stop()
		_ = t.call(ctx, "edit", chat, bot.Notice, func(ctx context.Context, chat int64) error {
			_, err := t.api.EditMessageReplyMarkup(ctx, &tg.EditMessageReplyMarkupParams{
				ChatID: chat, MessageID: m.ID, ReplyMarkup: markup(left),
			})
			return err
		})
	}()
}

// Typing shows that a reply is on its way.
func (t *Telegram) Typing(ctx context.Context, a bot.Address) {
	chat, thread, err := chatOf(a)
	if err != nil || t.budget.paused(chat) || t.isAway(chat) {
		return
	}
	_, err = t.api.SendChatAction(ctx, &tg.SendChatActionParams{ChatID: chat, MessageThreadID: thread, Action: models.ChatActionTyping})
	err = verdict(err)
	t.count("typing", err)
	t.heed(chat, err)
}

// greetEvery is how often a group is told to write in private.
const greetEvery = time.Minute

// sayPrivately tells a group where we answer: what somebody asks of themselves is
// nobody else's business. Nothing of it is kept.
func (t *Telegram) sayPrivately(ctx context.Context, chat int64) {
	now := t.Now()
	t.mu.Lock()
	due := now.Sub(t.greeted[chat]) >= greetEvery
	if due {
		t.greeted[chat] = now
	}
	t.mu.Unlock()
	if !due {
		return
	}
	link := [][]models.InlineKeyboardButton{{{Text: phrases.Say("telegram.open"), URL: "https://t.me/" + t.self().Username}}}
	go func() {
		ctx, stop := context.WithTimeout(ctx, callTime)
		defer stop()
		_, _ = t.send(ctx, chat, 0, rendered{text: phrases.Say("telegram.privately"), keyboard: link}, bot.Notice)
	}()
}
