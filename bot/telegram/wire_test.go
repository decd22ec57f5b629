package telegram_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// A request says how long it is, and is sent at once.
func TestARequestIsSentWhole(t *testing.T) {
	var length int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if length = r.ContentLength; r.FormValue("text") != "甲" {
			t.Errorf("the text is %q", r.FormValue("text"))
		}
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":1,"date":0,"chat":{"id":1,"type":"private"}}}`)
	}))
	defer srv.Close()
	tele, err := telegram.New(telegram.Options{Token: "1:secret", Server: srv.URL, Log: quiet()})
	must(t, err)
	if ref, err := tele.Send(t.Context(), to("1", "甲")); ref != "1" || err != nil || length <= 0 {
		t.Errorf("%q, %v, %d bytes", ref, err, length)
	}
}

// A reply without an end is not read to its end.
func TestAnEndlessReplyIsNotRead(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	s.User(1, "小明").Start("")
	s.Intercept(func(tgtest.Call) *tgtest.Fault {
		return &tgtest.Fault{Status: 200, Body: strings.Repeat(" ", 33<<20) + `{"ok":true,"result":{"message_id":1,"date":0,"chat":{"id":1}}}`}
	})
	if _, err := tele.Send(t.Context(), to("1", "甲")); sort(err) != errAgain {
		t.Error(err)
	}
}
