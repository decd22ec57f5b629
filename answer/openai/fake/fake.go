// Package fake plays a chat-completions server, for tests and trials.
//
// It says what it is told to say, and misbehaves as its mode says: see Modes. It
// listens on this machine alone, needs no key and believes any.
package fake

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Behaviour is what a server says, and how.
type Behaviour struct {
	Mode  string               // one of Modes; empty is "ok"
	Write func(Request) string // what it writes; nil is one fixed sentence
	Pause time.Duration        // between pieces, in a mode that takes its time; zero is 50 ms
	Addr  string               // where it listens; empty is any free port of 127.0.0.1
}

// Sentence is what a server writes that was not told what to write.
const Sentence = "您好，这是一句试验的话。This is a trial."

// Server is a running server.
type Server struct {
	behaviour Behaviour
	listener  net.Listener
	http      *http.Server
	end       context.CancelFunc
	playing   sync.WaitGroup

	mu       sync.Mutex
	mode     Mode
	turn     int // requests since the mode was set
	closed   bool
	requests []Request
}

// Start starts a server. Close it.
func Start(b Behaviour) (*Server, error) {
	b.Pause = cmp.Or(b.Pause, 50*time.Millisecond)
	if b.Write == nil {
		b.Write = func(Request) string { return Sentence }
	}
	s := &Server{behaviour: b}
	if err := s.Play(cmp.Or(b.Mode, "ok")); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", cmp.Or(b.Addr, "127.0.0.1:0"))
	if err != nil {
		return nil, fmt.Errorf("fake model: %w", err)
	}
	s.listener = listener
	s.serve()
	return s, nil
}

// serve answers in the background, until Close.
func (s *Server) serve() {
	ctx, end := context.WithCancel(context.Background())
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", s.complete)
	s.end = end
	s.http = &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	s.playing.Go(func() { _ = s.http.Serve(s.listener) })
}

// Play changes the mode for the requests that come from now on.
func (s *Server) Play(mode string) error {
	i := slices.IndexFunc(Modes(), func(m Mode) bool { return m.Name == mode })
	if i < 0 {
		return fmt.Errorf("fake model: no mode %q", mode)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode, s.turn = Modes()[i], 0
	return nil
}

// URL is the base URL, as a client wants it: it ends in /v1.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/v1" }

// Requests is what was asked so far, oldest first: the last thousand.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Close ends what is being played, and waits until it has ended.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.end()
	_ = s.http.Close()
	s.playing.Wait()
}

// enter reports whether a request may still be played to, and counts it in.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.playing.Add(1)
	}
	return !s.closed
}

const remembered = 1000

// note keeps a request, and tells the mode and how many came before in it.
func (s *Server) note(r Request) (Mode, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.requests) == remembered {
		s.requests = slices.Delete(s.requests, 0, 1)
	}
	s.requests = append(s.requests, r)
	s.turn++
	return s.mode, s.turn - 1
}

// complete plays the mode to one request.
func (s *Server) complete(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		return
	}
	defer s.playing.Done()
	request, err := decode(r)
	if err != nil {
		http.Error(w, `{"error":{"message":"not a chat completion request","type":"invalid_request_error"}}`, http.StatusBadRequest)
		return
	}
	mode, turn := s.note(request)
	mode.play(&exchange{
		ctx: r.Context(), w: w, pause: s.behaviour.Pause,
		request: request, turn: turn, text: s.behaviour.Write(request),
	})
}
