package webchat

import (
	"net/http"

	"huizhi/visitor"
)

// Rooms is how many sessions somebody looks for.
func (w *Web) Rooms() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.rooms)
}

// Streams is how many pages of a session are told what is new.
func (w *Web) Streams(session string) int {
	r := w.room(session)
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.streams)
}

// Listens counts a page that listens.
func (w *Web) Listens(session string, at visitor.Address) (done func(), ok bool) {
	return w.limits.listens(session, at)
}

// Session is whose request it is.
func (w *Web) Session(r *http.Request) (string, bool) { return w.session(r) }

// Sign is what proves a session to be ours.
func (w *Web) Sign(session string) string { return w.sign(session) }

// The limits, for tests.
const (
	Beat           = beat
	Held           = held
	MostSeen       = mostSeen
	SessionStreams = sessionStreams
	AddressStreams = addressStreams
	Grace          = grace
)

// The rates, for tests.
var (
	Says     = says
	SaysFrom = saysFrom
	Begins   = begins
	Asks     = asks
	AsksFrom = asksFrom
)
