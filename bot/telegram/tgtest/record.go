package tgtest

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// Call is a call of a method.
type Call struct {
	Method      string
	Params      map[string]string // nested values as JSON; of a file its name
	Chat        int64             // which it was about; 0 is none, or a @name
	At          time.Time         // when it came, before it is done; then when it was done
	Status      int               // of the reply; 0 before it is done
	Description string            // of a refusal
}

// record is what happened.
type record struct {
	calls   []Call
	misuses []string
	actions []Action
	updates []Update
}

// Action is a sendChatAction.
type Action struct {
	Chat   int64
	Thread int
	Action string // typing, upload_photo, …
	At     time.Time
}

// call is a request as a Call.
func (q *request) call(at time.Time) Call {
	c := Call{Method: q.method, Params: map[string]string{}, Chat: q.number("chat_id"), At: at}
	for name, value := range q.values {
		c.Params[name] = value
	}
	for name, file := range q.uploads {
		c.Params[name] = file.name
	}
	return c
}

// note records a call that was done, and wakes who waits.
func (s *Server) note(q *request, status int, refusal *Refusal) {
	c := Call{Method: q.method, Params: q.values, Chat: q.number("chat_id"), Status: status}
	for name, file := range q.uploads {
		c.Params[name] = file.name
	}
	if refusal != nil {
		c.Description = refusal.Description
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.At = s.now()
	s.record.calls = kept(append(s.record.calls, c), s.options.Keep)
	s.change()
}

// kept is the end of a list that is longer than it may be.
func kept[T any](all []T, most int) []T {
	if most == 0 || len(all) < 2*most {
		return all
	}
	return slices.Clone(all[len(all)-most:])
}

// Calls are the calls that were done, in the order of their replies.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.calls)
}

// CallsOf are the calls of one method.
func (s *Server) CallsOf(method string) []Call {
	return slices.DeleteFunc(s.Calls(), func(c Call) bool { return c.Method != method })
}

// Misuses are what was wrong though Telegram might have taken it: methods and
// parameters that there are not, values that it would cut. A test demands none.
func (s *Server) Misuses() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.misuses)
}

// misuse notes something that is wrong.
func (s *Server) misuse(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.misused(format, args...)
}

// misused is misuse, with the lock held.
func (s *Server) misused(format string, args ...any) {
	s.record.misuses = append(s.record.misuses, fmt.Sprintf(format, args...))
}

// Actions are the chat actions that were shown.
func (s *Server) Actions() []Action {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.actions)
}

// Saved is a line that SaveTo writes.
type Saved struct {
	Chat   int64      `json:"chat"`
	ID     int        `json:"id"`
	Thread int        `json:"thread,omitempty"`
	Edited int        `json:"edited,omitempty"` // how often it was; 0 when it was sent
	Kind   string     `json:"kind"`
	Text   string     `json:"text"`
	Rows   [][]Button `json:"rows,omitempty"`
	At     time.Time  `json:"at"`
}

// SaveTo has a JSON line (Saved) written for each message that the bot sends or
// edits, the moment it is done and before it is replied to. Nil ends it. The
// writer is never called twice at once. It panics when the writer fails: a
// record with gaps proves nothing.
func (s *Server) SaveTo(w io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.save = w
}

// saved writes down what a message is now.
func (s *Server) saved(m *message) {
	if s.save == nil {
		return
	}
	view := m.view()
	line, _ := json.Marshal(Saved{m.chat.id, m.form.MessageID, m.form.Thread, m.edited, view.Kind, view.Text, view.Rows, s.now()})
	if _, err := s.save.Write(append(line, '\n')); err != nil {
		panic(fmt.Sprintf("tgtest: SaveTo: %v", err))
	}
}
