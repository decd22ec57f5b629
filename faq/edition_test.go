package faq_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"huizhi/answer"
	"huizhi/faq"
	"huizhi/visitor"
)

const small = `---
title: 广东的照片回执
scope: [广东省]
cases: [{if: {service: renew}, fee: 20元}]
sources: {s1: {body: 某机关, title: 某文件, date: 2024, seen: copy}}
checked: 2026-11-22
confidence: high
review_by: 2026-12-01
---
先办回执。
`

// A browser that has a page is not sent it again, until an article changes or
// the day does.
func TestPagesAreSentOnce(t *testing.T) {
	s := with(t, map[string]string{"a.md": small})
	now := today
	site := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return s.know }, Answers: s.answers, Now: func() time.Time { return now }}).Handler()}
	first := site.get("/faq/a").Header()
	tag, since := first.Get("ETag"), first.Get("Last-Modified")
	status := func(want int, why string, header ...string) {
		t.Helper()
		if got := site.get("/faq/a", header...).Code; got != want {
			t.Errorf("%s: status %d, want %d", why, got, want)
		}
	}
	status(200, "asked for the first time")
	status(304, "with the tag", "If-None-Match", tag)
	status(304, "with the tag among others", "If-None-Match", `"x", `+strings.TrimPrefix(tag, "W/"))
	status(304, "with the date", "If-Modified-Since", since)
	status(200, "with another tag, whatever the date", "If-None-Match", `W/"x"`, "If-Modified-Since", since)
	status(200, "with no date", "If-Modified-Since", "yesterday")

	before := s.know
	s.know = with(t, map[string]string{"a.md": small}).know
	status(304, "the same articles, read again", "If-None-Match", tag)
	s.know = with(t, map[string]string{"a.md": strings.Replace(small, "先办", "要先办", 1)}).know
	status(200, "an article changed", "If-None-Match", tag)
	s.know = with(t, map[string]string{"a.md": strings.Replace(small, "20元", "40元", 1)}).know
	status(200, "a case changed", "If-None-Match", tag)
	s.know = before
	now = now.AddDate(0, 0, 2)
	status(200, "days later", "If-None-Match", tag)
	if !strings.Contains(site.get("/faq/a").Body.String(), "2026-12-01前复核") {
		t.Error("nobody is told that the review is overdue")
	}
}

// A page is another when anything that it is made of is.
func TestWhatAPageIsMadeOf(t *testing.T) {
	s := with(t, map[string]string{"a.md": small})
	tag := func(version, url, changed, at string) string {
		all := fstest.MapFS{}
		check(t, fs.WalkDir(faq.Files, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				text, _ := fs.ReadFile(faq.Files, name)
				all[name] = &fstest.MapFile{Data: text}
			}
			return err
		}))
		if changed != "" {
			all[changed].Data = append(all[changed].Data, ' ')
		}
		now, err := time.Parse(time.RFC3339, at)
		check(t, err)
		o := faq.Options{
			Knowledge: func() answer.Knowledge { return s.know }, Answers: s.answers, Version: version,
			Visitors: visitor.New(visitor.Options{URL: url}), Now: func() time.Time { return now },
		}
		site := &shown{Handler: faq.Made(o, all).Handler()}
		return site.get("/faq/a").Header().Get("ETag")
	}
	const noon = "2026-11-30T12:00:00Z"
	first := tag("v1", "", "", noon)
	for _, row := range []struct {
		what, version, url, changed, at string
		same                            bool
	}{
		{"nothing", "v1", "", "", noon, true},
		{"the program", "v2", "", "", noon, false},
		{"the address of the site", "v1", "https://desk.example", "", noon, false},
		{"a template", "v1", "", "article.html", noon, false},
		{"what is around every page", "v1", "", "frame.html", noon, false},
		{"the style sheet", "v1", "", "style.css", noon, false},
		{"the hour", "v1", "", "", "2026-11-30T15:59:59Z", true},
		{"the day in China", "v1", "", "", "2026-11-30T16:00:00Z", false},
	} {
		if same := tag(row.version, row.url, row.changed, row.at) == first; same != row.same {
			t.Errorf("%s is another: the page is the same %v, want %v", row.what, same, row.same)
		}
	}
}

// What is due is due by the days of China, wherever the server stands.
func TestDaysAreOfChina(t *testing.T) {
	s := with(t, map[string]string{"a.md": small})
	var now time.Time
	site := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return s.know }, Answers: s.answers, Now: func() time.Time { return now }}).Handler()}
	for at, want := range map[string]bool{"2026-12-01T15:59:59Z": false, "2026-12-01T16:00:00Z": true, "2026-12-01T20:00:00-05:00": true} {
		var err error
		now, err = time.Parse(time.RFC3339, at)
		check(t, err)
		if got := strings.Contains(site.get("/faq/a").Body.String(), "2026-12-01前复核"); got != want {
			t.Errorf("%s: overdue %v", at, got)
		}
	}
}

func TestOwnCasesAreNotKept(t *testing.T) {
	h := real(t).get("/faq/country/lost?age=30").Header()
	if h.Get("Cache-Control") != "private, no-store" || h.Get("ETag") != "" {
		t.Errorf("%v", h)
	}
}

// broken answers nothing.
type broken struct{}

func (broken) Answer(context.Context, answer.Facts, string, time.Time) (answer.Facts, answer.Answer, error) {
	return answer.Facts{}, answer.Answer{}, errors.New("the index is closed")
}

func TestAFailureIsOwnedUpTo(t *testing.T) {
	s := real(t)
	h := faq.New(faq.Options{Knowledge: func() answer.Knowledge { return s.know }, Answers: broken{}}).Handler()
	for _, path := range []string{"/faq/country/lost", "/faq/?q=x"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != http.StatusInternalServerError || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" || strings.Contains(w.Body.String(), "index") {
			t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), w.Body)
		}
	}
}

// Articles change while pages are read: every page is of one knowledge, old or new.
func TestArticlesChangeWhilePagesAreRead(t *testing.T) {
	old, other := with(t, map[string]string{"a.md": small}), with(t, map[string]string{"a.md": strings.ReplaceAll(small, "回执", "单子")})
	var current atomic.Pointer[answer.Knowledge]
	current.Store(&old.know)
	site := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return *current.Load() }, Answers: old.answers}).Handler()}
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for i := range 50 {
				current.Store([]*answer.Knowledge{&old.know, &other.know}[i%2])
				if w := site.get("/faq/a"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1>广东的") {
					t.Errorf("status %d: %s", w.Code, w.Body)
				}
			}
		})
	}
	readers.Wait()
}
