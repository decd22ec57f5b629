package tgtest

import (
	"bytes"
	"context"
	"encoding/json"
	"time"
)

// poller is a getUpdates that waits.
type poller struct {
	ready chan struct{} // gets one when there may be updates
	ended chan *Refusal // gets why it has to end
}

// wake says that there may be updates.
func (p *poller) wake() {
	if p == nil {
		return
	}
	select {
	case p.ready <- struct{}{}:
	default:
	}
}

// end says why it has to end.
func (p *poller) end(why *Refusal) {
	if p == nil {
		return
	}
	select {
	case p.ended <- why:
	default:
	}
}

// poll is getUpdates: it confirms, and waits up to the timeout for updates. A
// second one ends the first.
func (s *Server) poll(ctx context.Context, q *request) (json.RawMessage, *Refusal) {
	p := &poller{make(chan struct{}, 1), make(chan *Refusal, 1)}
	if refusal := s.startPoll(p, q); refusal != nil {
		return nil, refusal
	}
	defer s.stopPoll(p)
	limit := int(q.number("limit"))
	timeout := time.NewTimer(time.Duration(q.number("timeout")) * time.Second)
	defer timeout.Stop()
	for {
		if list := s.batch(p, limit); list != nil {
			return list, nil
		}
		select {
		case <-p.ready:
		case why := <-p.ended:
			return nil, why
		case <-timeout.C:
			return json.RawMessage("[]"), nil
		case <-ctx.Done():
			return json.RawMessage("[]"), nil
		}
	}
}

// startPoll takes the only place, and confirms.
func (s *Server) startPoll(p *poller, q *request) *Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook != nil {
		return conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if refusal := s.allow(q); refusal != nil {
		return refusal
	}
	s.poller.end(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"))
	s.poller = p
	s.expire()
	s.confirm(q.number("offset"))
	s.change()
	return nil
}

func (s *Server) stopPoll(p *poller) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.poller == p {
		s.poller = nil
	}
}

// batch is the earliest updates as a list, nil when there are none.
func (s *Server) batch(p *poller, limit int) json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	if s.poller != p || len(s.queue.waiting) == 0 {
		return nil
	}
	if limit < 1 || limit > 100 {
		limit = 100
	}
	var all [][]byte
	for _, u := range s.queue.waiting[:min(limit, len(s.queue.waiting))] {
		u.given = true
		all = append(all, u.JSON)
	}
	return list(all)
}

// list is a JSON array.
func list(of [][]byte) json.RawMessage {
	return bytes.Join([][]byte{[]byte("["), bytes.Join(of, []byte(",")), []byte("]")}, nil)
}

// doubled is a JSON array with each element twice; what is none stays.
func doubled(array json.RawMessage) json.RawMessage {
	var all []json.RawMessage
	if json.Unmarshal(array, &all) != nil {
		return array
	}
	var twice [][]byte
	for _, one := range all {
		twice = append(twice, one, one)
	}
	return list(twice)
}

// Polling reports whether a getUpdates waits just now.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poller != nil
}
