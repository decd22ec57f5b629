package telegram

import (
	"context"
	"time"

	"github.com/go-telegram/bot/models"

	"huizhi/bot"
	"huizhi/phrases"
)

// greetEvery is how often a group is told to write in private.
const greetEvery = time.Minute

// sayPrivately tells a group where we answer: what somebody asks of themselves is
// nobody else's business. Nothing of it is kept.
func (t *Telegram) sayPrivately(ctx context.Context, chat int64, thread int) {
	if !t.greets(chat) {
		return
	}
	link := [][]models.InlineKeyboardButton{{{Text: phrases.Say("telegram.open"), URL: "https://t.me/" + t.self().Username}}}
	t.aside(ctx, func(ctx context.Context) {
		_, _ = t.send(ctx, chat, thread, rendered{text: phrases.Say("telegram.privately"), keyboard: link}, bot.Notice)
	})
}
