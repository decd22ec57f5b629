package webchat

import "net/http"

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

// Known is how many rates are remembered.
func (w *Web) Known() int {
	w.limits.mu.Lock()
	defer w.limits.mu.Unlock()
	return len(w.limits.rates)
}

// From is the address that a request is counted for.
func (w *Web) From(r *http.Request) string { return w.from(r) }

// Session is whose request it is.
func (w *Web) Session(r *http.Request) (string, bool) { return w.session(r) }

// Sign is what proves a session to be ours.
func (w *Web) Sign(session string) string { return w.sign(session) }

// Base is where people find the page.
func (w *Web) Base(r *http.Request) string { return w.base(r) }

// The limits, for tests.
const (
	Beat           = beat
	Held           = held
	MostSeen       = mostSeen
	MostKnown      = mostKnown
	SessionBurst   = sessionBurst
	AddressBurst   = addressBurst
	BeginBurst     = beginBurst
	SessionStreams = sessionStreams
	AddressStreams = addressStreams
	Grace          = grace
)
