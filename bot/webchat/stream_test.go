package webchat_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
)

// recorder is a page that listens, without a network.
type recorder struct {
	*httptest.ResponseRecorder
	mu    sync.Mutex
	wrote []time.Time
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wrote = append(r.wrote, time.Now())
	return r.ResponseRecorder.Write(p)
}

// A stream that has nothing to say shows that it is there: at once, and then every 15 s.
func TestAStreamShowsThatItIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h := web(t, nil)
		ctx, stop := context.WithCancel(context.Background())
		r := httptest.NewRequest(http.MethodGet, "/api/events", nil).WithContext(ctx)
		r.AddCookie(&http.Cookie{Name: "huizhi", Value: "abc." + w.Sign("abc")})
		out := &recorder{ResponseRecorder: httptest.NewRecorder()}
		done := make(chan struct{})
		begin := time.Now()
		go func() { h.ServeHTTP(out, r); close(done) }()
		time.Sleep(5*webchat.Beat + time.Second)
		stop()
		<-done
		for i, at := range out.wrote {
			if at.Sub(begin) != time.Duration(i)*webchat.Beat {
				t.Errorf("%d after %v", i, at.Sub(begin))
			}
		}
		if body := out.Body.String(); len(out.wrote) != 6 || !strings.HasPrefix(body, "retry: 1000\nevent: hello\n") || !strings.HasSuffix(body, "\n\nevent: beat\ndata: {}\n\n") {
			t.Errorf("%d times: %q", len(out.wrote), body)
		}
		if w.Rooms() != 1 {
			t.Error("whoever left just now is given up already")
		}
		time.Sleep(webchat.Grace)
		synctest.Wait()
		if w.Rooms() != 0 || w.Listening() != 0 {
			t.Errorf("%d rooms, %d listen", w.Rooms(), w.Listening())
		}
	})
}

// A stream is one that proxies neither hold nor keep. It outlives what a request may
// take, and its end is noticed then, too.
func TestAStreamPassesProxiesAndLimits(t *testing.T) {
	for _, version := range []int{1, 2} {
		t.Run(fmt.Sprint("HTTP/", version), func(t *testing.T) { aStreamPasses(t, version) })
	}
}

func aStreamPasses(t *testing.T, version int) {
	d := open(t, options{web: soonGone})
	s := httptest.NewUnstartedServer(d.web.Handler(d.Bot))
	s.Config.ReadTimeout, s.Config.WriteTimeout, s.EnableHTTP2 = 500*time.Millisecond, 500*time.Millisecond, version == 2
	s.StartTLS()
	t.Cleanup(s.Close)
	b := newBrowser(s.URL)
	b.client = s.Client()
	if resp, _ := b.ask(t, "POST", "/api/session", "{}"); resp.ProtoMajor != version {
		t.Fatal(resp.Proto)
	}
	b.header.Set("Last-Event-ID", "web/nobody/knows/0")
	p := b.read(t)
	for name, want := range map[string]string{"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"} {
		if got := p.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	time.Sleep(time.Second)
	b.say(t, "江门")
	got := d.reads(t, p, 1)[0]
	if p.over() || got.ID != got.Key || !strings.HasPrefix(got.Key, "web/"+b.address().Chat+"/") || got.Text == "" || len(got.Buttons) == 0 || len(got.Sources) == 0 {
		t.Errorf("over %v: %+v", p.over(), got)
	}
	p.close()
	d.Until(t, "nobody listens", func() bool { return d.web.Listening() == 0 && d.web.Rooms() == 0 })
	if q := newBrowser(d.url).look(t); q.status != http.StatusUnauthorized {
		t.Errorf("without a session: %d", q.status)
	}
}

// A reply that takes its time is announced, and shown while it is worded; the last
// draft does not outlive it.
func TestAReplyIsShownWhileItIsWorded(t *testing.T) {
	d := open(t, options{Options: bottest.Options{Answers: parrot{Slow: 700 * time.Millisecond}}})
	b := d.browser(t)
	p := b.read(t)
	b.say(t, "慢")
	d.reads(t, p, 1)
	b.say(t, "边")
	d.reads(t, p, 2)
	if len(p.of("typing")) == 0 || len(p.of("draft")) == 0 {
		t.Errorf("%+v", p.frames)
	}
}

// polled is what a poll brings.
func (b *browser) polled(t *testing.T) (out []shown) {
	t.Helper()
	resp, body := b.ask(t, "GET", "/api/poll", "")
	var reply struct {
		Frames []struct {
			shown
			Kind string `json:"kind"`
		} `json:"frames"`
	}
	if err := json.Unmarshal([]byte(body), &reply); err != nil || resp.StatusCode != 200 || resp.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	if !strings.Contains(body, `"frames":[`) {
		t.Errorf("no list: %s", body)
	}
	for _, f := range reply.Frames {
		f.Event = f.Kind
		out = append(out, f.shown)
	}
	return out
}

// Where no stream gets through, polling brings the same, until the page says that it
// is there.
func TestPolling(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{})
	b := d.browser(t)
	if got := b.polled(t); len(got) != 0 {
		t.Errorf("nothing was said: %+v", got)
	}
	for _, text := range []string{"一", "二", "三"} {
		b.say(t, text)
	}
	var got []string
	for begin := time.Now(); len(got) < 3 && time.Since(begin) < bottest.Patience; {
		for i, f := range b.polled(t) {
			if again := b.polled(t); i == 0 && (len(again) == 0 || again[0].Key != f.Key) {
				t.Errorf("it is not there again: %+v", again)
			}
			got = append(got, strings.TrimPrefix(f.Text, "答：\n"))
			b.ack(t, f.Key)
		}
	}
	d.settled(t, b)
	if fmt.Sprint(got) != "[一 二 三]" {
		t.Errorf("%q", got)
	}
	begin := time.Now()
	if resp, _ := b.ask(t, "GET", "/api/poll?look", ""); resp.StatusCode != http.StatusNoContent || time.Since(begin) > time.Second {
		t.Errorf("a look: %d after %v", resp.StatusCode, time.Since(begin))
	}
	if resp, _ := newBrowser(d.url).ask(t, "GET", "/api/poll?look", ""); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a session: %d", resp.StatusCode)
	}
}

// What a page says to have seen may be nonsense.
func TestSeeingWhatIsNotThere(t *testing.T) {
	d := open(t, options{})
	many := strings.Repeat(`"x",`, webchat.MostSeen)
	for _, row := range []struct {
		body string
		want int
	}{
		{`{"keys":[]}`, 204}, {`{"keys":null}`, 204}, {`{}`, 204}, {`{"keys":["nobody/knows","",""]}`, 204},
		{`{"keys":[` + many[:len(many)-1] + `]}`, 204}, {`{"keys":[` + many + `"x"]}`, 400},
		{`{"keys":"x"}`, 400}, {`{"keys":[7]}`, 400}, {`[]`, 400}, {``, 400}, {`{"keys":["` + strings.Repeat("x", 70_000) + `"]}`, 413},
	} {
		b := d.browser(t)
		for _, looks := range []bool{false, true} {
			if looks {
				defer b.look(t).close()
			}
			if resp, reply := b.ask(t, "POST", "/api/seen", row.body); resp.StatusCode != row.want {
				t.Errorf("%.60s: %d %s, want %d", row.body, resp.StatusCode, reply, row.want)
			}
		}
	}
	if status, _ := newBrowser(d.url).post(t, "/api/seen", map[string][]string{}); status != 401 {
		t.Errorf("without a session: %d", status)
	}
}

// Nobody says for somebody else that a message is there.
func TestSeeingForSomebodyElse(t *testing.T) {
	d := open(t, options{})
	b, other := d.browser(t), d.browser(t)
	p := b.look(t)
	other.look(t)
	b.say(t, "江门")
	key := d.reads(t, p, 1)[0].Key
	other.ack(t, key)
	if d.waits(t, b) != 1 {
		t.Error("it counts as sent")
	}
	b.ack(t, key)
	d.settled(t, b)
}
