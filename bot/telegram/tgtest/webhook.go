package tgtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// hook is a webhook that is set. Its updates go out in lanes, one for each chat.
type hook struct {
	s       *Server
	url     string
	secret  string
	most    int
	ctx     context.Context // ends when it is deleted or replaced
	end     context.CancelFunc
	seats   chan struct{} // one for each request at once
	lanes   map[int64][]*Update
	client  *http.Client
	lastErr string
	errAt   time.Time
}

// secretToken is what a secret may be made of.
var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// setWebhook has updates sent to an address from now on. What waits goes there
// too, unless it is to be dropped.
func (s *Server) setWebhook(q *request) (any, *Refusal) {
	if q.text("url") == "" {
		return s.deleteWebhook(q)
	}
	if !allowedHook(q.text("url")) {
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if q.has("secret_token") && !secretToken.MatchString(q.text("secret_token")) {
		return nil, bad("secret token contains unallowed characters")
	}
	if refusal := s.allow(q); refusal != nil {
		return nil, refusal
	}
	s.unhook(q.flag("drop_pending_updates"))
	s.poller.end(conflict("terminated by setWebhook request"))
	s.hook = s.newHook(q)
	s.expire()
	for _, u := range s.queue.waiting {
		if !u.done {
			s.hook.take(u)
		}
	}
	return true, nil
}

// allowedHook reports whether updates may be sent to an address: by plain HTTP,
// and only to this machine.
func allowedHook(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *Server) newHook(q *request) *hook {
	h := &hook{s: s, url: q.text("url"), secret: q.text("secret_token"), most: int(q.number("max_connections")), lanes: map[int64][]*Update{}}
	if h.most < 1 || h.most > 100 {
		h.most = 40
	}
	h.seats = make(chan struct{}, h.most)
	h.ctx, h.end = context.WithCancel(s.ctx)
	h.client = &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{MaxIdleConnsPerHost: h.most},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return h
}

// deleteWebhook ends the webhook. What waits is kept for getUpdates, unless it is
// to be dropped.
func (s *Server) deleteWebhook(q *request) (any, *Refusal) {
	s.unhook(q.flag("drop_pending_updates"))
	return true, nil
}

func (s *Server) unhook(drop bool) {
	if s.hook != nil {
		s.hook.end()
		s.hook = nil
	}
	if drop {
		for _, u := range s.queue.waiting {
			u.given = u.done
		}
		s.forget(len(s.queue.waiting))
	}
}

// webhookForm is what getWebhookInfo tells.
type webhookForm struct {
	URL          string   `json:"url"`
	Certificate  bool     `json:"has_custom_certificate"`
	Pending      int      `json:"pending_update_count"`
	ErrorDate    int64    `json:"last_error_date,omitempty"`
	ErrorMessage string   `json:"last_error_message,omitempty"`
	Most         int      `json:"max_connections,omitempty"`
	Allowed      []string `json:"allowed_updates,omitempty"`
}

func (s *Server) getWebhookInfo(*request) (any, *Refusal) {
	info := webhookForm{Pending: s.pending(), Allowed: s.allowed}
	if h := s.hook; h != nil {
		info.URL, info.Most, info.ErrorMessage = h.url, h.most, h.lastErr
		if h.lastErr != "" {
			info.ErrorDate = h.errAt.Unix()
		}
	}
	return info, nil
}

// take puts an update into its lane. The lock is held.
func (h *hook) take(u *Update) {
	lane, busy := h.lanes[u.chat]
	h.lanes[u.chat] = append(lane, u)
	if !busy && h.ctx.Err() == nil {
		h.s.running.Go(func() { h.run(u.chat) })
	}
}

// run delivers what is in a lane, one after the other, until it is empty.
func (h *hook) run(chat int64) {
	for u := h.next(chat); u != nil; u = h.next(chat) {
		if !h.deliver(u) {
			return
		}
	}
}

// next is the first update of a lane. A lane without one is over.
func (h *hook) next(chat int64) *Update {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	h.s.expire()
	for lane := h.lanes[chat]; len(lane) > 0; lane = h.lanes[chat] {
		if h.lanes[chat] = lane[1:]; !lane[0].done {
			lane[0].given = true
			return lane[0]
		}
	}
	delete(h.lanes, chat)
	return nil
}

// deliver sends an update until it is taken, with a growing pause. It reports
// whether the webhook is still set.
func (h *hook) deliver(u *Update) bool {
	for pause := h.s.options.Pause; ; pause = min(2*pause, 64*h.s.options.Pause) {
		err := h.post(u)
		if h.ctx.Err() != nil {
			return false
		}
		if h.settle(u, err) {
			return true
		}
		if !sleep(h.ctx, pause) {
			return false
		}
	}
}

// settle notes how a delivery went, and reports whether it was the last one of
// this update.
func (h *hook) settle(u *Update, err error) bool {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	if h.s.hook != h {
		return true
	}
	if err == nil {
		h.s.taken(u)
		return true
	}
	h.lastErr, h.errAt = err.Error(), h.s.now()
	h.s.change()
	h.s.expire()
	return u.done
}

// post sends an update once.
func (h *hook) post(u *Update) error {
	select {
	case h.seats <- struct{}{}:
		defer func() { <-h.seats }()
	case <-h.ctx.Done():
		return h.ctx.Err()
	}
	r, err := http.NewRequestWithContext(h.ctx, http.MethodPost, h.url, bytes.NewReader(u.JSON))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	reply, err := h.client.Do(r)
	if err != nil {
		return fmt.Errorf("connection failed")
	}
	defer func() { _ = reply.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, 1<<20))
	if reply.StatusCode/100 != 2 {
		return fmt.Errorf("wrong response from the webhook: %s", reply.Status)
	}
	return nil
}
