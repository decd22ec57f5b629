package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"time"

	"huizhi/bot/telegram"
	"huizhi/phrases"
)

// The private address, and what it says.
const (
	operateListen = "127.0.0.1:9464"
	longestQuiet  = 5 * time.Minute // without word from Telegram; a poll lasts less than one
)

// operate tells machines how the desk is: /healthz that it runs, /readyz that it
// does its work, /metrics the figures.
func (s *server) operate(ctx context.Context) error {
	at := s.c.config.ops
	l, err := net.Listen("tcp", at)
	if err != nil {
		return worded(phrases.Say("serve.listen", at, reason(err)))
	}
	s.log.Info("health and figures", "at", l.Addr().String())
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.metrics.handler())
	return serveHTTP(ctx, l, mux)
}

// ready is what /readyz says: each thing, and "ok" or what is wrong.
type ready struct {
	Store    string `json:"store"`
	Telegram string `json:"telegram"`
	Queue    string `json:"queue"`
}

const fine = "ok"

func (r ready) ok() bool { return r == ready{fine, fine, fine} }

// state looks at what the desk stands on.
func (s *server) state() ready {
	r := ready{fine, fine, fine}
	if _, err := s.data.Cursor("ready"); err != nil {
		r.Store = "unreadable"
	}
	if s.telegram != nil {
		r.Telegram = s.heard(s.telegram.Status())
	}
	if load := s.bot.Load(); load.Stuck >= mostStuck { // one alone is no reason to take the desk from all
		r.Queue = fmt.Sprintf("%d chats do not get on, the oldest for %v", load.Stuck, load.Oldest.Round(time.Second))
	}
	return r
}

// heard says how receiving from Telegram goes.
func (s *server) heard(st telegram.Status) string {
	switch {
	case st.Trouble != nil:
		return st.Trouble.Error()
	case time.Since(st.Last) > longestQuiet && s.c.config.telegram.webhook == "":
		return "nothing heard"
	}
	return fine
}

func (s *server) readyz(w http.ResponseWriter, _ *http.Request) {
	r := s.state()
	w.Header().Set("Content-Type", "application/json")
	if !r.ok() {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(r)
}
