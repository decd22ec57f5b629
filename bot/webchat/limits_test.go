package webchat_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"huizhi/bot/webchat"
)

// Who asks is who has connected, or whom a proxy of ours names: the last that it has
// not made up itself. What stands before was written by who knows whom.
func TestWhoAsks(t *testing.T) {
	w, _ := web(t, func(o *webchat.Options) {
		o.Proxies = []netip.Prefix{local, netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	})
	for _, row := range []struct {
		what, connected string
		forwarded       []string
		want            string
	}{
		{"directly", "192.0.2.1:5", nil, "192.0.2.1"},
		{"a stranger who claims to be a proxy", "192.0.2.1:5", []string{"198.51.100.7"}, "192.0.2.1"},
		{"by our proxy", "127.0.0.1:5", []string{"198.51.100.7"}, "198.51.100.7"},
		{"by two of our proxies", "127.0.0.1:5", []string{"198.51.100.7, 10.1.2.3"}, "198.51.100.7"},
		{"with something made up before", "127.0.0.1:5", []string{"1.1.1.1, 198.51.100.7"}, "198.51.100.7"},
		{"with something made up in a line of its own", "127.0.0.1:5", []string{"1.1.1.1", "198.51.100.7"}, "198.51.100.7"},
		{"made up to look like ours", "127.0.0.1:5", []string{"1.1.1.1, 10.9.9.9, 198.51.100.7, 10.1.2.3"}, "198.51.100.7"},
		{"nonsense before", "127.0.0.1:5", []string{"a b c, 198.51.100.7"}, "198.51.100.7"},
		{"nothing said", "127.0.0.1:5", []string{""}, "127.0.0.1"},
		{"only ours", "127.0.0.1:5", []string{"10.1.2.3"}, "10.1.2.3"},
		{"with a port", "127.0.0.1:5", []string{"198.51.100.7:4711"}, "198.51.100.7"},
		{"written as IPv6", "[::ffff:192.0.2.1]:5", nil, "192.0.2.1"},
		{"a proxy written as IPv6", "[::ffff:127.0.0.1]:5", []string{"198.51.100.7"}, "198.51.100.7"},
		{"one of the addresses of a line", "[2001:db8:1:2:3:4:5:6]:5", nil, "2001:db8:1:2::"},
		{"another of them", "[2001:db8:1:2:ffff::1]:5", nil, "2001:db8:1:2::"},
		{"by our proxy, one of them", "[fd00::1]:5", []string{"2001:db8:1:2::9"}, "2001:db8:1:2::"},
		{"with brackets", "[fd00::1]:5", []string{"[2001:db8:1:2::9]:443"}, "2001:db8:1:2::"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = row.connected
		r.Header["X-Forwarded-For"] = row.forwarded
		if got := w.From(r); got != row.want {
			t.Errorf("%s: %s, want %s", row.what, got, row.want)
		}
	}
}

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
	if n := until429(100, func(int) int { return said(h, w, "one", "192.0.2.1") }); !near(n, webchat.SessionBurst) {
		t.Errorf("one session: %d", n)
	}
	if said(h, w, "other", "192.0.2.1") == http.StatusTooManyRequests {
		t.Error("one session uses up what is for the others")
	}
	if n := until429(1000, func(i int) int { return said(h, w, fmt.Sprint("s", i), "192.0.2.2") }); !near(n, webchat.AddressBurst) {
		t.Errorf("one address: %d", n)
	}
	if n := until429(1000, func(i int) int { return said(h, w, fmt.Sprint("t", i), fmt.Sprintf("[2001:db8::%x]", i)) }); !near(n, webchat.AddressBurst) {
		t.Errorf("one line with many addresses: %d", n)
	}
	begin := func(int) int {
		r := httptest.NewRequest(http.MethodPost, "/api/session", nil)
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		return out.Code
	}
	if n := until429(1000, begin); !near(n, webchat.BeginBurst) {
		t.Errorf("new sessions: %d", n)
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	if out.Code != 200 || out.Header().Get("Set-Cookie") != "" {
		t.Errorf("the page: %d %s", out.Code, out.Header())
	}
}

// What is remembered of a flood is bounded, and soon dealt with.
func TestAFloodIsNotRemembered(t *testing.T) {
	w, h := web(t, nil)
	begin := time.Now()
	for i := range webchat.MostKnown + 2000 {
		said(h, w, fmt.Sprint("s", i), fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))
		if i%1000 == 0 && w.Known() > webchat.MostKnown {
			t.Fatalf("%d are remembered", w.Known())
		}
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
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
	d.until(t, "its place is free", func() bool { return d.web.Listening() == webchat.SessionStreams-1 })
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
