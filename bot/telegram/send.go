package telegram

import (
	"context"
	"errors"
	"strconv"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// Send sends a message.
func (t *Telegram) Send(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	chat, thread, err := chatOf(d.To)
	if err != nil {
		return "", bot.ErrRejected
	}
	m := render(d.Message)
	ref, err := t.streamed(d.To), error(bot.ErrVanished)
	if ref != "" {
		err = t.change(ctx, chat, ref, m, d.Urgency)
	}
	if errors.Is(err, bot.ErrVanished) {
		ref, err = t.send(ctx, chat, thread, m, d.Urgency)
	}
	if err == nil {
		t.undraft(d.To)
	}
	return ref, t.noted(chat, d.To, err)
}

// noted is what became of a message, which is remembered if nobody is there.
func (t *Telegram) noted(chat int64, a bot.Address, err error) error {
	if errors.Is(err, bot.ErrAway) {
		t.left(chat, a)
	}
	return err
}

// Edit changes a message that was sent.
func (t *Telegram) Edit(ctx context.Context, ref bot.Ref, d bot.Delivery) error {
	chat, _, err := chatOf(d.To)
	if err != nil {
		return bot.ErrRejected
	}
	return t.noted(chat, d.To, t.change(ctx, chat, ref, render(d.Message), d.Urgency))
}

// send sends what was rendered. Entities that Telegram does not take cost no text.
func (t *Telegram) send(ctx context.Context, chat int64, thread int, m rendered, u bot.Urgency) (bot.Ref, error) {
	var sent *models.Message
	err := t.call(ctx, "send", chat, u, func(ctx context.Context, chat int64) (err error) {
		sent, err = t.api.SendMessage(ctx, &tg.SendMessageParams{
			ChatID: chat, MessageThreadID: thread, Text: m.text, Entities: m.entities,
			LinkPreviewOptions: noPreview(), ReplyMarkup: inline(m.keyboard),
		})
		return err
	})
	if errors.Is(err, errEntities) && m.entities != nil {
		m.entities = nil
		return t.send(ctx, chat, thread, m, u)
	}
	if err != nil {
		return "", err
	}
	if sent.ID == 0 {
		return "", errUnreadable
	}
	if _, in := place(sent); thread != 0 && in != thread {
		return "", errTopic // it went elsewhere without a word (tdlib/telegram-bot-api#854)
	}
	return refOf(sent.ID), nil
}

// change changes a message of ours.
func (t *Telegram) change(ctx context.Context, chat int64, ref bot.Ref, m rendered, u bot.Urgency) error {
	id, err := strconv.Atoi(string(ref))
	if err != nil {
		return bot.ErrVanished
	}
	err = t.call(ctx, "edit", chat, u, func(ctx context.Context, chat int64) error {
		_, err := t.api.EditMessageText(ctx, &tg.EditMessageTextParams{
			ChatID: chat, MessageID: id, Text: m.text, Entities: m.entities,
			LinkPreviewOptions: noPreview(), ReplyMarkup: markup(m.keyboard),
		})
		return err
	})
	if errors.Is(err, errEntities) && m.entities != nil {
		m.entities = nil
		return t.change(ctx, chat, ref, m, u)
	}
	return err
}

// call makes a call that counts. A group that has another id now is called by that;
// one that moves on meanwhile, the next time.
func (t *Telegram) call(ctx context.Context, what string, chat int64, u bot.Urgency, do func(context.Context, int64) error) error {
	err := t.once(ctx, what, t.now(chat), u, do)
	if moved := (*movedError)(nil); errors.As(err, &moved) {
		t.move(chat, moved.to)
		err = t.once(ctx, what, t.now(chat), u, do)
	}
	return err
}

// once makes one call, when the budget allows it, and says what became of it.
func (t *Telegram) once(ctx context.Context, what string, chat int64, u bot.Urgency, do func(context.Context, int64) error) error {
	err := t.budget.wait(ctx, chat, u)
	if err == nil {
		err = verdict(do(ctx, chat))
		t.heed(chat, err)
	}
	t.count(what, err)
	return err
}

// noPreview shows no picture of what a link leads to.
func noPreview() *models.LinkPreviewOptions {
	off := true
	return &models.LinkPreviewOptions{IsDisabled: &off}
}

// inline is a keyboard as a parameter; none is none.
func inline(rows [][]models.InlineKeyboardButton) models.ReplyMarkup {
	if rows == nil {
		return nil
	}
	return markup(rows)
}

// Notify tells a chat of the operators something. It is not kept: who reads it has
// the log, too.
func (t *Telegram) Notify(ctx context.Context, chat int64, text string) error {
	_, err := t.send(ctx, chat, 0, rendered{text: head(plain(text), longestMessage)}, bot.Notice)
	return err
}
