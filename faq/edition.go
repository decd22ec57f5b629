package faq

import (
	"fmt"
	"hash"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/phrases"
)

// edition is all pages as they are from one day and one knowledge: they change
// when an article does, and at midnight, when one may be due for review.
type edition struct {
	know  answer.Knowledge
	day   string
	sum   string    // of what pages are made of: the same for the same articles and day, also after a restart
	since time.Time // when it was first seen here

	mu    sync.Mutex
	pages map[kb.ArticleID]*articlePage // what was asked for of them, but for whoever asks
}

// page is an article's page if it was made already.
func (e *edition) page(id kb.ArticleID) (*articlePage, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	page, ok := e.pages[id]
	return page, ok
}

// keep keeps an article's page for as long as the edition is the newest.
func (e *edition) keep(id kb.ArticleID, page *articlePage) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pages[id] = page
}

// editions knows the newest edition.
type editions struct {
	made   string // by which program, with which templates
	mu     sync.Mutex
	newest *edition
}

// of returns the edition of a knowledge at a time.
func (e *editions) of(know answer.Knowledge, at time.Time) *edition {
	e.mu.Lock()
	defer e.mu.Unlock()
	day, last := at.Format(time.DateOnly), e.newest
	if last != nil && last.know.Corpus == know.Corpus && last.know.Index == know.Index && last.day == day {
		return last
	}
	e.newest = &edition{know: know, day: day, sum: e.sum(know.Corpus, day), since: at.Truncate(time.Second), pages: map[kb.ArticleID]*articlePage{}}
	if last != nil && last.sum == e.newest.sum {
		e.newest.since = last.since
	}
	return e.newest
}

// sum sums up the program, its templates and words, the articles and the day.
func (e *editions) sum(corpus *kb.Corpus, day string) string {
	h := fnv.New64a()
	fmt.Fprintln(h, e.made, day)
	for _, key := range phrases.Keys() {
		fmt.Fprintln(h, phrases.Say(key))
	}
	for _, a := range corpus.Articles() {
		add(h, a)
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// add takes in what a page shows of an article and what answers rest on.
func add(h hash.Hash, a *kb.Article) {
	fmt.Fprintln(h, a.ID, a.Title, a.Variants, a.Scope, a.Document, a.Sources, a.Checked, a.ReviewBy, a.Confidence)
	for _, p := range a.Passages {
		fmt.Fprintln(h, p.ID, p.Questions, p.Text, p.Src)
	}
	for _, s := range a.Statements {
		fmt.Fprintln(h, s.Scope, s.Field, s.Item, s.Guard, s.Value, s.Flatten)
	}
}

// tag names a page of the edition at an address of the site, which stands on it. It is
// weak: who packs a page on the way may keep it.
func (e *edition) tag(base string) string {
	h := fnv.New64a()
	fmt.Fprintln(h, e.sum, base)
	return fmt.Sprintf(`W/"%016x"`, h.Sum64())
}

// stamp tells a browser which edition it gets.
func (e *edition) stamp(h http.Header, base string) {
	h.Set("ETag", e.tag(base))
	h.Set("Last-Modified", e.since.UTC().Format(http.TimeFormat))
}

// has reports whether a browser has the page of this edition. As in RFC 9110,
// 13.2.2, a date counts only where no tag is given.
func (e *edition) has(r *http.Request, base string) bool {
	if given := r.Header.Get("If-None-Match"); given != "" {
		return strings.Contains(given, strings.TrimPrefix(e.tag(base), "W/"))
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !e.since.After(since)
}
