package webchat_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
)

// web is the channel alone, before a desk that keeps nothing.
func web(t testing.TB, change func(*webchat.Options)) (*webchat.Web, http.Handler) {
	t.Helper()
	o := webchat.Options{Secret: secret, Log: quiet()}
	if change != nil {
		change(&o)
	}
	w, err := webchat.New(o)
	must(t, err)
	return w, w.Handler(bot.New(bot.Options{}))
}

// A session is one that we have signed; of several cookies, the first that is.
func TestWhoseSessionItIs(t *testing.T) {
	w, _ := web(t, nil)
	other, _ := web(t, func(o *webchat.Options) { o.Secret = []byte("another secret of tests") })
	good := "abc." + w.Sign("abc")
	for _, row := range []struct{ what, cookies, want string }{
		{"ours", "huizhi=" + good, "abc"},
		{"among others", "a=b; huizhi=" + good + "; c=d", "abc"},
		{"behind one that is not", "huizhi=xyz.abc; huizhi=" + good, "abc"},
		{"two of ours", "huizhi=" + good + "; huizhi=def." + w.Sign("def"), "abc"},
		{"none", "", ""},
		{"another's", "session=" + good, ""},
		{"no proof", "huizhi=abc", ""},
		{"an empty proof", "huizhi=abc.", ""},
		{"of nobody", "huizhi=." + w.Sign(""), ""},
		{"of somebody else", "huizhi=abd." + w.Sign("abc"), ""},
		{"half a proof", "huizhi=" + good[:len(good)-1], ""},
		{"more than a proof", "huizhi=" + good + "A", ""},
		{"in capitals", "huizhi=ABC." + w.Sign("abc"), ""},
		{"by another secret", "huizhi=abc." + other.Sign("abc"), ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/api/poll", nil)
		r.Header.Set("Cookie", row.cookies)
		if got, ok := w.Session(r); got != row.want || ok != (row.want != "") {
			t.Errorf("%s: %q %v, want %q", row.what, got, ok, row.want)
		}
	}
}

// The cookie is kept from scripts and other sites, and lives in a frame of another
// site only where it must, and where browsers let it.
func TestTheCookie(t *testing.T) {
	const lax, none = "; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax", "; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=None; Partitioned"
	const secure = "; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax"
	for _, row := range []struct {
		what, method, path, from, proto, url, want string
	}{
		{"http", "POST", "/api/session", "192.0.2.1:5", "", "", lax},
		{"http in a frame", "POST", "/api/session?embed", "192.0.2.1:5", "", "", lax},
		{"a stranger says https", "POST", "/api/session?embed", "192.0.2.1:5", "https", "", lax},
		{"https by a proxy", "POST", "/api/session", "127.0.0.1:5", "https", "", secure},
		{"https by a proxy in a frame", "POST", "/api/session?embed", "127.0.0.1:5", "https", "", none},
		{"http by a proxy", "POST", "/api/session?embed", "127.0.0.1:5", "http", "", lax},
		{"a proxy that says nothing", "POST", "/api/session", "127.0.0.1:5", "", "", lax},
		{"known by https", "POST", "/api/session?new&embed", "192.0.2.1:5", "", "https://desk.example", none},
		{"with the page", "GET", "/", "192.0.2.1:5", "", "https://desk.example", secure},
		{"with the page in a frame", "GET", "/?embed=1", "192.0.2.1:5", "", "https://desk.example", none},
	} {
		_, h := web(t, func(o *webchat.Options) { o.Visitors = visitors(row.url) })
		r := httptest.NewRequest(row.method, row.path, nil)
		r.RemoteAddr = row.from
		r.Header.Set("X-Forwarded-Proto", row.proto)
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		set := out.Header().Values("Set-Cookie")
		_, got, _ := strings.Cut(set[len(set)-1], ";")
		if ";"+got != row.want {
			t.Errorf("%s: %q, want %q", row.what, ";"+got, row.want)
		}
	}
}

// jar is the cookies of a browser, oldest first, by what it tells them apart.
type jar struct {
	apart func(*http.Cookie) string
	kept  []*http.Cookie
}

// ask asks as this browser does, and keeps what it is given.
func (j *jar) ask(h http.Handler, method, path string) {
	r := httptest.NewRequest(method, path, nil)
	for _, c := range j.kept {
		r.AddCookie(c)
	}
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	for _, c := range out.Result().Cookies() {
		i := slices.IndexFunc(j.kept, func(k *http.Cookie) bool { return j.apart(k) == j.apart(c) })
		switch {
		case c.MaxAge < 0 && i >= 0:
			j.kept = slices.Delete(j.kept, i, i+1)
		case c.MaxAge > 0 && i >= 0:
			j.kept[i] = c
		case c.MaxAge > 0:
			j.kept = append(j.kept, c)
		}
	}
}

// A browser that shows the page within a page of the same site, too, has one session,
// and one cookie: also after it was forgotten, when an older one would come first.
func TestABrowserKeepsOneCookie(t *testing.T) {
	for name, apart := range map[string]func(*http.Cookie) string{
		"a browser that keeps some apart": func(c *http.Cookie) string { return fmt.Sprint(c.Name, c.Partitioned) },
		"one that keeps none apart":       func(c *http.Cookie) string { return c.Name },
	} {
		w, h := web(t, func(o *webchat.Options) { o.Visitors = visitors("https://desk.example") })
		for _, in := range []string{"/api/session", "/api/session?embed"} {
			j := &jar{apart: apart}
			j.ask(h, "GET", "/")
			first := *j.kept[0]
			j.ask(h, "GET", "/?embed=1")
			if len(j.kept) != 1 || j.kept[0].Value != first.Value {
				t.Errorf("%s keeps %v", name, j.kept)
			}
			if j.apart(j.kept[0]) != apart(&first) { // both, as it was once
				j.kept = append(j.kept, &first)
			}
			session, _, _ := strings.Cut(first.Value, ".")
			w.Forgotten(bot.Address{Channel: webchat.Name, Chat: session})
			j.ask(h, "POST", in)
			if len(j.kept) != 1 || j.kept[0].Value == first.Value {
				t.Errorf("%s, %s: forgotten, it keeps %v", name, in, j.kept)
			}
		}
	}
}

// Whoever has a session keeps it, through a restart too.
func TestASessionIsKept(t *testing.T) {
	dir := t.TempDir()
	d := open(t, options{Options: bottest.Options{Dir: dir}})
	b := d.browser(t)
	first := b.cookie
	begin := func(path string, same bool) {
		t.Helper()
		if status, _ := b.post(t, path, struct{}{}); status != 204 || (b.cookie == first) != same {
			t.Errorf("%s: %d, the same %v", path, status, b.cookie == first)
		}
	}
	begin("/api/session", true)
	if resp, _ := b.ask(t, "GET", "/", ""); len(resp.Cookies()) != 1 || resp.Cookies()[0].Value != first {
		t.Errorf("a page gives another: %v", resp.Cookies())
	}
	d.Stop()
	d = open(t, options{Options: bottest.Options{Dir: dir}})
	b.url = d.url
	begin("/api/session?embed", true)
	b.cookie = "forged.cookie"
	begin("/api/session", false)
}

func FuzzCookies(f *testing.F) {
	w, _ := web(f, nil)
	f.Add("huizhi=abc." + w.Sign("abc"))
	f.Add("huizhi=.; huizhi=\"a.b\"; =; huizhi")
	f.Fuzz(func(t *testing.T, cookies string) {
		r := httptest.NewRequest(http.MethodGet, "/api/poll", nil)
		r.Header["Cookie"] = []string{cookies}
		if got, ok := w.Session(r); ok && !strings.Contains(cookies, got+"."+w.Sign(got)) {
			t.Errorf("%q is taken for %q", cookies, got)
		}
	})
}
