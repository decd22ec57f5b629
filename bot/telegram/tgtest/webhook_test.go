package tgtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/bot/telegram/tgtest"
)

// hooked is a program that has updates sent to it.
type hooked struct {
	*httptest.Server
	mu     sync.Mutex
	fails  int // so many deliveries are answered with 500
	texts  map[int64][]string
	secret map[string]bool
}

func newHooked(t *testing.T) *hooked {
	h := &hooked{texts: map[int64][]string{}, secret: map[string]bool{}}
	h.Server = httptest.NewServer(http.HandlerFunc(h.take))
	t.Cleanup(h.Close)
	return h
}

func (h *hooked) take(w http.ResponseWriter, r *http.Request) {
	var u struct {
		Message struct {
			Text string
			Chat struct{ ID int64 }
		}
	}
	body, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(body, &u)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.secret[r.Header.Get("X-Telegram-Bot-Api-Secret-Token")] = true
	if h.fails > 0 {
		h.fails--
		w.WriteHeader(500)
		return
	}
	h.texts[u.Message.Chat.ID] = append(h.texts[u.Message.Chat.ID], u.Message.Text)
}

func TestAWebhookGetsAllInOrder(t *testing.T) {
	s := start(t, tgtest.Options{Pause: time.Millisecond})
	h := newHooked(t)
	h.fails = 10
	var all []*tgtest.User
	for id := range int64(5) {
		all = append(all, s.User(id+1, "甲"))
	}
	for _, u := range all { // some before it is set
		u.Say("0")
	}
	post(t, s, "setWebhook", params{"url": h.URL, "secret_token": "geheim_-7", "max_connections": 3})
	for n := 1; n < 20; n++ {
		for _, u := range all {
			u.Say(fmt.Sprint(n))
		}
	}
	if err := s.Await(soon(t), func() bool { return s.Pending() == 0 }); err != nil {
		t.Fatal(err, s.Pending())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, texts := range h.texts {
		if got := strings.Join(texts, " "); got != "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19" {
			t.Errorf("%d: %s", id, got)
		}
	}
	if len(h.texts) != 5 || len(h.secret) != 1 || !h.secret["geheim_-7"] {
		t.Errorf("%d chats, secrets %v", len(h.texts), h.secret)
	}
	if ids := s.Updates(); s.Acknowledged() != ids[len(ids)-1].ID {
		t.Errorf("acknowledged %d", s.Acknowledged())
	}
	if info, _ := post(t, s, "getWebhookInfo", nil); string(info["last_error_message"]) != `"wrong response from the webhook: 500 Internal Server Error"` || string(info["max_connections"]) != "3" {
		t.Errorf("%s", info)
	}
}

func TestAFailingWebhookHoldsUpOneChat(t *testing.T) {
	s := start(t, tgtest.Options{Pause: time.Hour})
	h := newHooked(t)
	h.fails = 1
	post(t, s, "setWebhook", params{"url": h.URL})
	s.User(1, "甲").Say("坏")
	failed := func() bool {
		info, _ := post(t, s, "getWebhookInfo", nil)
		return info["last_error_message"] != nil
	}
	if err := s.Await(soon(t), failed); err != nil {
		t.Fatal(err)
	}
	s.User(1, "甲").Say("等")
	s.User(2, "乙").Say("好")
	if err := s.Await(soon(t), func() bool { return s.Pending() == 2 }); err != nil {
		t.Fatal(err)
	}
}

func TestWhatBecomesOfPendingUpdates(t *testing.T) {
	for _, c := range []struct {
		drop          bool
		pending, lost int
	}{{false, 2, 0}, {true, 0, 2}} {
		s := start(t, tgtest.Options{Pause: time.Hour})
		h := newHooked(t)
		h.fails = 99
		post(t, s, "setWebhook", params{"url": h.URL})
		s.User(1, "甲").Say("一")
		s.User(1, "甲").Say("二")
		post(t, s, "deleteWebhook", params{"drop_pending_updates": c.drop})
		ids, refusal := poll(t, s, "")
		if len(ids) != c.pending || refusal != "" || len(s.Dropped()) != c.lost {
			t.Errorf("%+v: %v %s, dropped %v", c, ids, refusal, s.Dropped())
		}
	}
}
