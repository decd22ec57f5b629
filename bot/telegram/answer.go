package telegram

import (
	"context"
	"slices"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// aside does something beside taking updates, in the time of a call, also if nothing
// more is taken meanwhile.
func (t *Telegram) aside(ctx context.Context, do func(context.Context)) {
	t.beside.Go(func() {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), callTime)
		defer stop()
		do(ctx)
	})
}

// answer ends the turning of a button. Nothing waits for it, and an answer that comes
// too late is no harm.
func (t *Telegram) answer(ctx context.Context, query string) {
	t.aside(ctx, func(ctx context.Context) {
		_, err := t.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: query})
		t.count("answer", verdict(err))
	})
}

// below is a message that buttons stand below.
type below struct {
	chat    int64
	message int
}

// mostTaken is below how many messages it is remembered what was pressed: only for
// presses that come right after each other, since the message says the rest.
const mostTaken = 1_000

// takeAway takes a button away that can be pressed once, with those like it in its
// row.
func (t *Telegram) takeAway(ctx context.Context, chat int64, q *models.CallbackQuery) {
	m := q.Message.Message
	if _, once, ok := dataOf(q.Data); !ok || !once || m == nil {
		return
	}
	_, row := pressed(keys(m), q.Data)
	if row < 0 {
		return
	}
	at := below{chat, m.ID}
	t.takes(at, once(keys(m)[row]))
	t.aside(ctx, func(ctx context.Context) {
		for sent, err := 0, error(nil); err == nil && sent < len(t.gone(at)); {
			gone := t.gone(at)
			sent, err = len(gone), t.leave(ctx, at, without(keys(m), gone))
		}
	})
}

// leave has only some buttons stay below a message.
func (t *Telegram) leave(ctx context.Context, at below, left [][]models.InlineKeyboardButton) error {
	return t.call(ctx, "edit", at.chat, bot.Notice, func(ctx context.Context, chat int64) error {
		_, err := t.api.EditMessageReplyMarkup(ctx, &tg.EditMessageReplyMarkupParams{
			ChatID: chat, MessageID: at.message, ReplyMarkup: markup(left),
		})
		return err
	})
}

// takes remembers which buttons of a message go.
func (t *Telegram) takes(at below, data []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.taken) >= mostTaken {
		clear(t.taken)
	}
	t.taken[at] = append(slices.Clip(t.taken[at]), data...)
}

// gone is all buttons of a message that go by now. A press tells how the message looked
// when it was pressed, and of two presses either may be carried out last: whoever sees
// that there are more when they are done does it again.
func (t *Telegram) gone(at below) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.taken[at]
}

// Typing shows that a reply is on its way.
func (t *Telegram) Typing(ctx context.Context, a bot.Address) {
	chat, thread, err := chatOf(a)
	if err != nil || t.isAway(chat) || !t.budget.sign(chat) {
		return
	}
	_, err = t.api.SendChatAction(ctx, &tg.SendChatActionParams{ChatID: chat, MessageThreadID: thread, Action: models.ChatActionTyping})
	err = verdict(err)
	t.count("typing", err)
	t.heed(chat, err)
}
