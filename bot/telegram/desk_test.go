package telegram_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/handoff"
)

// parrot is what answers where nothing else is said.
type parrot = bottest.Parrot

// options are what a desk of a test is like.
type options struct {
	bottest.Options
	server   tgtest.Options
	telegram func(*telegram.Options)
	channel  func(*telegram.Telegram) bot.Channel // what stands before it; nil for nothing
	on       *tgtest.Server                       // that runs already
}

// desk is a desk in Telegram: the server that plays Telegram, and what was alerted.
type desk struct {
	*bottest.Desk
	*tgtest.Server
	tele *telegram.Telegram
	told *bottest.Notes
}

func open(t testing.TB, o options) *desk {
	t.Helper()
	d := &desk{Desk: bottest.Open(t, o.Options), Server: o.on, told: &bottest.Notes{}}
	if d.Server == nil {
		d.Server = tgtest.Start(o.server)
		t.Cleanup(d.Server.Close)
	}
	to := telegram.Options{
		Token: telegram.Token(d.Token()), Server: d.URL(), Log: d.Logger(), Now: d.Now, Pause: 5 * time.Millisecond,
		Alert: func(text string) { fmt.Fprintln(d.told, text) },
	}
	if o.telegram != nil {
		o.telegram(&to)
	}
	var err error
	d.tele, err = telegram.New(to)
	must(t, err)
	var c bot.Channel = d.tele
	if o.channel != nil {
		c = o.channel(d.tele)
	}
	d.Run(t, c, func(ctx context.Context) { _ = d.tele.Run(ctx, d.Bot) })
	return d
}

// said waits until the bot has said so many messages to somebody, and returns them.
func (d *desk) said(t testing.TB, u *tgtest.User, n int) []tgtest.Message {
	t.Helper()
	d.Until(t, fmt.Sprintf("%d messages are there", n), func() bool { return len(ofBot(u)) >= n })
	d.settled(t, u.ID())
	got := ofBot(u)
	if len(got) != n {
		t.Fatalf("%d messages of the bot, want %d: %+v", len(got), n, got)
	}
	return got
}

// settled waits until all that came was taken, and nothing is left to do.
func (d *desk) settled(t testing.TB, chat int64) {
	t.Helper()
	d.Until(t, "all is taken", func() bool { return d.Pending() == 0 })
	d.Desk.Settled(t, bot.Address{Channel: telegram.Name, Chat: fmt.Sprint(chat)})
}

func ofBot(u *tgtest.User) (out []tgtest.Message) {
	for _, m := range u.Messages() {
		if m.Bot {
			out = append(out, m)
		}
	}
	return out
}

// texts are what messages say.
func texts(ms []tgtest.Message) (out []string) {
	for _, m := range ms {
		out = append(out, m.Text)
	}
	return out
}

// labels are what stands on the buttons of a message.
func labels(m tgtest.Message) (out []string) {
	for _, b := range slices.Concat(m.Rows...) {
		out = append(out, b.Label)
	}
	return out
}

// heard is how often something is in the log of tickets.
func (d *desk) heard(t testing.TB, k handoff.Kind) (n int) {
	t.Helper()
	changes, _, err := d.DB.TicketsAfter(0, 100)
	must(t, err)
	for _, c := range changes {
		if c.Event.Kind == k {
			n++
		}
	}
	return n
}

// sound fails a test whose calls Telegram would have taken amiss.
func (d *desk) sound(t testing.TB) {
	t.Helper()
	if m := d.Misuses(); len(m) > 0 {
		t.Errorf("misused: %q", m)
	}
	if n := d.Dropped(); len(n) > 0 {
		t.Errorf("%d updates were dropped", len(n))
	}
}

// quiet logs nothing.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
