package tgtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huizhi/bot/telegram/tgtest"
)

// poll calls getUpdates with a query, and returns the identifiers, or the refusal.
func poll(t *testing.T, s *tgtest.Server, query string) ([]int64, string) {
	t.Helper()
	reply, err := http.Get(s.URL() + "/bot" + s.Token() + "/getUpdates?" + query)
	if err != nil {
		t.Error(err)
		return nil, ""
	}
	defer func() { _ = reply.Body.Close() }()
	var form struct {
		Result []struct {
			ID int64 `json:"update_id"`
		}
		Description string
	}
	if err := json.NewDecoder(reply.Body).Decode(&form); err != nil {
		t.Error(err)
	}
	var out []int64
	for _, u := range form.Result {
		out = append(out, u.ID)
	}
	return out, form.Description
}

// say has a user say n things, and returns the identifier of the first update.
func say(s *tgtest.Server, u *tgtest.User, n int) int64 {
	first := int64(0)
	for i := range n {
		u.Say(fmt.Sprint(i))
		if all := s.Updates(); i == 0 {
			first = all[len(all)-1].ID
		}
	}
	return first
}

func TestOffsets(t *testing.T) {
	s := start(t, tgtest.Options{})
	a := say(s, s.User(1, "甲"), 5)
	for _, c := range []struct {
		query   string
		want    []int64
		acked   int64
		dropped int
	}{
		{"", []int64{a, a + 1, a + 2, a + 3, a + 4}, 0, 0},
		{"limit=2", []int64{a, a + 1}, 0, 0},
		{"limit=2", []int64{a, a + 1}, 0, 0},
		{fmt.Sprintf("offset=%d", a+2), []int64{a + 2, a + 3, a + 4}, a + 1, 0},
		{"offset=0", []int64{a + 2, a + 3, a + 4}, a + 1, 0},
		{"offset=-1", []int64{a + 4}, a + 3, 0},
		{fmt.Sprintf("offset=%d", a+4), []int64{a + 4}, a + 3, 0},
		{fmt.Sprintf("offset=%d", a+99), nil, a + 4, 0},
	} {
		if got, _ := poll(t, s, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.query, got, c.want)
		}
		if s.Acknowledged() != c.acked || len(s.Dropped()) != c.dropped {
			t.Errorf("%s: acknowledged %d, want %d; dropped %v", c.query, s.Acknowledged(), c.acked, s.Dropped())
		}
	}
	say(s, s.User(1, ""), 3)
	poll(t, s, "offset=-1")
	if got := s.Dropped(); len(got) != 2 {
		t.Errorf("dropped %v", got)
	}
}

// After a quiet week identifiers begin anew. Who keeps asking for the old ones
// drops what is new.
func TestIdentifiersGoBack(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	a := say(s, u, 1)
	poll(t, s, "")
	poll(t, s, fmt.Sprintf("offset=%d", a+1))
	s.SetNextID(7)
	u.Say("新")
	if got, _ := poll(t, s, ""); !slices.Equal(got, []int64{7}) {
		t.Errorf("got %v", got)
	}
	u.Say("又")
	if got, _ := poll(t, s, fmt.Sprintf("offset=%d", a+1)); got != nil || s.Pending() != 0 || len(s.Dropped()) != 1 {
		t.Errorf("got %v, %d wait, dropped %v", got, s.Pending(), s.Dropped())
	}
}

// An offset confirms whatever is below it, wherever it stands.
func TestAnOffsetConfirmsWhatStandsBehind(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	a := say(s, u, 1)
	s.SetNextID(7)
	u.Say("新")
	if got, _ := poll(t, s, "offset=10"); !slices.Equal(got, []int64{a}) || len(s.Dropped()) != 1 {
		t.Errorf("got %v, dropped %v", got, s.Dropped())
	}
}

func TestUpdatesWaitADay(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	say(s, u, 1)
	s.Later(20 * time.Hour)
	b := say(s, u, 1)
	s.Later(5 * time.Hour)
	if got, _ := poll(t, s, ""); !slices.Equal(got, []int64{b}) || len(s.Expired()) != 1 || len(s.Dropped()) != 0 {
		t.Errorf("got %v, expired %v", got, s.Expired())
	}
}

// awaitPoll waits until somebody polls.
func awaitPoll(t *testing.T, s *tgtest.Server) {
	t.Helper()
	if err := s.Await(soon(t), s.Polling); err != nil {
		t.Fatal(err)
	}
}

func TestALongPollWaits(t *testing.T) {
	s := start(t, tgtest.Options{})
	got := make(chan []int64)
	go func() {
		ids, _ := poll(t, s, "timeout=50")
		got <- ids
	}()
	awaitPoll(t, s)
	a := say(s, s.User(1, "甲"), 1)
	if ids := <-got; !slices.Equal(ids, []int64{a}) {
		t.Errorf("got %v, want %d", ids, a)
	}
}

func TestOnePollerAtATime(t *testing.T) {
	s := start(t, tgtest.Options{})
	first := make(chan string)
	go func() {
		_, refusal := poll(t, s, "timeout=50")
		first <- refusal
	}()
	awaitPoll(t, s)
	if _, refusal := poll(t, s, ""); refusal != "" {
		t.Errorf("the second is refused: %s", refusal)
	}
	if got := <-first; got != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Errorf("the first got %q", got)
	}
}

func TestAWebhookEndsPolls(t *testing.T) {
	s := start(t, tgtest.Options{})
	first := make(chan string)
	go func() {
		_, refusal := poll(t, s, "timeout=50")
		first <- refusal
	}()
	awaitPoll(t, s)
	post(t, s, "setWebhook", params{"url": "http://127.0.0.1:1/"})
	if got := <-first; got != "Conflict: terminated by setWebhook request" {
		t.Errorf("got %q", got)
	}
	if _, got := poll(t, s, ""); got != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
		t.Errorf("got %q", got)
	}
}

func TestAllowedUpdates(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	kinds := func() string {
		var out []string
		for _, u := range s.Updates() {
			out = append(out, u.Kind)
		}
		return strings.Join(out, " ")
	}
	u.Say("一")
	poll(t, s, `allowed_updates=["callback_query"]`)
	u.Say("二")
	u.PressData(1, "x")
	poll(t, s, "")
	u.Say("三")
	poll(t, s, `allowed_updates=["message_reaction"]`)
	u.React(1, "👍")
	poll(t, s, "allowed_updates=[]")
	u.React(1, "")
	u.Edit(u.Say("四"), "肆")
	u.Block()
	if got, want := kinds(), "message callback_query message_reaction message edited_message my_chat_member"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// The two ways in which an update comes twice, and one that no model knows.
func TestUpdatesComeTwice(t *testing.T) {
	s := start(t, tgtest.Options{})
	a := say(s, s.User(1, "甲"), 1)
	s.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.Twice() })
	if got, _ := poll(t, s, ""); !slices.Equal(got, []int64{a, a}) {
		t.Errorf("got %v", got)
	}
	s.Intercept(nil)
	poll(t, s, fmt.Sprintf("offset=%d", a+1))
	if !s.Again(a) || s.Again(a+50) {
		t.Error("again")
	}
	odd := s.Push(json.RawMessage(`{"message":{"date":"no number"}}`))
	s.Push(json.RawMessage(`{"update_id":3,"new_kind":{}}`))
	if got, _ := poll(t, s, ""); !slices.Equal(got, []int64{a, odd, 3}) || odd != a+1 {
		t.Errorf("got %v, %d", got, odd)
	}
}

func TestCloseEndsPolls(t *testing.T) {
	s := tgtest.Start(tgtest.Options{})
	ended := make(chan struct{})
	go func() {
		if reply, err := http.Get(s.URL() + "/bot" + s.Token() + "/getUpdates?timeout=50"); err == nil {
			_ = reply.Body.Close()
		}
		close(ended)
	}()
	awaitPoll(t, s)
	s.Close()
	<-ended
	if err := s.Await(canceled(), func() bool { return false }); err == nil {
		t.Error("Await did not end with its context")
	}
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
