package faq_test

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"huizhi/answer"
	"huizhi/faq"
	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/place"
	"huizhi/visitor"
)

// base is the public address in tests.
const base = "https://example.cn"

// today is when the pages are looked at.
var today = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// shown is a site over some articles, and what it answers from.
type shown struct {
	http.Handler
	know    answer.Knowledge
	answers *answer.Answerer
}

// ours is the site of the built-in articles. It is made once.
var ours = sync.OnceValues(func() (*shown, error) { return over(articles.Files) })

func real(t testing.TB) *shown {
	t.Helper()
	s, err := ours()
	check(t, err)
	return s
}

// over makes a site over a folder of articles.
func over(files fs.FS) (*shown, error) {
	words, err := kb.Words()
	if err != nil {
		return nil, err
	}
	places, err := place.Load()
	if err != nil {
		return nil, err
	}
	corpus, _, err := kb.Load(files, words, places)
	if err != nil {
		return nil, err
	}
	idx, err := index.Build(context.Background(), index.Options{Places: places, Synonyms: corpus.Synonyms}, corpus.Passages())
	if err != nil {
		return nil, err
	}
	language, err := answer.NewLanguage(words, places)
	s := &shown{know: answer.Knowledge{Corpus: corpus, Index: idx}}
	current := func() answer.Knowledge { return s.know }
	s.answers = answer.New(language, current)
	s.Handler = faq.New(faq.Options{Knowledge: current, Answers: s.answers, Visitors: visitor.New(visitor.Options{URL: base}), Now: func() time.Time { return today }}).Handler()
	return s, err
}

// with is a site over a few articles.
func with(t *testing.T, files map[string]string) *shown {
	t.Helper()
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, err := over(all)
	check(t, err)
	return s
}

// visitors counts who comes: only so much may come from one address.
var visitors atomic.Uint32

// get fetches a path, as somebody new, with header names and values in turn.
func (s *shown) get(path string, header ...string) *httptest.ResponseRecorder {
	return s.from(elsewhere(), path, header...)
}

// elsewhere is an address that nobody has asked from.
func elsewhere() string {
	n := visitors.Add(1)
	return fmt.Sprintf("10.%d.%d.%d:1", n>>16&255, n>>8&255, n&255)
}

// from fetches a path as somebody at an address does.
func (s *shown) from(at, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = at
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// page fetches a page that must be there.
func (s *shown) page(t testing.TB, path string) string {
	t.Helper()
	w := s.get(path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		method, path string
		want         int
		kind, to     string
	}{
		{"GET", "/faq/", 200, "text/html; charset=utf-8", ""},
		{"HEAD", "/faq/", 200, "text/html; charset=utf-8", ""},
		{"GET", "/faq", 307, "", "/faq/"},
		{"GET", "/faq/guangdong/receipt", 200, "text/html; charset=utf-8", ""},
		{"GET", "/faq/guangdong/receipt/", 404, "text/html; charset=utf-8", ""},
		{"GET", "/faq/guangdong", 404, "text/html; charset=utf-8", ""},
		{"GET", "/faq/../etc/passwd", 307, "", "/etc/passwd"},
		{"GET", "/faq/country/bilingual%230", 301, "", "/faq/country/bilingual"},
		{"GET", "/faq/country/change%231", 301, "", faq.Path("country/change", "country/change#在外地可以办改名后的换证吗")},
		{"POST", "/faq/", 405, "", ""},
		{"GET", "/faq/style.css", 200, "text/css; charset=utf-8", ""},
		{"GET", "/sitemap.xml", 200, "application/xml; charset=utf-8", ""},
		{"GET", "/robots.txt", 200, "text/plain; charset=utf-8", ""},
		{"GET", "/", 404, "", ""},
	} {
		w := httptest.NewRecorder()
		real(t).ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
		h := w.Header()
		if w.Code != c.want || c.kind != "" && h.Get("Content-Type") != c.kind || h.Get("Location") != c.to {
			t.Errorf("%s %s: %d %q %q, want %d %q %q", c.method, c.path, w.Code, h.Get("Content-Type"), h.Get("Location"), c.want, c.kind, c.to)
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s %s is not guarded", c.method, c.path)
		}
	}
}

func TestWhoIsLostFindsTheListAndTheChat(t *testing.T) {
	w := real(t).get("/faq/nowhere")
	for _, want := range []string{`href="/faq/country/lost"`, `href="/"`, `content="noindex"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page for what is not there has no %s", want)
		}
	}
	if w.Header().Get("ETag") != "" || strings.Contains(w.Body.String(), "canonical") {
		t.Error("a page that is not there may be kept")
	}
}

func TestThePublicAddress(t *testing.T) {
	s := real(t)
	if page := s.page(t, "/faq/country/lost"); !strings.Contains(page, `rel="canonical" href="`+base+`/faq/country/lost"`) {
		t.Error("what is configured is not the address")
	}
	proxy := visitor.New(visitor.Options{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	bare := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return s.know }, Answers: s.answers, Visitors: proxy}).Handler()}
	for _, row := range []struct{ what, from, proto, want string }{
		{"as somebody asks", "192.0.2.1:5", "", "http://example.com"},
		{"a stranger says https", "192.0.2.1:5", "https", "http://example.com"},
		{"our proxy says https", "127.0.0.1:5", "https", "https://example.com"},
	} {
		for path, mark := range map[string]string{"/faq/country/lost": `rel="canonical" href="`, "/sitemap.xml": "<loc>", "/robots.txt": "Sitemap: "} {
			if got := bare.from(row.from, path, "X-Forwarded-Proto", row.proto).Body.String(); !strings.Contains(got, mark+row.want+"/") {
				t.Errorf("%s: %s does not say %s", row.what, path, row.want)
			}
		}
	}
}

func TestPath(t *testing.T) {
	for _, c := range []struct {
		article kb.ArticleID
		passage kb.PassageID
		want    string
	}{
		{"country/lost", "", "/faq/country/lost"},
		{"country/lost", "country/lost", "/faq/country/lost"},
		{"country/lost", "country/lost#捡到", "/faq/country/lost#" + url.PathEscape("捡到")},
		{"country/lost", "country/renew#捡到", "/faq/country/lost"},
		{"a b/c?d%e", "", "/faq/a%20b/c%3Fd%25e"},
	} {
		if got := faq.Path(c.article, c.passage); got != c.want {
			t.Errorf("Path(%q, %q) = %s, want %s", c.article, c.passage, got, c.want)
		}
	}
}
