package telegram_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/phrases"
)

// An update that cannot be read is put aside, with an alert; those around it are
// served. What Telegram sends twice is done once.
func TestAnOddUpdateSpoilsNothing(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.said(t, u, 1)
	d.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "getUpdates" {
			return tgtest.Twice()
		}
		return nil
	})
	d.Push(json.RawMessage(`{"message":{"message_id":"not a number","chat":{"id":1}}}`))
	d.Push(json.RawMessage(`{"something unknown to us":17}`))
	d.Push(json.RawMessage(`{"message":{"message_id":7}}`))
	u.Say("乙")
	if got := d.said(t, u, 2)[1].Text; !strings.Contains(got, "乙") {
		t.Errorf("it says %q", got)
	}
	if !strings.Contains(d.told.String(), "message") || strings.Contains(d.told.String(), "not a number") {
		t.Errorf("operators are told %q", d.told)
	}
	r, err := d.DB.Check(context.Background())
	must(t, err)
	if r.Records["parked"] != 1 {
		t.Errorf("%d put aside", r.Records["parked"])
	}
	d.sound(t)
}

// After a quiet week the numbers of updates begin anew, lower: Telegram is asked
// without offset, and what comes is new.
func TestNumbersMayBeginAnew(t *testing.T) {
	d := open(t, options{})
	var away atomic.Bool
	d.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "getUpdates" && away.Load() {
			return tgtest.BadGateway()
		}
		return nil
	})
	d.Until(t, "it waits for updates", d.Polling)
	away.Store(true) // for those who ask from now on
	u := d.User(4711, "小明")
	u.Say("甲")
	d.Until(t, "it is answered", func() bool { return len(ofBot(u)) == 1 })
	d.Later(8 * 24 * time.Hour)
	d.SetNextID(5)
	asked := len(d.CallsOf("getUpdates")) // the next may have been made up before
	d.Until(t, "it is asked again", func() bool { return len(d.CallsOf("getUpdates")) > asked+1 })
	u.Say("乙")
	away.Store(false)
	if got := d.said(t, u, 2)[1].Text; !strings.Contains(got, "乙") {
		t.Errorf("it says %q", got)
	}
	d.sound(t)
}

// What comes while nobody fetches waits at Telegram, and is answered in order.
func TestNothingIsLostOverARestart(t *testing.T) {
	dir, srv := t.TempDir(), tgtest.Start(tgtest.Options{})
	t.Cleanup(srv.Close)
	d := open(t, options{Options: bottest.Options{Dir: dir}, on: srv})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.said(t, u, 1)
	d.Stop()
	u.Say("乙")
	u.Say("丙")
	d = open(t, options{Options: bottest.Options{Dir: dir}, on: srv})
	got := d.said(t, u, 3)
	if !strings.Contains(got[1].Text, "乙") || !strings.Contains(got[2].Text, "丙") {
		t.Errorf("%q", texts(got))
	}
	d.sound(t)
}

// Somebody else who fetches is told of in plain words, once; updates come as soon as
// they have gone.
func TestAnotherPollerIsToldOf(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	var busy atomic.Bool
	busy.Store(true)
	d.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "getUpdates" && busy.Load() {
			return tgtest.Refuse(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
		}
		return nil
	})
	u.Say("甲")
	d.Until(t, "the operators are told", func() bool { return d.told.String() != "" || len(d.CallsOf("getUpdates")) > 100 })
	if want := phrases.Say("telegram.conflict") + "\n"; d.told.String() != want {
		t.Errorf("told %q", d.told)
	}
	if d.tele.Status().Trouble == nil {
		t.Error("all is said to be well")
	}
	busy.Store(false)
	d.said(t, u, 1)
	if err := d.tele.Status().Trouble; err != nil {
		t.Error(err)
	}
}

// A webhook that somebody has set is taken away, and what waits there is not dropped.
func TestAWebhookLeftSetLosesNothing(t *testing.T) {
	srv := tgtest.Start(tgtest.Options{})
	t.Cleanup(srv.Close)
	post(t, srv, "setWebhook", `{"url":"http://127.0.0.1:1/hook"}`)
	u := srv.User(4711, "小明")
	u.Say("甲")
	d := open(t, options{on: srv})
	d.said(t, u, 1)
	d.sound(t)
}

func post(t testing.TB, s *tgtest.Server, method, body string) {
	t.Helper()
	resp, err := http.Post(s.URL()+"/bot"+s.Token()+"/"+method, "application/json", strings.NewReader(body))
	must(t, err)
	must(t, resp.Body.Close())
}

// A lease that another has is waited for.
func TestOnlyWhoHasTheLeaseFetches(t *testing.T) {
	var asked atomic.Int64
	d := open(t, options{telegram: func(o *telegram.Options) {
		o.Lease = func(context.Context, time.Time) (bool, error) { asked.Add(1); return false, nil }
	}})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.Until(t, "the menu is set", func() bool { return d.ShortDescription("en") != "" })
	time.Sleep(50 * time.Millisecond)
	if len(d.CallsOf("getUpdates")) > 0 || asked.Load() == 0 {
		t.Error("updates are fetched without the lease")
	}
}

// Who has the lease asks for it again before it ends.
func TestTheLeaseIsRenewed(t *testing.T) {
	var until atomic.Pointer[time.Time]
	d := open(t, options{telegram: func(o *telegram.Options) {
		o.Lease = func(_ context.Context, at time.Time) (bool, error) { until.Store(&at); return true, nil }
	}})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.said(t, u, 1)
	for n := 2; n < 5; n++ {
		d.Later(2 * time.Minute)
		u.Say("乙")
		d.said(t, u, n)
		d.Until(t, "the lease is renewed", func() bool { return until.Load().After(d.Now()) })
	}
}

// A server that is away for long is told of, once; so is none that is away for a
// moment.
func TestAServerThatIsAwayIsToldOf(t *testing.T) {
	d := open(t, options{})
	d.Until(t, "it waits for updates", d.Polling)
	d.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.BadGateway() })
	d.User(4711, "小明").Say("甲") // the reply to which is still as it should be
	d.Until(t, "there is trouble", func() bool { return d.tele.Status().Trouble != nil })
	if d.told.String() != "" {
		t.Errorf("told %q", d.told)
	}
	d.Later(3 * time.Minute)
	d.Until(t, "the operators are told", func() bool { return d.told.String() != "" })
	n := len(d.CallsOf("getUpdates"))
	d.Until(t, "it is asked again", func() bool { return len(d.CallsOf("getUpdates")) > n+2 })
	if want := phrases.Say("telegram.unreachable") + "\n"; d.told.String() != want {
		t.Errorf("told %q", d.told)
	}
}

// Telegram that wants to be asked later is asked later.
func TestFetchingHeedsAPause(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{})
	d.Until(t, "it waits for updates", d.Polling)
	var asked atomic.Int64
	d.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "getUpdates" && asked.Add(1) == 1 {
			return tgtest.RetryAfter(1)
		}
		return nil
	})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.Until(t, "it is refused", func() bool { return asked.Load() == 1 })
	refused := time.Now()
	u.Say("乙")
	d.said(t, u, 2)
	if took := time.Since(refused); took < 900*time.Millisecond {
		t.Errorf("asked again after %v", took)
	}
	if d.told.String() != "" {
		t.Errorf("told %q", d.told)
	}
}

// hooked is a desk to which Telegram brings updates.
func hooked(t *testing.T) (*desk, *httptest.Server) {
	var handler atomic.Pointer[http.Handler]
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := handler.Load(); h != nil {
			(*h).ServeHTTP(w, r)
			return
		}
		http.Error(w, "", http.StatusServiceUnavailable)
	}))
	t.Cleanup(srv.Close)
	d := open(t, options{telegram: func(o *telegram.Options) { o.Webhook = &telegram.Webhook{URL: srv.URL + "/hook", Secret: "s3cret"} }})
	h := d.tele.Handler(d.Bot)
	handler.Store(&h)
	return d, srv
}

// By webhook a conversation goes as by fetching.
func TestAConversationByWebhook(t *testing.T) {
	d, _ := hooked(t)
	u := d.User(4711, "小明")
	u.Say("甲")
	m := d.said(t, u, 1)[0]
	must(t, u.Press(m.ID, "要多久"))
	u.Say("乙")
	d.said(t, u, 3)
	d.Push(json.RawMessage(`{"message":{"message_id":"odd"}}`))
	u.Say("丙")
	d.said(t, u, 4)
	if n := len(d.CallsOf("getUpdates")); n > 0 {
		t.Errorf("%d times fetched", n)
	}
	d.sound(t)
}

// The webhook takes only what Telegram brings.
func TestTheWebhookIsGuarded(t *testing.T) {
	bottest.TakesTime(t)
	d, srv := hooked(t)
	for name, c := range map[string]struct {
		method, secret, body string
		want                 int
	}{
		"get":          {"GET", "s3cret", "", 405},
		"no secret":    {"POST", "", "{}", 401},
		"wrong secret": {"POST", "s3cre", "{}", 401},
		"too large":    {"POST", "s3cret", strings.Repeat("x", 2<<20), 413},
		"garbage":      {"POST", "s3cret", "<html>", 200}, // put aside: it would come again for a day
		"unknown":      {"POST", "s3cret", `{"update_id":1,"new":{}}`, 200},
		"no id":        {"POST", "s3cret", `{}`, 200},
	} {
		req, err := http.NewRequest(c.method, srv.URL+"/hook", strings.NewReader(c.body))
		must(t, err)
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", c.secret)
		resp, err := http.DefaultClient.Do(req)
		must(t, err)
		must(t, resp.Body.Close())
		if resp.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, resp.StatusCode, c.want)
		}
	}
	_ = d
}

// Telegram hears that an update was taken when it is on disk, and not before; it
// brings again what could not be kept, and what comes when there is enough to do.
func TestTheWebhookTakesWhatIsOnDisk(t *testing.T) {
	tele, err := telegram.New(telegram.Options{Token: "1:a", Log: quiet(), Webhook: &telegram.Webhook{Secret: "s3cret"}})
	must(t, err)
	c := &crowd{}
	srv := httptest.NewServer(tele.Handler(c))
	defer srv.Close()
	bring := func() int {
		req, err := http.NewRequest(http.MethodPost, srv.URL, strings.NewReader(`{"update_id":1,"message":{"message_id":1,"chat":{"id":1,"type":"private"},"text":"甲"}}`))
		must(t, err)
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", "s3cret")
		resp, err := http.DefaultClient.Do(req)
		must(t, err)
		must(t, resp.Body.Close())
		if n := c.taken.Load(); resp.StatusCode == 200 && n != 1 {
			t.Errorf("it is said to be taken when %d are", n)
		}
		return resp.StatusCode
	}
	c.full = errors.New("the disk is full")
	if code := bring(); code != 500 {
		t.Errorf("%d when it could not be kept", code)
	}
	c.full = nil
	c.events.Store(1 << 20)
	if code := bring(); code != 503 || c.taken.Load() != 0 {
		t.Errorf("%d when there is enough to do, %d taken", code, c.taken.Load())
	}
	c.events.Store(0)
	if code := bring(); code != 200 {
		t.Errorf("%d when it is on disk", code)
	}
}

// crowd is a desk that has enough to do, and takes its time.
type crowd struct {
	events, taken atomic.Int64
	full          error
}

func (c *crowd) Accept(_ context.Context, b bot.Batch) error {
	time.Sleep(20 * time.Millisecond)
	if c.full == nil {
		c.taken.Add(int64(len(b.Events)))
	}
	return c.full
}

func (*crowd) Back(context.Context, bot.Address) error { return nil }

func (c *crowd) Load() bot.Load { return bot.Load{Events: int(c.events.Load())} }

// A desk that has enough to do fetches no more: Telegram keeps it.
func TestNoMoreIsFetchedThanCanBeDone(t *testing.T) {
	srv := tgtest.Start(tgtest.Options{})
	defer srv.Close()
	tele, err := telegram.New(telegram.Options{Token: telegram.Token(srv.Token()), Server: srv.URL(), Log: quiet(), Pause: time.Millisecond})
	must(t, err)
	c := &crowd{}
	c.events.Store(1 << 20)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go tele.Run(ctx, c)
	wait, done := context.WithTimeout(ctx, bottest.Patience)
	defer done()
	must(t, srv.Await(wait, func() bool { return srv.ShortDescription("en") != "" }))
	if n := len(srv.CallsOf("getUpdates")); n > 0 {
		t.Errorf("%d times fetched", n)
	}
	c.events.Store(0)
	srv.User(1, "x").Say("甲")
	must(t, srv.Await(wait, func() bool { return srv.Pending() == 0 }))
}

// Whatever Telegram replies, the next update is served, and neither the token nor
// what somebody wrote is in the log.
func TestFaultsOfTheServer(t *testing.T) {
	bottest.TakesTime(t)
	faults := []*tgtest.Fault{
		tgtest.BadGateway(), tgtest.Garbage(), tgtest.CutReply(), tgtest.LostCall(), tgtest.LostReply(),
		tgtest.Refuse(500, "Internal Server Error"), tgtest.Refuse(400, "Bad Request: planted 机密的话"), tgtest.RetryAfter(1),
	}
	for _, method := range []string{"getUpdates", "sendMessage", "answerCallbackQuery", "getMe", "setMyCommands", "sendChatAction"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			srv := tgtest.Start(tgtest.Options{})
			t.Cleanup(srv.Close)
			var n atomic.Int64
			srv.Intercept(func(c tgtest.Call) *tgtest.Fault {
				if c.Method != method {
					return nil
				}
				if i := int(n.Add(1)); i%2 == 1 && i/2 < len(faults) { // each other call: pauses stay short
					return faults[i/2]
				}
				return nil
			})
			u := srv.User(4711, "机密的名字")
			d := open(t, options{on: srv})
			for range faults {
				u.Say("机密的话")
			}
			d.Until(t, "they are answered", func() bool { return len(ofBot(u)) >= len(faults)-1 }) // one is refused
			u.PressData(0, "0/help")
			u.Say("再问一次")
			d.Until(t, "the next is answered", func() bool {
				return slices.ContainsFunc(texts(ofBot(u)), func(s string) bool { return strings.Contains(s, "再问一次") })
			})
			secret := strings.Split(srv.Token(), ":")[1]
			for _, s := range []string{secret, "机密"} {
				if strings.Contains(d.Log.String()+d.told.String(), s) {
					t.Errorf("%s is in the log:\n%s", s, d.Log)
				}
			}
		})
	}
}

// A token that is not accepted is told of at once.
func TestARefusedTokenIsToldOf(t *testing.T) {
	d := open(t, options{telegram: func(o *telegram.Options) { o.Token = "123:wrong" }})
	d.Until(t, "the operators are told", func() bool { return d.told.String() != "" })
	if want := phrases.Say("telegram.token") + "\n"; d.told.String() != want {
		t.Errorf("told %q", d.told)
	}
}

// A token prints as stars, whatever holds it.
func TestATokenIsNotShown(t *testing.T) {
	tok := telegram.Token("123:secret")
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %v %+v %#v %q", tok, tok, struct{ T telegram.Token }{tok}, struct{ T telegram.Token }{tok}, tok)
	_ = json.NewEncoder(&b).Encode(map[string]any{"t": tok})
	if strings.Contains(b.String(), "secret") {
		t.Errorf("%s", &b)
	}
	for text, want := range map[telegram.Token]string{"123:ABC-x_9": "123", "": "", "123": "", "123:": "", "x:y": "", "1:a/b": ""} {
		if got := text.Bot(); got != want {
			t.Errorf("%q is of bot %q, want %q", string(text), got, want)
		}
	}
}
