package tgtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// lifetime is how long an update waits for the bot.
const lifetime = 24 * time.Hour

// Update is an update as the bot gets it.
type Update struct {
	ID    int64
	Kind  string          // message, callback_query, …
	JSON  json.RawMessage // the whole object
	At    time.Time       // when it happened
	chat  int64           // whose updates are delivered in order
	given bool            // it was handed to the bot
	done  bool            // it was confirmed, out of turn
}

// queue is what waits for the bot, the oldest first.
type queue struct {
	waiting []*Update
	next    int64 // identifier of the next update
	back    bool  // identifiers have gone back: they do not rise along the queue
	acked   int64 // up to which update all were taken
	dropped []Update
	expired []Update
}

// updateKinds are the types of updates that there are.
var updateKinds = strings.Fields("message edited_message channel_post edited_channel_post business_connection business_message edited_business_message deleted_business_messages guest_message stopped_message_generation message_reaction message_reaction_count inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot subscription")

// unasked are the types of updates that come only to who names them.
var unasked = []string{"chat_member", "message_reaction", "message_reaction_count"}

// wanted reports whether the bot gets updates of a type.
func (s *Server) wanted(kind string) bool {
	if len(s.allowed) == 0 {
		return !slices.Contains(unasked, kind)
	}
	return slices.Contains(s.allowed, kind)
}

// allow remembers which types of updates are wanted, if a call says so.
func (s *Server) allow(q *request) *Refusal {
	var kinds []string
	if err := q.decode("allowed_updates", &kinds); err != nil {
		return bad("can't parse allowed_updates: %v", err)
	}
	for _, kind := range kinds {
		if !slices.Contains(updateKinds, kind) {
			s.misused("%s: there are no updates of type %q", q.method, kind)
		}
	}
	if q.has("allowed_updates") {
		s.allowed = kinds
	}
	return nil
}

// push makes an update of something that happened in a chat. The lock is held.
func (s *Server) push(kind string, chat int64, of any) {
	if !s.wanted(kind) {
		s.change()
		return
	}
	raw, err := json.Marshal(of)
	if err != nil {
		panic(fmt.Sprintf("tgtest: %v", err))
	}
	id := s.queue.next
	s.enqueue(Update{ID: id, Kind: kind, JSON: fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, id, kind, raw), chat: chat})
}

// enqueue puts an update last, and has it delivered.
func (s *Server) enqueue(u Update) {
	u.At = s.now()
	s.queue.next = u.ID + 1
	s.queue.waiting = append(s.queue.waiting, &u)
	s.record.updates = kept(append(s.record.updates, u), s.options.Keep)
	if s.hook != nil {
		s.hook.take(&u)
	}
	s.change()
	s.poller.wake()
}

// Push hands the bot an update as it is, whatever types it wants. update_id is
// set where it is missing. What is no JSON object panics.
func (s *Server) Push(raw json.RawMessage) int64 {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		panic(fmt.Sprintf("tgtest: %v", err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u := Update{ID: s.queue.next, JSON: raw}
	if id, ok := fields["update_id"]; ok {
		_ = json.Unmarshal(id, &u.ID)
		s.queue.back = s.queue.back || u.ID < s.queue.next
	} else {
		fields["update_id"] = fmt.Append(nil, u.ID)
		u.JSON, _ = json.Marshal(fields)
	}
	s.enqueue(u)
	return u.ID
}

// Again hands the bot an update once more that it had before, under the
// identifier that it had. It reports whether there was one.
func (s *Server) Again(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.record.updates, func(u Update) bool { return u.ID == id })
	if i < 0 {
		return false
	}
	next, u := s.queue.next, s.record.updates[i]
	s.queue.back = true
	s.enqueue(u)
	s.queue.next = max(next, u.ID+1)
	return true
}

// SetNextID says which identifier the next update gets: after a quiet week
// Telegram begins at another number, which may be lower.
func (s *Server) SetNextID(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.back = s.queue.back || id < s.queue.next
	s.queue.next = id
}

// Acknowledged is the identifier of the last update before which all were
// taken: confirmed by an offset, or answered by the webhook with 2xx. 0 is none.
func (s *Server) Acknowledged() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.acked
}

// Pending is how many updates wait for the bot.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pending()
}

// Updates are all updates that there were, in order.
func (s *Server) Updates() []Update {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.updates)
}

// Dropped are the updates that the bot gave up without having had them: dropped
// with a webhook, or passed over by an offset. A test demands none.
func (s *Server) Dropped() []Update {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.queue.dropped)
}

// Expired are the updates that were not fetched within 24 hours.
func (s *Server) Expired() []Update {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return slices.Clone(s.queue.expired)
}

// pending counts what waits.
func (s *Server) pending() int {
	s.expire()
	n := 0
	for _, u := range s.queue.waiting {
		if !u.done {
			n++
		}
	}
	return n
}

// expire forgets what is too old.
func (s *Server) expire() {
	for q := &s.queue; len(q.waiting) > 0 && s.now().Sub(q.waiting[0].At) > lifetime; q.waiting = q.waiting[1:] {
		if u := q.waiting[0]; !u.done {
			u.done = true
			q.expired = append(q.expired, *u)
		}
	}
}

// confirm forgets the updates below an offset. One below zero keeps that many.
func (s *Server) confirm(offset int64) {
	q := &s.queue
	if offset < 0 {
		s.forget(max(0, len(q.waiting)+int(max(offset, -1<<30))))
		return
	}
	n := 0
	for n < len(q.waiting) && q.waiting[n].ID < offset {
		n++
	}
	s.forget(n)
	if q.back {
		s.forgetScattered(offset)
	}
}

// forget takes the first n updates off the queue.
func (s *Server) forget(n int) {
	q := &s.queue
	for _, u := range q.waiting[:n] {
		if u.done = true; !u.given {
			q.dropped = append(q.dropped, *u)
		}
		q.acked = u.ID
	}
	if q.waiting = q.waiting[n:]; n > 0 {
		s.change()
	}
}

// forgetScattered takes those below an offset off the rest, where identifiers
// do not rise.
func (s *Server) forgetScattered(offset int64) {
	q := &s.queue
	q.waiting = slices.DeleteFunc(q.waiting, func(u *Update) bool {
		if u.ID < offset && !u.given {
			q.dropped = append(q.dropped, *u)
		}
		return u.ID < offset
	})
}

// taken confirms one update that a webhook took.
func (s *Server) taken(u *Update) {
	q := &s.queue
	u.done = true
	n := 0
	for ; n < len(q.waiting) && q.waiting[n].done; n++ {
		q.acked = q.waiting[n].ID
	}
	q.waiting = q.waiting[n:]
	s.change()
}
