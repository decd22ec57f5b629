package webchat_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
	"huizhi/phrases"
)

// What is shown and not acknowledged comes again to the next page, and to each; what
// is acknowledged never.
func TestWhatNobodyHasSeenComesAgain(t *testing.T) {
	d := open(t, options{})
	b := d.browser(t)
	first := b.look(t)
	b.say(t, "一")
	key := d.reads(t, first, 1)[0].Key
	first.close()
	second, third := b.look(t), b.look(t)
	for _, p := range []*page{second, third} {
		if got := d.reads(t, p, 1)[0]; got.Key != key || got.Text != "答：\n一" {
			t.Errorf("%+v", got)
		}
	}
	b.ack(t, key, key)
	d.settled(t, b)
	b.ack(t, key)
	last := b.read(t)
	b.say(t, "二")
	d.reads(t, last, 1)
	d.reads(t, second, 2)
	d.settled(t, b)
	if got := fmt.Sprint(last.texts(), second.texts(), third.texts()); got != "[二] [一 二] [一 二]" {
		t.Error(got)
	}
}

// A page that is closed between a message and its word: the message waits on disk with
// what follows, and all is there once when the page is back, in order; also in the
// next program.
func TestAClosedPageIsWaitedFor(t *testing.T) {
	for _, restart := range []bool{false, true} {
		o := options{Options: bottest.Options{Dir: t.TempDir()}, web: soonGone}
		d := open(t, o)
		b := d.browser(t)
		p := b.look(t)
		b.say(t, "一")
		key := d.reads(t, p, 1)[0].Key
		p.close()
		d.settled(t, b)
		for _, text := range []string{"二", "三"} {
			b.say(t, text)
			d.settled(t, b)
		}
		if d.waits(t, b) != 3 || d.Bot.Load().Chats != 0 {
			t.Errorf("%d wait, %d chats have something to do", d.waits(t, b), d.Bot.Load().Chats)
		}
		if restart {
			d.Stop()
			d = open(t, o)
			b.url = d.url
		}
		q := b.read(t)
		d.reads(t, q, 3)
		d.settled(t, b)
		if got := q.texts(); !slices.Equal(got, []string{"一", "二", "三"}) || q.of("message")[0].Key != key || d.waits(t, b) != 0 {
			t.Errorf("restart %v: %q, %d wait", restart, got, d.waits(t, b))
		}
	}
}

// A line that drops for a moment is no absence.
func TestADroppedLineIsNoAbsence(t *testing.T) {
	heard := &bottest.Notes{}
	d := open(t, options{channel: func(w *webchat.Web) bot.Channel { return gossip{w, heard} }})
	b := d.browser(t)
	p := b.look(t)
	b.say(t, "一")
	d.reads(t, p, 1)
	p.close()
	time.Sleep(webchat.Grace / 4)
	q := b.read(t)
	d.reads(t, q, 1)
	d.settled(t, b)
	if s := heard.String(); strings.Contains(s, bot.ErrAway.Error()) {
		t.Error(s)
	}
}

// A page that is open and says nothing, as one in a pocket, holds up neither the desk
// nor what follows: it counts as away until it speaks.
func TestASleepingPageIsAway(t *testing.T) {
	d := open(t, options{web: func(o *webchat.Options) { o.Patience = 50 * time.Millisecond }})
	b := d.browser(t)
	p := b.look(t)
	b.say(t, "一")
	b.say(t, "二")
	first := d.reads(t, p, 1)[0]
	d.settled(t, b)
	if n := d.waits(t, b); n != 2 {
		t.Errorf("%d wait", n)
	}
	b.ack(t, first.Key) // it wakes up, on the same stream
	second := d.reads(t, p, 2)[1]
	d.settled(t, b)
	b.ack(t, second.Key)
	d.Until(t, "nothing waits", func() bool { return d.waits(t, b) == 0 })
	d.settled(t, b)
	if got := p.texts(); !slices.Equal(got, []string{"一", "二"}) {
		t.Errorf("%q", got)
	}
}

// A page that does not read what it is sent is dropped, and gets all on return.
func TestASlowPageGetsAllOnReturn(t *testing.T) {
	d := open(t, options{})
	b := d.browser(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
	must(t, err)
	defer conn.Close()
	must(t, conn.(*net.TCPConn).SetReadBuffer(1<<10))
	fmt.Fprintf(conn, "GET /api/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: huizhi=%s\r\n\r\n", b.cookie)
	d.Until(t, "it listens", func() bool { return d.web.Listening() == 1 })
	b.say(t, "一")
	d.Until(t, "it is on its way", func() bool { return d.waits(t, b) == 1 })
	long := strings.Repeat("长", 10_000)
	for range 4 * webchat.Held { // more than sockets hold
		d.web.Draft(context.Background(), b.address(), long)
	}
	if n := d.web.Streams(b.address().Chat); n != 0 {
		t.Errorf("%d streams are written to", n)
	}
	p := b.read(t)
	d.reads(t, p, 1)
	d.settled(t, b)
	must(t, conn.Close())
	d.Until(t, "only the other listens", func() bool { return d.web.Listening() == 1 })
}

// Nothing is left of pages that have come and gone: no room, no goroutine.
func TestNothingIsLeftOfThem(t *testing.T) {
	d := open(t, options{web: soonGone})
	before := runtime.NumGoroutine()
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range rounds {
				b := newBrowser(d.url)
				b.post(t, "/api/session", struct{}{})
				p := b.read(t)
				b.say(t, "江门")
				d.reads(t, p, 1)
				d.settled(t, b)
				p.close()
				b.client.CloseIdleConnections()
			}
		})
	}
	all.Wait()
	d.Until(t, "all have gone", func() bool { return d.web.Rooms() == 0 && d.web.Listening() == 0 })
	d.Until(t, "nothing goes on", func() bool { return runtime.NumGoroutine() <= before+2 })
	if n := d.Bot.Load().Chats; n != 0 {
		t.Errorf("%d chats have something to do", n)
	}
}

// A desk that stops takes nothing more, still shows what is under way, and then ends
// the streams.
func TestStopping(t *testing.T) {
	d := open(t, options{Options: bottest.Options{Answers: parrot{Slow: 300 * time.Millisecond}}})
	b := d.browser(t)
	p := b.read(t)
	b.say(t, "慢")
	d.web.Stop()
	if status, reply := b.post(t, "/api/say", words{ID: "aaaaaaaa", Kind: "text", Text: "x"}); status != http.StatusServiceUnavailable || !strings.Contains(reply, phrases.Say("web.not_taken")) {
		t.Errorf("%d %s", status, reply)
	}
	d.reads(t, p, 1)
	d.settled(t, b)
	if p.over() {
		t.Error("the stream has ended before")
	}
	d.web.Close()
	d.web.Close()
	d.Until(t, "the stream ends", p.over)
}

// Whoever is forgotten is told so, their pages forget, and nothing of before comes
// again; the session goes on.
func TestASessionThatIsForgottenGoesOn(t *testing.T) {
	d := open(t, options{})
	b := d.browser(t)
	p := b.read(t)
	b.say(t, "机密")
	d.reads(t, p, 1)
	b.say(t, "/forget")
	d.reads(t, p, 2)
	b.take(t, words{ID: "aaaaaaaa", Kind: "press", Data: "erase", Label: "x"})
	d.Until(t, "it is forgotten", func() bool { return len(p.of("forgotten")) == 1 })
	d.settled(t, b)
	if k, err := d.DB.Kept(b.address()); err != nil || k != (bot.Kept{}) {
		t.Errorf("%+v %v", k, err)
	}
	if got := p.of("message"); len(got) != 3 || got[2].Text != phrases.Say("forget.done") {
		t.Errorf("%+v", got)
	}
	b.say(t, "江门")
	d.reads(t, p, 4)
	d.settled(t, b)
	q := b.look(t)
	b.say(t, "东莞")
	d.reads(t, q, 1)
	if got := q.texts(); !slices.Equal(got, []string{"东莞"}) {
		t.Errorf("%q", got)
	}
}

// A page that did not look when it was forgotten is told when it does: the same thing,
// by which a page knows what another has done.
func TestAPageThatLooksLateIsForgottenToo(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{})
	b := d.browser(t)
	d.web.Forgotten(b.address())
	marks := map[string]bool{}
	for range 2 {
		p := b.look(t)
		d.Until(t, "it is told", func() bool { return len(p.of("forgotten")) == 1 })
		marks[p.of("forgotten")[0].Key] = true
	}
	_, text := b.ask(t, "GET", "/api/poll", "")
	var polled struct{ Frames []struct{ Kind, Key string } }
	must(t, json.Unmarshal([]byte(text), &polled))
	if len(polled.Frames) != 1 || polled.Frames[0].Kind != "forgotten" || !marks[polled.Frames[0].Key] || len(marks) != 1 {
		t.Errorf("%s, streams %v", text, marks)
	}
	if status, _ := b.post(t, "/api/session", struct{}{}); status != 204 {
		t.Fatal(status)
	}
	if _, text := b.ask(t, "GET", "/api/poll", ""); strings.Contains(text, "forgotten") {
		t.Errorf("the one that comes after is forgotten: %s", text)
	}
}

// What waited for whoever is forgotten is not shown any more.
func TestWhatWaitedForWhoIsForgottenIsGone(t *testing.T) {
	d := open(t, options{web: func(o *webchat.Options) { o.Patience = 50 * time.Millisecond }})
	b := d.browser(t)
	p := b.look(t)
	b.say(t, "机密")
	d.reads(t, p, 1) // and says nothing
	d.settled(t, b)
	must(t, d.DB.Forget(context.Background(), b.address()))
	d.web.Forgotten(b.address())
	q := b.look(t)
	b.say(t, "江门")
	d.reads(t, q, 1)
	if got := q.texts(); !slices.Equal(got, []string{"江门"}) {
		t.Errorf("%q", got)
	}
}

// gossip is a channel that writes down what goes wrong, as whoever calls it may log.
type gossip struct {
	*webchat.Web
	heard *bottest.Notes
}

func (g gossip) Send(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	ref, err := g.Web.Send(ctx, d)
	fmt.Fprintln(g.heard, "send", err)
	return ref, err
}

func (g gossip) Edit(ctx context.Context, ref bot.Ref, d bot.Delivery) error {
	err := g.Web.Edit(ctx, ref, d)
	fmt.Fprintln(g.heard, "edit", err)
	return err
}
