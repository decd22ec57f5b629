package tgtest

import (
	"net/http"
	"strconv"
	"time"
)

// Fault is how one call goes wrong. Which of its fields are set says what
// happens, in this order: a wait (Late), the action (Act), a wait (Slow), and a
// reply, or none.
type Fault struct {
	Act     bool          // the call is carried out all the same
	Late    time.Duration // passes before that
	Slow    time.Duration // passes after that
	Refusal *Refusal      // what is replied instead of the result
	Status  int           // with Body: what is replied instead of JSON
	Body    string
	Type    string // of Body; empty is application/json
	Cut     bool   // the connection is closed in the middle of the reply
	Lost    bool   // the connection is closed before the reply
	Twice   bool   // getUpdates: each update stands in the reply twice
}

// Refuse is a call that is refused: Refuse(400, "Bad Request: chat not found").
func Refuse(code int, description string) *Fault {
	return &Fault{Refusal: &Refusal{Code: code, Description: description}}
}

// RetryAfter is a call that is refused for some seconds.
func RetryAfter(seconds int) *Fault { return &Fault{Refusal: wait(seconds)} }

// Migrated is a call to a group that has another identifier now.
func Migrated(to int64) *Fault { return &Fault{Refusal: migrated(to)} }

// BadGateway is a page of HTML instead of a reply; nothing is done.
func BadGateway() *Fault {
	return &Fault{Status: 502, Body: "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>", Type: "text/html"}
}

// Garbage is a reply with status 200 that is no JSON; the call is done.
func Garbage() *Fault { return &Fault{Act: true, Status: 200, Body: `{"ok":tru`} }

// CutReply is a call that is done and whose reply ends in the middle.
func CutReply() *Fault { return &Fault{Act: true, Cut: true} }

// LostReply is a call that is done and not replied to.
func LostReply() *Fault { return &Fault{Act: true, Lost: true} }

// LostCall is a call that is neither done nor replied to.
func LostCall() *Fault { return &Fault{Lost: true} }

// DoneThenSlow is a call that is done at once and replied to late.
func DoneThenSlow(d time.Duration) *Fault { return &Fault{Act: true, Slow: d} }

// SlowThenDone is a call that is done late, unless the caller has gone by then.
func SlowThenDone(d time.Duration) *Fault { return &Fault{Act: true, Late: d} }

// Twice is a getUpdates whose reply has each update twice.
func Twice() *Fault { return &Fault{Act: true, Twice: true} }

// Intercept is asked before each call what is to go wrong with it; nil is
// nothing. The call has no Status yet. It is asked without a lock held, by many
// calls at once, and replaces the one before; nil ends all faults.
func (s *Server) Intercept(f func(Call) *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// faulty asks what goes wrong with a call.
func (s *Server) faulty(q *request) *Fault {
	s.mu.Lock()
	ask, at := s.fault, s.now()
	s.mu.Unlock()
	if ask == nil {
		return nil
	}
	return ask(q.call(at))
}

// misbehave does a call as a fault says.
func (s *Server) misbehave(w http.ResponseWriter, r *http.Request, q *request, f *Fault) {
	result, refusal := []byte("true"), f.Refusal
	if f.Late > 0 && !sleep(r.Context(), f.Late) {
		return
	}
	if f.Act {
		done, refused := s.do(r.Context(), q)
		if f.Refusal == nil {
			result, refusal = done, refused
		}
	}
	if f.Twice && refusal == nil {
		result = doubled(result)
	}
	slept := f.Slow == 0 || sleep(r.Context(), f.Slow)
	s.finish(w, q, result, refusal, func(w http.ResponseWriter, a answer) {
		if slept {
			f.spoil(w, a)
		}
	})
}

// spoil sends an answer as badly as the fault says.
func (f *Fault) spoil(w http.ResponseWriter, a answer) {
	switch {
	case f.Lost:
		panic(http.ErrAbortHandler)
	case f.Cut:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		if f.Type != "" {
			w.Header().Set("Content-Type", f.Type)
		}
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte(f.Body))
	default:
		send(w, a)
	}
}
