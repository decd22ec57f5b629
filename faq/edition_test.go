package faq_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/faq"
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
