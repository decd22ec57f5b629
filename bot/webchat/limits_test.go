package webchat_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huizhi/bot/webchat"
	"huizhi/visitor"
)

// said posts a text, and gives the status.
func said(h http.Handler, w *webchat.Web, session, from string) int {
	r := httptest.NewRequest(http.MethodPost, "/api/say", nil) // the limit comes before what is said
	r.RemoteAddr = from + ":1"
	r.AddCookie(&http.Cookie{Name: "huizhi", Value: session + "." + w.Sign(session)})
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	return out.Code
}

// until429 is how often something is let through.
func until429(most int, do func(i int) int) int {
	for i := range most {
		if do(i) == http.StatusTooManyRequests {
			return i
		}
	}
	return most
}

// close to a limit, a slow machine lets a few more through.
func near(got, want int) bool { return got >= want && got <= want+want/2 }

func TestHowMuchMayBeSaid(t *testing.T) {
	w, h := web(t, nil)
	if n := until429(100, func(int) int { return said(h, w, "one", "192.0.2.1") }); !near(n, webchat.Says.Burst) {
		t.Errorf("one session: %d", n)
	}
	if said(h, w, "other", "192.0.2.1") == http.StatusTooManyRequests {
		t.Error("one session uses up what is for the others")
	}
	if n := until429(1000, func(i int) int { return said(h, w, fmt.Sprint("s", i), "192.0.2.2") }); !near(n, webchat.SaysFrom.Burst) {
		t.Errorf("one address: %d", n)
	}
	if n := until429(1000, func(i int) int { return said(h, w, fmt.Sprint("t", i), fmt.Sprintf("[2001:db8::%x]", i)) }); !near(n, webchat.SaysFrom.Burst) {
		t.Errorf("one line with many addresses: %d", n)
	}
	if n := until429(2000, func(i int) int { return said(h, w, fmt.Sprint("u", i), fmt.Sprintf("[2001:db8:1:%x::1]", i)) }); !near(n, visitor.Lines*webchat.SaysFrom.Burst) {
		t.Errorf("one site with many lines: %d", n)
	}
	begin := func(int) int {
		r := httptest.NewRequest(http.MethodPost, "/api/session", nil)
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		return out.Code
	}
	if n := until429(1000, begin); !near(n, webchat.Begins.Burst) {
		t.Errorf("new sessions: %d", n)
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	if out.Code != 200 || out.Header().Get("Set-Cookie") != "" {
		t.Errorf("the page: %d %s", out.Code, out.Header())
	}
}

// Whatever a page asks is counted, of its session and of its address; it is told when
// to ask again.
func TestHowMuchMayBeAsked(t *testing.T) {
	over, stop := context.WithCancel(t.Context())
	stop() // nobody waits for a stream or a poll
	for _, row := range []struct{ method, path, body string }{
		{"GET", "/api/session", ""}, {"POST", "/api/session", "{}"}, {"GET", "/api/events", ""}, {"GET", "/api/poll", ""}, {"POST", "/api/seen", `{"keys":["a"]}`},
	} {
		w, h := web(t, func(o *webchat.Options) {
			o.Visitors = visitor.New(visitor.Options{Now: func() time.Time { return time.Time{} }})
		})
		ask := func(session, from string) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(over, row.method, row.path, strings.NewReader(row.body))
			r.RemoteAddr = from + ":1"
			r.Header.Set("Content-Type", "application/json")
			r.AddCookie(&http.Cookie{Name: "huizhi", Value: session + "." + w.Sign(session)})
			out := httptest.NewRecorder()
			h.ServeHTTP(out, r)
			return out
		}
		if n := until429(2000, func(int) int { return ask("one", "192.0.2.1").Code }); n != webchat.Asks.Burst {
			t.Errorf("%s %s of a session: %d", row.method, row.path, n)
		}
		if out := ask("one", "192.0.2.2"); out.Code != 429 || out.Header().Get("Retry-After") == "" {
			t.Errorf("%s %s: %d %v", row.method, row.path, out.Code, out.Header())
		}
		if n := until429(2000, func(i int) int { return ask(fmt.Sprint("s", i), "192.0.2.3").Code }); n != webchat.AsksFrom.Burst {
			t.Errorf("%s %s of an address: %d", row.method, row.path, n)
		}
	}
}

// So many pages may listen, and no more, of a session and of an address; who goes
// leaves room.
func TestHowManyMayListen(t *testing.T) {
	d := open(t, options{})
	b := d.browser(t)
	var pages []*page
	for range webchat.SessionStreams {
		pages = append(pages, b.look(t))
	}
	if p := b.look(t); p.status != http.StatusTooManyRequests {
		t.Errorf("one more: %d", p.status)
	}
	if resp, _ := b.ask(t, "GET", "/api/poll", ""); resp.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one more by polling: %d", resp.StatusCode)
	}
	pages[0].close()
	d.Until(t, "its place is free", func() bool { return d.web.Listening() == webchat.SessionStreams-1 })
	if p := b.look(t); p.status != 200 {
		t.Errorf("in the place of one: %d", p.status)
	}
	from := elsewhere()
	for i := range webchat.AddressStreams {
		other := newBrowser(d.url)
		other.from, other.cookie = from, fmt.Sprintf("s%d.%s", i, d.web.Sign(fmt.Sprint("s", i)))
		if p := other.look(t); p.status != 200 {
			t.Fatalf("page %d of an address: %d", i, p.status)
		}
	}
	other := d.browser(t)
	other.from = from
	if p := other.look(t); p.status != http.StatusTooManyRequests {
		t.Errorf("one more of an address: %d", p.status)
	}
}

// Of many lines of one site no more pages may listen than of eight. It is tried
// without the pages: they would be two thousand.
func TestHowManyOfASiteMayListen(t *testing.T) {
	w, _ := web(t, nil)
	var goes func()
	for i := range visitor.Lines * webchat.AddressStreams {
		done, ok := w.Listens(fmt.Sprint("s", i), line(i))
		if !ok {
			t.Fatalf("page %d of a site is refused", i)
		}
		goes = done
	}
	if _, ok := w.Listens("one more", line(-1)); ok {
		t.Error("one more may listen")
	}
	for i := range visitor.Lines*webchat.AddressStreams + 1 { // who is of no site is not of one with all the others
		if _, ok := w.Listens(fmt.Sprint("e", i), visitor.Address{Line: fmt.Sprint("elsewhere ", i)}); !ok {
			t.Fatalf("page %d elsewhere is refused", i)
		}
	}
	goes()
	if _, ok := w.Listens("one more", line(-1)); !ok {
		t.Error("in the place of one: refused")
	}
}

// line is a line of a site, another for each number.
func line(i int) visitor.Address {
	return visitor.Address{Line: fmt.Sprint("line ", i), Site: "2001:db8:1::/48"}
}
