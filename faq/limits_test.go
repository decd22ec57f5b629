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
	"testing/synctest"
	"time"

	"huizhi/answer"
	"huizhi/faq"
	"huizhi/phrases"
	"huizhi/visitor"
)

// So much may come from one address, of what is the same for everybody and of what is
// made for one; more is told to come later.
func TestHowMuchMayComeFromAnAddress(t *testing.T) {
	s := with(t, map[string]string{"a.md": small})
	for _, row := range []struct {
		path string
		want visitor.Rate
	}{
		{"/faq/", faq.PagesFrom}, {"/faq/a", faq.PagesFrom}, {"/faq/nowhere", faq.PagesFrom}, {"/sitemap.xml", faq.PagesFrom},
		{"/faq/?q=回执", faq.CasesFrom}, {"/faq/a?service=renew", faq.CasesFrom}, {"/faq/nowhere?x", faq.CasesFrom},
	} {
		stopped := visitor.New(visitor.Options{Now: func() time.Time { return today }})
		site := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return s.know }, Answers: s.answers, Visitors: stopped}).Handler()}
		n := 0
		for n < 1000 && site.from("192.0.2.1:1", row.path).Code != http.StatusTooManyRequests {
			n++
		}
		if n != row.want.Burst {
			t.Errorf("%s: %d of an address, want %d", row.path, n, row.want.Burst)
		}
		comesLater(t, row.path, site.from("192.0.2.1:2", row.path), http.StatusTooManyRequests, phrases.Say("faq.too_many"))
		if w := site.from("192.0.2.2:1", row.path); w.Code == http.StatusTooManyRequests {
			t.Errorf("%s: somebody else is refused", row.path)
		}
	}
}

// comesLater checks how somebody is asked to come later: in words, and nobody keeps it.
func comesLater(t *testing.T, what string, w *httptest.ResponseRecorder, status int, why string) {
	t.Helper()
	h := w.Header()
	if w.Code != status || h.Get("Retry-After") == "" || h.Get("Cache-Control") != "no-store" || h.Get("ETag") != "" || !strings.Contains(w.Body.String(), why) {
		t.Errorf("%s: %d %v %s", what, w.Code, h, w.Body)
	}
}

// slow answers when it may go on, and counts what it was asked. Nil for at once.
type slow struct {
	on    chan struct{}
	asked atomic.Int32
	then  func() // what happens meanwhile; nil for nothing
	err   error
}

func (s *slow) Answer(ctx context.Context, f answer.Facts, text string, _ time.Time) (answer.Facts, answer.Answer, error) {
	s.asked.Add(1)
	if s.then != nil {
		s.then()
	}
	if s.on != nil {
		select {
		case <-s.on:
		case <-ctx.Done():
			return f, answer.Answer{}, ctx.Err()
		}
	}
	return f, answer.Answer{Kind: answer.KindAnswer, Text: "答：" + text}, s.err
}

// site is the pages of two articles, before somebody who answers.
func site(t *testing.T, a faq.Answers) *shown {
	t.Helper()
	s := with(t, map[string]string{"a.md": small, "b.md": small + "\n## 多久？ {#多久}\n十天。\n"})
	s.Handler = faq.New(faq.Options{Knowledge: func() answer.Knowledge { return s.know }, Answers: a, AtOnce: 1, Now: func() time.Time { return today }}).Handler()
	return s
}

// While a case is worked on, whoever asks for the next waits for a moment, and is told
// to come later if that is not enough; what costs nothing is there at once.
func TestSoManyAreWorkedOnAtOnce(t *testing.T) {
	made := with(t, map[string]string{"a.md": small, "b.md": small})
	synctest.Test(t, func(t *testing.T) {
		desk := &slow{on: make(chan struct{})}
		site := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return made.know }, Answers: desk, AtOnce: 1}).Handler()}
		ask := func(path string) chan *httptest.ResponseRecorder {
			got := make(chan *httptest.ResponseRecorder, 1)
			go func() { got <- site.get(path) }()
			synctest.Wait()
			return got
		}
		first := ask("/faq/a?service=renew")
		begin := time.Now()
		for _, path := range []string{"/faq/a?service=renew", "/faq/?q=x", "/faq/b"} {
			comesLater(t, path, <-ask(path), http.StatusServiceUnavailable, phrases.Say("faq.busy"))
		}
		if took := time.Since(begin); took != 3*faq.WaitsLong {
			t.Errorf("three waited %v", took)
		}
		begin = time.Now()
		if w := site.get("/faq/"); w.Code != http.StatusOK || time.Since(begin) != 0 {
			t.Errorf("the list: %d after %v", w.Code, time.Since(begin))
		}
		next := ask("/faq/a?service=renew")
		for range 3 { // the common part, and each one's case
			desk.on <- struct{}{}
		}
		if one, other := <-first, <-next; one.Code != http.StatusOK || other.Code != http.StatusOK {
			t.Errorf("when there is room: %d, %d", one.Code, other.Code)
		}
	})
}

// Only so many wait.
func TestSoManyWait(t *testing.T) {
	made := with(t, map[string]string{"a.md": small})
	synctest.Test(t, func(t *testing.T) {
		site := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return made.know }, Answers: &slow{on: make(chan struct{})}, AtOnce: 1}).Handler()}
		works, stop := context.WithCancel(t.Context())
		waits, goAway := context.WithCancel(t.Context())
		go site.ServeHTTP(httptest.NewRecorder(), somebody(works, "/faq/a?age=3"))
		synctest.Wait()
		for range faq.MostWait {
			go site.ServeHTTP(httptest.NewRecorder(), somebody(waits, "/faq/a?age=3"))
		}
		oneMore := func(want time.Duration) {
			t.Helper()
			synctest.Wait()
			begin := time.Now()
			comesLater(t, "one more", site.get("/faq/a?age=3"), http.StatusServiceUnavailable, phrases.Say("faq.busy"))
			if took := time.Since(begin); took != want {
				t.Errorf("one more waits for %v, want %v", took, want)
			}
		}
		oneMore(0)
		goAway()
		oneMore(faq.WaitsLong)
		stop()
		synctest.Wait()
	})
}

// somebody new asks for a path, as long as ctx lasts.
func somebody(ctx context.Context, path string) *http.Request {
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	r.RemoteAddr = elsewhere()
	return r
}

// deaf reads nothing until it is closed.
type deaf struct {
	*httptest.ResponseRecorder
	closed chan struct{}
}

func (d deaf) Write(p []byte) (int, error) {
	<-d.closed
	return len(p), nil
}

// Whoever reads a page slowly, or goes away, takes up no room.
func TestSlowReadersTakeUpNoRoom(t *testing.T) {
	made := with(t, map[string]string{"a.md": small})
	synctest.Test(t, func(t *testing.T) {
		site := &shown{Handler: faq.New(faq.Options{Knowledge: func() answer.Knowledge { return made.know }, Answers: &slow{}, AtOnce: 1}).Handler()}
		reader := deaf{httptest.NewRecorder(), make(chan struct{})}
		go site.ServeHTTP(reader, somebody(t.Context(), "/faq/a?service=renew"))
		synctest.Wait()
		if w := site.get("/faq/a?service=renew"); w.Code != http.StatusOK {
			t.Errorf("the next: %d", w.Code)
		}
		close(reader.closed)
	})
}

// Whatever becomes of a page, its room is free for the next, and so is its place among
// those who wait.
func TestRoomIsFreeAgain(t *testing.T) {
	desk := &slow{}
	s := site(t, desk)
	for _, row := range []struct {
		path string
		err  error
		want int
	}{
		{"/faq/a?service=renew", nil, http.StatusOK}, {"/faq/b%23多久?x", nil, http.StatusMovedPermanently},
		{"/faq/nowhere?x", nil, http.StatusNotFound}, {"/faq/a?service=renew", errors.New("the index is closed"), http.StatusInternalServerError},
	} {
		desk.err = row.err
		for range faq.MostWait + 1 {
			if w := s.get(row.path); w.Code != row.want {
				t.Fatalf("%s: %d, want %d", row.path, w.Code, row.want)
			}
		}
	}
}

// What is the same for everybody is worked out once in an edition, however many ask at
// once, and a failure is not kept.
func TestACommonPageIsMadeOnce(t *testing.T) {
	desk := &slow{err: errors.New("the index is closed")}
	s := site(t, desk)
	if w := s.get("/faq/a"); w.Code != http.StatusInternalServerError {
		t.Errorf("a failure: %d", w.Code)
	}
	desk.err = nil
	asks := func(what string, want int32, paths ...string) {
		t.Helper()
		before := desk.asked.Load()
		var all sync.WaitGroup
		for _, path := range paths {
			all.Go(func() {
				if w := s.get(path); w.Code != http.StatusOK {
					t.Errorf("%s: %d", path, w.Code)
				}
			})
		}
		all.Wait()
		if n := desk.asked.Load() - before; n != want {
			t.Errorf("%s: the desk was asked %d times, want %d", what, n, want)
		}
	}
	ctx, goes := context.WithCancel(t.Context())
	desk.then = goes
	s.ServeHTTP(httptest.NewRecorder(), somebody(ctx, "/faq/a"))
	desk.then = func() { time.Sleep(20 * time.Millisecond) } // the others come meanwhile
	asks("at once, after somebody who went", 1, "/faq/a", "/faq/a", "/faq/a", "/faq/a", "/faq/a", "/faq/a")
	desk.then = nil
	asks("again", 0, "/faq/a", "/faq/a?utm_source=x")
	asks("a case", 1, "/faq/a?service=renew")
	asks("another article", 1, "/faq/b")
	other := httptest.NewRecorder()
	s.ServeHTTP(other, httptest.NewRequest(http.MethodGet, "http://other.example/faq/a", nil))
	if !strings.Contains(other.Body.String(), `href="http://other.example/faq/a"`) || strings.Contains(other.Body.String(), "noindex") {
		t.Error("somebody else's address, or case, is on the page")
	}
	s.know.Corpus = with(t, map[string]string{"a.md": strings.Replace(small, "先办", "要先办", 1)}).know.Corpus
	asks("an article changed", 1, "/faq/a")
	s.know.Index = with(t, map[string]string{"a.md": small}).know.Index
	asks("it is found in another way", 1, "/faq/a")
}
