package telegram_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/handoff"
)

// naughty are strings that break programs: some of our own, and a file of more (a
// JSON list) that HUIZHI_NAUGHTY names.
func naughty(t *testing.T) []string {
	out := []string{
		" ", "\x00", "\x01\n甲", "\xff\xfe", "甲\r\n乙\r\n丙", "\r\n\r\n", "\u202eabc\u202c\n甲", "甲\u2028乙\u2029丙\n丁", "\u200b", "﷽\n乙", "🏳️‍🌈\n乙", "Z̳a̿l̊go\n乙",
		"<script>", "<b>甲</b>\n&amp;", "*甲*\n_乙_ [x](tg://user?id=1)", "@trial_bot", "/start@", "/start x' OR 1=1", "//", "say/say", "0/say", "null", "%s%n%d", "{{.}}",
		"\u3000甲\u3000\n\u3000乙\u3000", "\t甲\v乙\f\n丙", "\ufeff甲\n乙", "😀\n" + strings.Repeat("😀", 3000), strings.Repeat("\n", 5000), strings.Repeat("a\u0301", 2000),
	}
	name := os.Getenv("HUIZHI_NAUGHTY")
	if name == "" {
		return out
	}
	data, err := os.ReadFile(name)
	must(t, err)
	var more []string
	must(t, json.Unmarshal(data, &more))
	return append(out, more...)
}

// copied is a channel of which it is known what it was given to send.
type copied struct {
	*telegram.Telegram
	mu   sync.Mutex
	sent map[string]bot.Message // by chat and message
}

func (c *copied) Send(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	ref, err := c.Telegram.Send(ctx, d)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.sent[d.To.Chat+"/"+string(ref)] = d.Message
	}
	return ref, err
}

// Whoever somebody says they are, whatever they say, and whatever an agent says to
// them, arrives as it was rendered; nothing is refused.
func TestNaughtyStrings(t *testing.T) {
	c := &copied{sent: map[string]bot.Message{}}
	d := open(t, options{channel: func(tele *telegram.Telegram) bot.Channel { c.Telegram = tele; return c }})
	var people []*tgtest.User
	for i, s := range naughty(t) {
		u := d.User(int64(10_000+i), s, tgtest.Username(s), tgtest.Language(s))
		people = append(people, u)
		u.Say(s)
		u.Photo(s)
		u.Document(s+".png", "image/png", []byte("x"), s)
		u.Edit(u.Say("甲"), s)
		u.PressData(0, head64(s))
		d.Group(int64(-10_000-i), s).Say(u, s)
	}
	people = append(people, d.agentSays(t, naughty(t)))
	for _, u := range people {
		u.Say("帮助")
		d.settled(t, u.ID())
	}
	shown := 0
	for _, u := range people {
		if len(ofBot(u)) == 0 {
			t.Errorf("nothing is said to user %d", u.ID())
		}
		for _, m := range ofBot(u) {
			shown++
			want, ok := c.sent[fmt.Sprintf("%d/%d", u.ID(), m.ID)]
			if m.Edited == 0 && (!ok || m.Text != telegram.Rendered(want)) {
				t.Errorf("%q is shown, %q was rendered", m.Text, telegram.Rendered(want))
			}
		}
	}
	for _, call := range d.Calls() {
		if call.Status != 200 && call.Method != "answerCallbackQuery" {
			t.Errorf("%s: %d %s for %q", call.Method, call.Status, call.Description, call.Params["text"])
		}
	}
	t.Logf("%d people, %d messages", len(people), shown)
	d.sound(t)
}

// head64 is as much of a text as a button may carry.
func head64(s string) string { return strings.ToValidUTF8(s[:min(len(s), 64)], "") }

// agentSays has an agent say things to somebody, who is returned.
func (d *desk) agentSays(t *testing.T, texts []string) *tgtest.User {
	t.Helper()
	u := d.User(4711, "小明")
	u.Say("人工")
	d.said(t, u, 1)
	changes, _, err := d.DB.TicketsAfter(0, 100)
	must(t, err)
	for i, text := range texts {
		e := handoff.Event{Kind: handoff.AgentSaid, At: time.Now(), Text: text, Agent: handoff.Agent{ID: "a1", Name: text}}
		_, err := d.DB.MoveTicket(context.Background(), bot.TicketMove{
			Key: bot.Key(fmt.Sprint("agent/", i)), From: changes[0].From, Ticket: changes[0].Ticket, Event: e,
		})
		must(t, err)
	}
	d.Until(t, "all of it is there", func() bool { return len(ofBot(u)) > len(texts) })
	return u
}
