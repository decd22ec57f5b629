// Package faq shows each article as a web page, so that search engines find
// what editors wrote and links from the chat lead somewhere.
//
//	/faq/               every article by province and city, and a search
//	/faq/country/lost   one article, named as its file is
//	/faq/style.css      the look of both
//	/sitemap.xml        every page, for search engines
//	/robots.txt         where they may go
//
// A page opens with what the desk answers to the article's title. A small form
// asks for what the article's cases depend on; its result is what the desk
// answers to exactly that person, on the same page. No page needs a script.
//
// What is the same on an article's page for everybody is made once for each edition
// (edition.go). A search and somebody's case are worked out each time, so only so many
// of them are at once, and so many of one address (limits.go).
package faq

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"huizhi/answer"
	"huizhi/visitor"
)

// Answers answers a question: answer.Answerer does. Pages are fetched by
// machines too, so it should be one without a language model.
type Answers interface {
	Answer(ctx context.Context, f answer.Facts, text string, at time.Time) (answer.Facts, answer.Answer, error)
}

// Options is what a site needs. Knowledge and Answers are required.
type Options struct {
	Knowledge func() answer.Knowledge // what is current; called once for each request
	Answers   Answers
	Visitors  *visitor.Book    // who asks, and where they find the site; nil for one that trusts no proxy
	Version   string           // of the program: another one may make other pages
	Now       func() time.Time // time.Now if nil
	AtOnce    int              // how many searches and cases are worked on at once; 0 for half the processors
	Log       *slog.Logger     // of what failed, never of what was asked; nothing is logged if nil
}

// Site is the pages. It is safe for concurrent use.
type Site struct {
	opts     Options
	pages    *pages
	editions editions
	room     room
}

// shanghai is where the days of the pages begin: what is due, is due there.
var shanghai = time.FixedZone("UTC+8", 8*60*60)

// New returns a site.
func New(o Options) *Site { return made(o, files) }

func made(o Options, files fs.FS) *Site {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Visitors == nil {
		o.Visitors = visitor.New(visitor.Options{})
	}
	p := newPages(files)
	return &Site{opts: o, pages: p, editions: editions{made: fmt.Sprint(o.Version, p.sum)}, room: newRoom(o.AtOnce)}
}

// Handler serves the paths of the package's description, to GET and HEAD.
func (s *Site) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /faq/{$}", s.visited(index))
	mux.HandleFunc("GET /faq/{slug...}", s.visited(article))
	mux.HandleFunc("GET /faq/style.css", s.pages.style)
	mux.HandleFunc("GET /sitemap.xml", s.visited(sitemap))
	mux.HandleFunc("GET /robots.txt", s.robots)
	return guarded(mux)
}

// policy allows what the pages hold: a style sheet, images and forms of our own.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guarded says with every reply what a browser may do with it.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // forms stand in the address
		next.ServeHTTP(w, r)
	})
}
