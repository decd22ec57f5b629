package tgtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// handle serves a method, /bot<token>/<method>, or a file,
// /file/bot<token>/<path>.
func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	path, file := strings.CutPrefix(r.URL.Path, "/file")
	rest, ok := strings.CutPrefix(path, "/bot")
	token, name, _ := strings.Cut(rest, "/")
	switch {
	case !ok:
		send(w, reply(nil, &Refusal{Code: 404, Description: "Not Found"}))
	case token != s.options.Token:
		send(w, reply(nil, &Refusal{Code: 401, Description: "Unauthorized"}))
	case file:
		s.serveFile(w, name)
	default:
		s.call(w, r, name)
	}
}

// call reads a call, does it, notes it and replies, as well or as badly as it
// was told to.
func (s *Server) call(w http.ResponseWriter, r *http.Request, name string) {
	q, err := readRequest(name, r)
	if err != nil {
		s.finish(w, q, nil, bad("%v", err), nil)
		return
	}
	fault := s.faulty(q)
	if fault == nil {
		body, refusal := s.do(r.Context(), q)
		s.finish(w, q, body, refusal, nil)
		return
	}
	s.misbehave(w, r, q, fault)
}

// do does a call: its result as JSON, or a refusal.
func (s *Server) do(ctx context.Context, q *request) (json.RawMessage, *Refusal) {
	m, ok := methods[q.method]
	if !ok {
		s.misuse("%s is no method", q.method)
		return nil, &Refusal{Code: 404, Description: "Not Found"}
	}
	if refusal := m.check(q); refusal != nil {
		s.misuse("%s: %s", q.method, refusal.Description)
		return nil, refusal
	}
	if m.do == nil {
		return s.poll(ctx, q)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if refusal := s.hurry(m, q); refusal != nil {
		return nil, refusal
	}
	defer s.change() // before the reply, which may be late
	return encode(m.do(s, q))
}

// encode makes JSON of a result while nobody can change it.
func encode(result any, refusal *Refusal) (json.RawMessage, *Refusal) {
	if refusal != nil {
		return nil, refusal
	}
	raw, err := json.Marshal(result)
	if err != nil {
		panic(fmt.Sprintf("tgtest: %v", err))
	}
	return raw, nil
}

// finish notes a call and replies to it.
func (s *Server) finish(w http.ResponseWriter, q *request, result json.RawMessage, refusal *Refusal, how func(http.ResponseWriter, answer)) {
	a := reply(result, refusal)
	s.note(q, a.status, refusal)
	if how == nil {
		how = send
	}
	how(w, a)
}

// answer is a reply ready to be sent.
type answer struct {
	status int
	body   []byte
}

// reply makes an answer of a result or a refusal.
func reply(result json.RawMessage, refusal *Refusal) answer {
	if refusal == nil {
		return answer{http.StatusOK, bytes.Join([][]byte{[]byte(`{"ok":true,"result":`), result, []byte("}")}, nil)}
	}
	body, _ := json.Marshal(refusal.form())
	return answer{refusal.Code, body}
}

// send sends an answer as it is.
func send(w http.ResponseWriter, a answer) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// sleep waits, and reports whether the time passed before the context ended.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
