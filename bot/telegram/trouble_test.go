package telegram_test

import (
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

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/phrases"
)

// shortly is how long a test waits for what should come at once, and does not yet.
const shortly = 3 * time.Second

// soon reports whether something holds before long.
func soon(holds func() bool) bool {
	for begin := time.Now(); time.Since(begin) < shortly; time.Sleep(2 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return holds()
}

// channel is a Telegram on a server, with no desk.
func channel(t *testing.T, url, token string) *telegram.Telegram {
	t.Helper()
	tele, err := telegram.New(telegram.Options{Token: telegram.Token(token), Server: url, Log: quiet(), Pause: time.Millisecond})
	must(t, err)
	return tele
}

// waiting is a desk whose store is busy until its caller gives up.
type waiting struct {
	crowd
	called chan struct{}
}

func (w *waiting) Accept(ctx context.Context, _ bot.Batch) error {
	close(w.called)
	<-ctx.Done()
	return ctx.Err() // as bot.Bot does, and as store.DB does
}

// A desk that is told to stop while a batch waits for the store ends as any other:
// an error would say that the desk takes no more, and nothing would be drained.
func TestStoppingWhileABatchWaitsIsNoError(t *testing.T) {
	srv := tgtest.Start(tgtest.Options{})
	defer srv.Close()
	tele := channel(t, srv.URL(), srv.Token())
	w := &waiting{called: make(chan struct{})}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- tele.Run(ctx, w) }()
	srv.User(1, "x").Say("甲")
	<-w.called
	stop()
	if err := <-ended; err != nil {
		t.Errorf("it ends in %v", err)
	}
}

// Where sending is held up, what was taken piles up as deliveries, in memory: no
// more is fetched then, either.
func TestNoMoreIsFetchedThanCanBeSent(t *testing.T) {
	bottest.TakesTime(t)
	srv := tgtest.Start(tgtest.Options{})
	defer srv.Close()
	tele := channel(t, srv.URL(), srv.Token())
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go tele.Run(ctx, sending{})
	if soon(srv.Polling) {
		t.Error("with a million messages to send more is fetched")
	}
}

// sending is a desk that steps at once what comes, and cannot send.
type sending struct{}

func (sending) Accept(context.Context, bot.Batch) error { return nil }

func (sending) Back(context.Context, bot.Address) error { return nil }

func (sending) Load() bot.Load { return bot.Load{Deliveries: 1_000_000} }

// A webhook that somebody takes away is set again, or at least said to be missing:
// updates do not come any more.
func TestAWebhookThatIsTakenAwayIsNoticed(t *testing.T) {
	d, _ := hooked(t)
	u := d.User(4711, "小明")
	u.Say("甲")
	d.said(t, u, 1)
	post(t, d.Server, "deleteWebhook", `{}`)
	u.Say("乙")
	d.Later(time.Hour)
	if !soon(func() bool { return len(ofBot(u)) == 2 || d.tele.Status().Trouble != nil }) {
		t.Errorf("nobody notices: %d wait, %+v, told %q", d.Pending(), d.tele.Status(), d.told)
	}
}

// A webhook that Telegram refuses is no server that is away.
func TestARefusedWebhookIsToldAsSuch(t *testing.T) {
	srv := tgtest.Start(tgtest.Options{})
	defer srv.Close()
	srv.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "setWebhook" {
			return tgtest.Refuse(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
		}
		return nil
	})
	d := open(t, options{on: srv, telegram: func(o *telegram.Options) {
		o.Webhook = &telegram.Webhook{URL: "http://example.com/hook", Secret: "s3cret"}
	}})
	d.Until(t, "it was refused", func() bool { return len(srv.CallsOf("setWebhook")) > 1 })
	srv.Later(5 * time.Minute)
	d.Until(t, "operators are told", func() bool { return d.told.String() != "" })
	if strings.Contains(d.told.String(), phrases.Say("telegram.unreachable")) {
		t.Errorf("told %q", d.told)
	}
}

// forgetful has somebody be forgotten.
func forgetful(t *testing.T, d *desk, u *tgtest.User) {
	t.Helper()
	u.Say("忘记我")
	d.Until(t, "it is asked again", func() bool { return strings.Contains(u.Last().Text, phrases.Say("forget.these")) })
	d.settled(t, u.ID())
	u.Say("删除")
	d.Until(t, "it is done", func() bool { return u.Last().Text == phrases.Say("forget.done") })
	d.settled(t, u.ID())
}

// Telegram reports a message as edited when somebody only reacted to it, or when a
// preview was found. That brings nobody back who was forgotten, with their old words.
func TestAnEditThatIsNoneBringsNobodyBack(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	id := u.Say("江门")
	d.said(t, u, 1)
	forgetful(t, d, u)
	before := len(ofBot(u))
	u.Edit(id, "江门")
	d.settled(t, u.ID())
	r, err := d.DB.Check(context.Background())
	must(t, err)
	if r.Customers != 0 || len(ofBot(u)) != before {
		t.Errorf("%d customers; it says %q", r.Customers, u.Last().Text)
	}
}

// What of somebody's could not be read goes as well when they are forgotten: it is
// as it came, name and words.
func TestForgettingForgetsWhatWasPutAside(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.said(t, u, 1)
	d.Push(json.RawMessage(`{"message":{"message_id":"odd","date":1,"text":"机密的话","from":{"id":4711,"first_name":"小明"},"chat":{"id":4711,"type":"private"}}}`))
	d.settled(t, u.ID())
	forgetful(t, d, u)
	r, err := d.DB.Check(context.Background())
	must(t, err)
	if n := r.Records["parked"]; n != 0 {
		t.Errorf("%d of their updates are kept", n)
	}
}

// Who comes back in one topic of their chat is back in all.
func TestWhoIsBackIsBackInAllTopics(t *testing.T) {
	d := open(t, options{server: tgtest.Options{PrivateTopics: true}, Options: bottest.Options{Answers: parrot{Slow: 300 * time.Millisecond}}})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.said(t, u, 1)
	topic := d.makeTopic(t, u)
	in := u.Topic(topic)
	in.Say("慢一点")
	d.Until(t, "it is taken", func() bool { return d.Pending() == 0 })
	u.Block()
	d.Until(t, "a message was refused", func() bool {
		for _, c := range d.CallsOf("sendMessage") {
			if c.Status == 403 {
				return true
			}
		}
		return false
	})
	d.Until(t, "the lane rests", func() bool { return d.Pending() == 0 && d.Bot.Load().Chats == 0 })
	u.Unblock()
	d.Until(t, "it is known", func() bool { return d.Pending() == 0 })
	in.Say("乙")
	if !soon(func() bool { return strings.Contains(strings.Join(texts(ofBot(u)), "|"), "答：\n乙") }) {
		t.Errorf("what is asked in the topic is not answered: %q", texts(ofBot(u)))
	}
}

// makeTopic makes a topic in somebody's private chat.
func (d *desk) makeTopic(t *testing.T, u *tgtest.User) int {
	t.Helper()
	resp, err := http.Post(d.URL()+"/bot"+d.Token()+"/createForumTopic", "application/json", strings.NewReader(fmt.Sprintf(`{"chat_id":%d,"name":"a"}`, u.ID())))
	must(t, err)
	defer resp.Body.Close()
	var reply struct {
		Result struct {
			Thread int `json:"message_thread_id"`
		}
	}
	must(t, json.NewDecoder(resp.Body).Decode(&reply))
	return reply.Result.Thread
}

// deaf is a desk that once cannot send what waited for somebody.
type deaf struct {
	crowd
	backs atomic.Int64
}

func (d *deaf) Back(context.Context, bot.Address) error {
	if d.backs.Add(1) == 1 {
		return errors.New("the store is busy")
	}
	return nil
}

// What could not be sent when somebody came back is tried when they write again.
func TestWhoIsBackIsNotForgottenOverAnError(t *testing.T) {
	srv := tgtest.Start(tgtest.Options{})
	defer srv.Close()
	tele := channel(t, srv.URL(), srv.Token())
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	d := &deaf{}
	go tele.Run(ctx, d)
	u := srv.User(1, "x")
	u.Say("甲")
	u.Block()
	u.Unblock()
	if !soon(func() bool { return d.backs.Load() == 1 }) {
		t.Fatal("nobody hears that they are back")
	}
	u.Say("乙")
	if !soon(func() bool { return d.backs.Load() == 2 }) {
		t.Error("it is not tried again")
	}
}

// An update whose number cannot be read is put aside, and not again and again as
// fast as can be.
func TestAnUpdateWithoutANumberIsNoEndlessLoop(t *testing.T) {
	bottest.TakesTime(t)
	var polls atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/getUpdates"):
			polls.Add(1)
			_, _ = w.Write([]byte(`{"ok":true,"result":[{"update_id":99999999999999999999,"message":{}}]}`))
		case strings.HasSuffix(r.URL.Path, "/getMe"):
			_, _ = w.Write([]byte(`{"ok":true,"result":{"id":7,"is_bot":true,"username":"b"}}`))
		default:
			_, _ = w.Write([]byte(`{"ok":true,"result":true}`))
		}
	}))
	defer srv.Close()
	tele, err := telegram.New(telegram.Options{Token: "7:x", Server: srv.URL, Log: quiet(), Pause: 50 * time.Millisecond})
	must(t, err)
	ctx, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	must(t, tele.Run(ctx, &crowd{}))
	if n := polls.Load(); n > 25 {
		t.Errorf("it was fetched %d times in a second", n)
	}
}

// A press that was taken is answered, also if the desk is told to stop just then.
func TestAPressIsAnsweredWhileStopping(t *testing.T) {
	srv := tgtest.Start(tgtest.Options{})
	t.Cleanup(srv.Close)
	begun := make(chan struct{}, 1)
	srv.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "answerCallbackQuery" {
			begun <- struct{}{}
			return tgtest.SlowThenDone(200 * time.Millisecond)
		}
		return nil
	})
	tele := channel(t, srv.URL(), srv.Token())
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { _ = tele.Run(ctx, &crowd{}); close(ended) }()
	u := srv.User(4711, "小明")
	u.Say("甲")
	u.PressData(0, "0/help")
	<-begun
	stop()
	<-ended
	if !soon(func() bool { return srv.Presses()[0].Answered > 0 }) {
		t.Error("the button turns for ever")
	}
}

// Two buttons that go when they are pressed, pressed one right after the other, both
// stay away.
func TestTwoPressesTakeBothButtonsAway(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say("甲")
	m := d.said(t, u, 1)[0]
	must(t, u.Press(m.ID, phrases.Say("button.more")))
	must(t, u.Press(m.ID, "👍"))
	there := func() bool {
		return slices.ContainsFunc(labels(ofBot(u)[0]), func(l string) bool { return l == phrases.Say("button.more") || l == "👍" })
	}
	d.Until(t, "both are taken away", func() bool { return d.Pending() == 0 && len(d.CallsOf("editMessageReplyMarkup")) >= 2 && !there() })
	d.settled(t, u.ID())
	time.Sleep(50 * time.Millisecond) // what is done beside
	if there() {
		t.Error("one is there again")
	}
}

// In a forum who speaks to us is told in their topic where we answer.
func TestAGroupIsToldInTheTopic(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	g := d.Group(-100123, "邻居", tgtest.Forum)
	topic := g.CreateTopic(u, "办证")
	g.SayIn(topic, u, "@"+d.Username()+" 在吗")
	d.Until(t, "it is told", func() bool { return len(d.CallsOf("sendMessage")) > 0 })
	if got := d.CallsOf("sendMessage")[0].Params["message_thread_id"]; got != fmt.Sprint(topic) {
		t.Errorf("told in topic %q, want %d", got, topic)
	}
}

// wordy shows what it words, and takes its time over what begins with 边.
type wordy struct{ parrot }

func (w wordy) Follow(ctx context.Context, f answer.Facts, text string, at time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	if text == "边" && show != nil {
		show("答：边说到一半")
		<-ctx.Done()
	}
	return w.parrot.Follow(ctx, f, strings.TrimPrefix(text, "边"), at, nil)
}

// A reply that was broken off because the customer said more leaves no half of it,
// and the one that comes stands below what it replies to; also where the call that
// showed the half was cut off with it.
func TestABrokenOffReplyLeavesNoHalf(t *testing.T) {
	for name, slow := range map[string]time.Duration{"shown": 0, "on its way": 300 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			d := open(t, options{server: tgtest.Options{NoDrafts: true}, Options: bottest.Options{Answers: wordy{}}})
			u := d.User(4711, "小明")
			d.Intercept(func(c tgtest.Call) *tgtest.Fault {
				if c.Method == "sendMessage" && strings.HasSuffix(c.Params["text"], "…") {
					return tgtest.DoneThenSlow(slow)
				}
				return nil
			})
			u.Say("边")
			d.Until(t, "half of it is shown", func() bool { return len(ofBot(u)) == 1 })
			if slow == 0 {
				time.Sleep(50 * time.Millisecond) // until the desk knows
			}
			u.Say("取消")
			u.Say("乙")
			d.Until(t, "it is answered", func() bool {
				return strings.Contains(strings.Join(texts(ofBot(u)), "|"), "答：\n乙")
			})
			d.settled(t, u.ID())
			all := u.Messages()
			for _, m := range all {
				if strings.HasSuffix(m.Text, "…") {
					t.Errorf("half a reply is left: %q", m.Text)
				}
			}
			said := 0
			for i, m := range all {
				if m.Text == "取消" {
					said = i
				}
			}
			for i, m := range all[:said] {
				if m.Bot && m.Edited > 0 {
					t.Errorf("message %d above 取消 became %q", i, m.Text)
				}
			}
		})
	}
}

// Typing counts as other calls do: a crowd that waits is not shown a sign each at
// once, beyond what Telegram takes of a bot.
func TestTypingKeepsToTheBudget(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{
		Options:  bottest.Options{Answers: parrot{Slow: 2 * time.Second}},
		telegram: func(o *telegram.Options) { o.Budget = telegram.TelegramsBudget },
	})
	for i := range int64(300) {
		d.User(5000+i, "小明").Say("慢")
	}
	time.Sleep(2 * time.Second)
	calls := d.CallsOf("sendChatAction")
	most := 0
	for i, from := range calls {
		n := 0
		for _, c := range calls[i:] {
			if c.At.Sub(from.At) < time.Second {
				n++
			}
		}
		most = max(most, n)
	}
	if most > telegram.TelegramsBudget.All.N {
		t.Errorf("%d signs in one second", most)
	}
}

// Where Telegram says to wait, no sign is shown either until then.
func TestTypingHeedsAPause(t *testing.T) {
	srv := tgtest.Start(tgtest.Options{})
	defer srv.Close()
	srv.User(4711, "小明").Say("甲")
	srv.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.RetryAfter(30) })
	tele := channel(t, srv.URL(), srv.Token())
	for range 3 {
		tele.Typing(context.Background(), bot.Address{Channel: telegram.Name, Chat: "4711"})
	}
	if n := len(srv.CallsOf("sendChatAction")); n != 1 {
		t.Errorf("%d calls", n)
	}
}

// Who may not fetch says so: otherwise a deaf desk is said to be well.
func TestADeskWithoutTheLeaseIsInTrouble(t *testing.T) {
	var asked atomic.Int64
	d := open(t, options{telegram: func(o *telegram.Options) {
		o.Lease = func(context.Context, time.Time) (bool, error) { return asked.Add(1) < 0, errors.New("no") }
	}})
	d.Until(t, "it asks again", func() bool { return asked.Load() > 2 })
	if d.tele.Status().Trouble == nil {
		t.Error("all is said to be well")
	}
}
