// Package visitor knows who asks on the web: from which address, over https or not,
// and how much came from there lately. The chat and the pages of articles ask one Book,
// so what somebody may is the same wherever they ask.
//
//	book.go     Book, and what it stands on; where people find the site
//	address.go  the address that a request is counted for
//	rate.go     how much may come
package visitor

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Options is what a Book stands on.
type Options struct {
	URL     string           // where people find the site, without a slash at its end; empty for wherever they ask
	Proxies []netip.Prefix   // whose word is taken for who asks
	Now     func() time.Time // nil for the real clock
}

// Book is what is known of those who ask. It is safe for concurrent use.
type Book struct {
	Options
	mu    sync.Mutex
	rates map[string]*rate.Limiter // by what is asked, and by whom
}

// New returns a book of nobody.
func New(o Options) *Book {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.URL = strings.TrimRight(o.URL, "/")
	return &Book{Options: o, rates: map[string]*rate.Limiter{}}
}

// Secure reports a request that came over https, to us or to a proxy that we trust.
func (b *Book) Secure(r *http.Request) bool {
	if r.TLS != nil || strings.HasPrefix(b.URL, "https://") {
		return true
	}
	at, ok := read(r.RemoteAddr)
	return ok && b.trusted(at) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// Base is where people find the site, without a slash at its end.
func (b *Book) Base(r *http.Request) string {
	if b.URL != "" {
		return b.URL
	}
	if b.Secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
