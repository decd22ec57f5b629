package telegram

import (
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/phrases"
)

// Run takes updates until ctx ends, and hands them to a desk. An error says that the
// desk takes no more.
func (t *Telegram) Run(ctx context.Context, desk Desk) error {
	if !t.introduce(ctx) {
		return nil
	}
	go t.dress(ctx)
	defer t.beside.Wait()
	if t.Webhook == nil {
		return t.poll(ctx, desk)
	}
	t.insist(ctx, t.setWebhook)
	for t.brought(ctx) {
	}
	return nil
}

// introduce asks Telegram who we are, until it says so; false if ctx ends before.
func (t *Telegram) introduce(ctx context.Context) bool {
	return t.insist(ctx, func(ctx context.Context) error {
		me, err := t.api.GetMe(ctx)
		if err := verdict(err); err != nil {
			return err
		}
		t.polled() // else a desk would not be ready until the first updates are there
		t.mu.Lock()
		defer t.mu.Unlock()
		t.me = *me
		return nil
	})
}

// insist does something again and again until it is done; false if ctx ends before.
func (t *Telegram) insist(ctx context.Context, do func(context.Context) error) bool {
	for pause := t.Pause; ctx.Err() == nil; pause = t.longer(pause) {
		err := do(ctx)
		if err == nil {
			return true
		}
		if ctx.Err() == nil {
			t.unpolled(err)
		}
		sleep(ctx, pause)
	}
	return false
}

// menu is the commands, in the order in which Telegram lists them.
var menu = []string{"start", "help", "human", "cancel", "privacy", "forget"}

// language is what is shown to those whose app is set to it. Telegram knows two
// letters of each.
type language struct {
	code               string // empty for all others
	command            func(name string) string
	description, short func() string
}

// languages are those in which the menu is worded.
var languages = []language{
	{"", chinese, chineseDescription, chineseShort},
	{"zh", chinese, chineseDescription, chineseShort},
	{"en", english, englishDescription, englishShort},
}

func chinese(name string) string { return phrases.Say("telegram.command." + name) }
func chineseDescription() string { return phrases.Say("telegram.description") }
func chineseShort() string       { return phrases.Say("telegram.short") }
func english(name string) string { return phrases.Say("telegram.command_en." + name) }
func englishDescription() string { return phrases.Say("telegram.description_en") }
func englishShort() string       { return phrases.Say("telegram.short_en") }

// dress sets what Telegram shows of the bot before anybody writes to it. It can be
// done without.
func (t *Telegram) dress(ctx context.Context) {
	for _, l := range languages {
		if err := t.show(ctx, l); err != nil && ctx.Err() == nil {
			t.Log.Warn("the menu is not set", "channel", Name, "language", l.code, "err", err)
		}
	}
}

func (t *Telegram) show(ctx context.Context, l language) error {
	commands := &tg.SetMyCommandsParams{LanguageCode: l.code}
	for _, name := range menu {
		commands.Commands = append(commands.Commands, models.BotCommand{Command: name, Description: l.command(name)})
	}
	if _, err := t.api.SetMyCommands(ctx, commands); err != nil {
		return verdict(err)
	}
	if _, err := t.api.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: l.description(), LanguageCode: l.code}); err != nil {
		return verdict(err)
	}
	_, err := t.api.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: l.short(), LanguageCode: l.code})
	return verdict(err)
}
