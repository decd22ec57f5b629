package telegram

import (
	"context"
	"testing"
	"time"

	"huizhi/bot/telegram/tgtest"
)

// A desk whom nobody writes to is well as soon as Telegram has said who it is: the
// first request for updates may last for most of a minute.
func TestIntroducedIsHeardOf(t *testing.T) {
	server := tgtest.Start(tgtest.Options{})
	defer server.Close()
	tele := probe(t, server.URL(), Token(server.Token()))
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	if !tele.introduce(ctx) {
		t.Fatal("nobody replied")
	}
	if s := tele.Status(); s.Trouble != nil || time.Since(s.Last) > time.Minute {
		t.Errorf("%+v", s)
	}
}
