package webchat

import (
	"net/http"
	"sync"

	"huizhi/visitor"
)

// How much may come. One address may be many people: a school, a phone company.
var (
	says     = visitor.Rate{What: "says", PerSecond: 1, Burst: 12}      // messages of a session
	saysFrom = visitor.Rate{What: "says from", PerSecond: 8, Burst: 60} // the same of all sessions of one address
	begins   = visitor.Rate{What: "begins", PerSecond: 1, Burst: 30}    // new sessions of one address

	// Whatever else a page asks: streams, polls, what it has seen, whether it is known.
	// Eight pages of a browser that all poll ask eight times a second. When the desk is
	// there again, a school's two hundred pages come back at once, with two requests each.
	asks     = visitor.Rate{What: "asks", PerSecond: 10, Burst: 100}         // of a session
	asksFrom = visitor.Rate{What: "asks from", PerSecond: 100, Burst: 1_000} // of all sessions of one address
)

// How many pages may listen at once.
const (
	sessionStreams = 8      // of a session
	addressStreams = 200    // of all sessions of one address
	allStreams     = 20_000 // of everybody
)

// maySay reports whether one more message may come.
func (w *Web) maySay(session string, r *http.Request) bool {
	return w.Visitors.LetsSession(says, session) && w.Visitors.Lets(saysFrom, w.Visitors.Of(r))
}

// mayAsk reports whether one more request may come that is not a message.
func (w *Web) mayAsk(session string, r *http.Request) bool {
	return w.Visitors.LetsSession(asks, session) && w.Visitors.Lets(asksFrom, w.Visitors.Of(r))
}

// limits is how many pages listen.
type limits struct {
	mu      sync.Mutex
	streams map[string]int
	all     int
}

func newLimits() *limits { return &limits{streams: map[string]int{}} }

// listens reports whether one more page may listen; done is to be called when it does
// not any more.
func (l *limits) listens(session string, at visitor.Address) (done func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	most := map[string]int{"session " + session: sessionStreams, "line " + at.Line: addressStreams}
	if at.Site != "" {
		most["site "+at.Site] = visitor.Lines * addressStreams
	}
	for who, n := range most {
		if l.streams[who] >= n || l.all >= allStreams {
			return nil, false
		}
	}
	l.add(most, 1)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.add(most, -1)
	}, true
}

// add counts a page that came or went; l.mu is held.
func (l *limits) add(whose map[string]int, n int) {
	l.all += n
	for who := range whose {
		if l.streams[who] += n; l.streams[who] == 0 {
			delete(l.streams, who)
		}
	}
}

// Listening is how many pages listen.
func (w *Web) Listening() int {
	w.limits.mu.Lock()
	defer w.limits.mu.Unlock()
	return w.limits.all
}
