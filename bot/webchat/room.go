package webchat

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"huizhi/bot"
)

// The kinds of frames: what a page is told.
const (
	said      = "message"
	drafted   = "draft"     // a reply that is being worded; none for one that will not come
	typing    = "typing"    // a reply is on its way
	forgotten = "forgotten" // nothing is kept any more: the page forgets too
)

// frame is one thing that a page is told.
type frame struct {
	Kind    string         `json:"kind"`
	Key     string         `json:"key,omitempty"` // of a message: the page says when it has it; of being forgotten: which time
	Text    string         `json:"text,omitempty"`
	Buttons [][]bot.Choice `json:"buttons,omitempty"`
	Sources []string       `json:"sources,omitempty"`
	Link    string         `json:"link,omitempty"` // the page of the article that it rests on
	Over    bot.Ref        `json:"over,omitempty"` // the message that it takes the place of
	At      time.Time      `json:"at,omitzero"`
}

func message(d bot.Delivery, link string, over bot.Ref, at time.Time) frame {
	return frame{Kind: said, Key: string(d.Key), Text: strings.ToValidUTF8(d.Message.Text, "\uFFFD"),
		Buttons: d.Message.Buttons, Sources: d.Message.Sources, Link: link, Over: over, At: at}
}

// room is a session's pages, and what they have not said to have seen.
type room struct {
	patience time.Duration // how long they may take to say so
	empty    chan struct{} // closed when nobody looks any more
	guests   int           // pages that look, or did a moment ago; of Web's lock

	mu      sync.Mutex
	streams map[chan frame]bool
	unseen  []frame
	waiting map[string]chan struct{} // closed when a page has seen it; until whoever sends it knows
	asleep  bool                     // somebody has waited in vain
}

func newRoom(patience time.Duration) *room {
	return &room{patience: patience, empty: make(chan struct{}), streams: map[chan frame]bool{}, waiting: map[string]chan struct{}{}}
}

// deliver shows a message and waits until a page has it. bot.ErrAway: all have gone, or
// sleep: a phone keeps the line of a page that does nothing any more.
func (r *room) deliver(ctx context.Context, f frame) error {
	seen := r.add(f)
	late := time.NewTimer(r.patience)
	defer late.Stop()
	var why error
	select {
	case <-seen:
	case <-r.empty:
		why = bot.ErrAway
	case <-late.C:
		why = bot.ErrAway
	case <-ctx.Done():
		why = ctx.Err()
	}
	return r.ends(f.Key, seen, why)
}

// add puts a message before all pages; one that is there already is put once.
func (r *room) add(f frame) (seen chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if seen = r.waiting[f.Key]; seen != nil {
		return seen
	}
	seen = make(chan struct{})
	r.waiting[f.Key] = seen
	r.unseen = append(r.unseen, f)
	r.send(f)
	return seen
}

// ends ends the wait for a message. One that was seen in the last moment was seen.
func (r *room) ends(key string, seen <-chan struct{}, why error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-seen:
		delete(r.waiting, key)
		return nil
	default:
		r.asleep = true
		return why
	}
}

// show puts something before all pages that is not missed if they do not see it.
func (r *room) show(f frame) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.send(f)
}

// send puts a frame into all streams; r.mu is held. One that is full has a page behind
// it that does not read: it comes back and is shown what it has missed.
func (r *room) send(f frame) {
	for s := range r.streams {
		select {
		case s <- f:
		default:
			delete(r.streams, s)
			close(s)
		}
	}
}

// held is how many frames wait for a page that is slow.
const held = 256

// join adds a page; the first that it gets is what it has not seen.
func (r *room) join() (frames chan frame, leave func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	frames = make(chan frame, held)
	for _, f := range r.unseen[:min(len(r.unseen), held)] {
		frames <- f
	}
	r.streams[frames] = true
	return frames, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.streams, frames)
	}
}

// saw notes that a page has a message; woke reports that somebody has waited for that
// in vain.
func (r *room) saw(key string) (woke bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.unseen, func(f frame) bool { return f.Key == key })
	if i < 0 {
		return false
	}
	r.unseen = slices.Delete(r.unseen, i, i+1)
	close(r.waiting[key])
	woke, r.asleep = r.asleep, false
	return woke
}

// sawAny notes that a page has some messages, as saw does one.
func (r *room) sawAny(keys []string) (woke bool) {
	for _, key := range keys {
		woke = r.saw(key) || woke
	}
	return woke
}

// forget shows nothing of before any more.
func (r *room) forget(mark string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.unseen {
		close(r.waiting[f.Key])
	}
	r.unseen = nil
	r.send(frame{Kind: forgotten, Key: mark})
}
