package main

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"huizhi/bot/telegram/tgtest"
)

// playTelegram plays Telegram for a script, with a bot whose token is set. With
// "webhook" somebody has left one behind; "group -100…" and "forum -100…" are groups
// that the bot is in.
func playTelegram(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: telegram [webhook] [group id] [forum id]")
	}
	s := tgtest.Start(tgtest.Options{})
	ts.Defer(s.Close)
	for len(args) > 0 {
		switch {
		case args[0] == "webhook":
			resp, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/setWebhook", url.Values{"url": {"http://127.0.0.1:1/" + s.Token()}})
			ts.Check(err)
			ts.Check(resp.Body.Close())
			args = args[1:]
		case len(args) > 1 && (args[0] == "group" || args[0] == "forum"):
			id, err := strconv.ParseInt(args[1], 10, 64)
			ts.Check(err)
			var options []tgtest.GroupOption
			if args[0] == "forum" {
				options = append(options, tgtest.Forum)
			}
			s.Group(id, "team", options...)
			args = args[2:]
		default:
			ts.Fatalf("telegram does not know %q", args)
		}
	}
	ts.Setenv("TELEGRAM_BOT_TOKEN", s.Token())
	ts.Setenv("TELEGRAM_API_URL", s.URL())
}
