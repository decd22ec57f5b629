package bot

import (
	"encoding/json"
	"fmt"
	"slices"
)

// place is a stage and what it knows.
type place struct {
	Stage Stage           `json:"stage,omitempty"`
	Data  json.RawMessage `json:"data,omitempty"`
}

// enter goes to a stage with what only it knows. Of the stage that was left
// nothing is kept.
func (s *step) enter(to Stage, data any) { s.c.Stage, s.c.Data = to, encoded(data) }

// interrupt goes to a stage, until leave goes back to where it was.
func (s *step) interrupt(with Stage, data any) {
	if !s.atRest() {
		s.c.Aside = append(slices.Clip(s.c.Aside), place{s.c.Stage, s.c.Data})
	}
	s.enter(with, data)
}

// leave goes back to where it was before the stage was entered.
func (s *step) leave() {
	var before place
	if n := len(s.c.Aside); n > 0 {
		before, s.c.Aside = s.c.Aside[n-1], s.c.Aside[:n-1:n-1]
	}
	s.c.Stage, s.c.Data = before.Stage, before.Data
	if len(s.c.Aside) == 0 {
		s.c.Aside = nil
	}
}

// went goes where a move leads.
func (s *step) went(w way) {
	switch w.kind {
	case leads:
		s.enter(w.stages[0], nil)
		s.c.Aside = nil
	case sets:
		s.interrupt(w.stages[0], nil)
	case returns:
		s.leave()
	}
}

// held is what the stage knows; the zero value of a T if it knows nothing, or
// something else.
func held[T any](s *step) (v T) {
	if len(s.c.Data) > 0 && json.Unmarshal(s.c.Data, &v) != nil {
		v = *new(T)
	}
	return v
}

// encoded is data as it is kept; nothing for nil.
func encoded(data any) json.RawMessage {
	if data == nil {
		return nil
	}
	out, err := json.Marshal(data)
	if err != nil {
		panic(fmt.Sprintf("bot: %T: %v", data, err)) // the turn is parked
	}
	return out
}
