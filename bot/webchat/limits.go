package webchat

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"golang.org/x/time/rate"
)

// How much may come. One address may be many people: a school, a phone company.
const (
	sessionRate, sessionBurst = 1, 12  // messages a second
	addressRate, addressBurst = 8, 60  // the same of all sessions of one address
	beginRate, beginBurst     = 1, 30  // new sessions of one address
	sessionStreams            = 8      // pages that listen at once
	addressStreams            = 200    // the same of all sessions of one address
	allStreams                = 20_000 // and of everybody
	mostKnown                 = 50_000 // sessions and addresses whose rates are remembered
)

// limits is what came lately.
type limits struct {
	mu      sync.Mutex
	rates   map[string]*rate.Limiter
	streams map[string]int
	all     int
}

func newLimits() *limits {
	return &limits{rates: map[string]*rate.Limiter{}, streams: map[string]int{}}
}

// says reports whether one more message may come.
func (l *limits) says(session, from string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.allow("says "+session, sessionRate, sessionBurst) && l.allow("says from "+from, addressRate, addressBurst)
}

// begins reports whether one more session may begin.
func (l *limits) begins(from string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.allow("begins "+from, beginRate, beginBurst)
}

func (l *limits) allow(who string, perSecond float64, burst int) bool {
	r := l.rates[who]
	if r == nil {
		if len(l.rates) >= mostKnown {
			l.tidy()
		}
		r = rate.NewLimiter(rate.Limit(perSecond), burst)
		l.rates[who] = r
	}
	return r.Allow()
}

// tidy forgets those who may have all they want.
func (l *limits) tidy() {
	for who, r := range l.rates {
		if r.Tokens() >= float64(r.Burst()) {
			delete(l.rates, who)
		}
	}
	if len(l.rates) >= mostKnown/2 { // a flood: it is counted anew, and not looked through for each of it
		clear(l.rates)
	}
}

// listens reports whether one more page may listen; done is to be called when it does
// not any more.
func (l *limits) listens(session, from string) (done func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	session, from = "session "+session, "from "+from
	if l.streams[session] >= sessionStreams || l.streams[from] >= addressStreams || l.all >= allStreams {
		return nil, false
	}
	l.streams[session]++
	l.streams[from]++
	l.all++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.all--
		for _, who := range []string{session, from} {
			if l.streams[who]--; l.streams[who] == 0 {
				delete(l.streams, who)
			}
		}
	}, true
}

// Listening is how many pages listen.
func (w *Web) Listening() int {
	w.limits.mu.Lock()
	defer w.limits.mu.Unlock()
	return w.limits.all
}

// from is the address that a request is counted for: what a proxy says that we trust,
// else who has connected. A proxy may say it in a line of its own, below what a
// stranger has written.
func (w *Web) from(r *http.Request) string {
	at, ok := address(r.RemoteAddr)
	if !ok {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && w.trusted(at); i-- {
		hop, ok := address(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		at = hop
	}
	if at.Is6() { // whoever has one address has all of its network
		p, _ := at.Prefix(64)
		at = p.Addr()
	}
	return at.String()
}

// address reads an address, with its port or without.
func address(text string) (netip.Addr, bool) {
	if p, err := netip.ParseAddrPort(text); err == nil {
		return p.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(text)
	return a.Unmap().WithZone(""), err == nil
}

// trusted reports an address of a proxy of ours.
func (w *Web) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(w.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// secure reports a request that came over https, to us or to a proxy that we trust.
func (w *Web) secure(r *http.Request) bool {
	if r.TLS != nil || strings.HasPrefix(w.URL, "https://") {
		return true
	}
	at, ok := address(r.RemoteAddr)
	return ok && w.trusted(at) && r.Header.Get("X-Forwarded-Proto") == "https"
}
