package faq

import (
	"fmt"
	"hash"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
	"time"

	"huizhi/kb"
	"huizhi/phrases"
)

// edition is all pages as they are from one day and one knowledge: they change
// when an article does, and at midnight, when one may be due for review.
type edition struct {
	corpus *kb.Corpus
	day    string
	tag    string    // the same for the same articles and day, also after a restart
	since  time.Time // when it was first seen here
}

// editions knows the newest edition.
type editions struct {
	mu     sync.Mutex
	newest edition
}

// of returns the edition of a corpus at a time.
func (e *editions) of(corpus *kb.Corpus, at time.Time) edition {
	e.mu.Lock()
	defer e.mu.Unlock()
	day := at.Format(time.DateOnly)
	if e.newest.corpus != corpus || e.newest.day != day {
		next := edition{corpus, day, tag(corpus, day), at.Truncate(time.Second)}
		if next.tag == e.newest.tag {
			next.since = e.newest.since
		}
		e.newest = next
	}
	return e.newest
}

// tag sums up the articles, our own words and the day. It is weak: who packs a
// page on the way may keep it.
func tag(corpus *kb.Corpus, day string) string {
	h := fnv.New64a()
	fmt.Fprintln(h, day)
	for _, key := range phrases.Keys() {
		fmt.Fprintln(h, phrases.Say(key))
	}
	for _, a := range corpus.Articles() {
		sum(h, a)
	}
	return fmt.Sprintf(`W/"%016x"`, h.Sum64())
}

// sum takes in what a page shows of an article and what answers rest on.
func sum(h hash.Hash, a *kb.Article) {
	fmt.Fprintln(h, a.ID, a.Title, a.Variants, a.Scope, a.Document, a.Sources, a.Checked, a.ReviewBy, a.Confidence)
	for _, p := range a.Passages {
		fmt.Fprintln(h, p.ID, p.Questions, p.Text, p.Src)
	}
	for _, s := range a.Statements {
		fmt.Fprintln(h, s.Scope, s.Field, s.Item, s.Guard, s.Value, s.Flatten)
	}
}

// stamp tells a browser which edition it gets.
func (e edition) stamp(h http.Header) {
	h.Set("ETag", e.tag)
	h.Set("Last-Modified", e.since.UTC().Format(http.TimeFormat))
}

// has reports whether a browser has the page of this edition. As in RFC 9110,
// 13.2.2, a date counts only where no tag is given.
func (e edition) has(r *http.Request) bool {
	if given := r.Header.Get("If-None-Match"); given != "" {
		return strings.Contains(given, strings.TrimPrefix(e.tag, "W/"))
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !e.since.After(since)
}
