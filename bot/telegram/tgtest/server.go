// Package tgtest plays the Telegram Bot API over HTTP, for tests and trials.
//
// It listens on this machine alone. A program under test uses it as it would
// use Telegram: calls methods, polls for updates or has them sent to a webhook.
// A test has the other end: users who say and press things, groups, what each
// chat shows, and a record of every call. It is strict: what Telegram would take
// silently though it is wrong is noted (Server.Misuses), and a method or
// parameter that is not played is refused.
//
// What it knows of the real server is from the public description of the Bot
// API and from reports of what the server does beyond it.
package tgtest

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options are what a server is like. The zero value is a well-behaved one
// without limits.
type Options struct {
	Token    string           // of the bot, "id:secret"; empty is a fixed one
	Username string           // of the bot, without @; empty is a fixed one
	Name     string           // of the bot; empty is a fixed one
	Addr     string           // where it listens; empty is any free port of 127.0.0.1
	Now      func() time.Time // nil is time.Now; Server.Later moves on from it
	Limits   Limits           // how much is too much; zero is no limit
	Keep     int              // how many calls and updates are remembered; 0 is all

	NoDrafts      bool          // sendMessageDraft is refused
	PrivateTopics bool          // private chats have topics
	Inaccessible  time.Duration // a pressed message older than this comes without content; 0 is never
	Pause         time.Duration // before a failed webhook delivery is tried again, doubled each time up to 64 times; 0 is 20 ms
}

// Server is a running server. All its methods, and those of what it hands out,
// are safe for concurrent use.
type Server struct {
	options  Options
	me       userForm
	listener net.Listener
	http     *http.Server
	ctx      context.Context // ends on Close
	end      context.CancelFunc
	running  sync.WaitGroup

	mu        sync.Mutex
	shift     time.Duration // how far the clock was moved
	changed   chan struct{} // closed at the next change; nil when nobody waits
	chats     map[int64]*chat
	people    map[int64]*person
	lastID    int // of messages outside supergroups
	lastGiven int // of identifiers such as those of presses and albums
	queue     queue
	poller    *poller
	hook      *hook
	allowed   []string // types of updates that are wanted; nil is the default
	presses   []*Press
	open      map[string]*Press // by identifier
	files     files
	settings  settings
	pace      pace
	record    record
	fault     func(Call) *Fault
	save      io.Writer
}

// Start starts a server. Close it. It panics when it cannot listen, which no
// test can go on from.
func Start(o Options) *Server {
	o.Token = cmp.Or(o.Token, "7000000001:tgtest-token-of-no-bot")
	o.Username = cmp.Or(o.Username, "trial_bot")
	o.Name = cmp.Or(o.Name, "Trial")
	o.Pause = cmp.Or(o.Pause, 20*time.Millisecond)
	if o.Now == nil {
		o.Now = time.Now
	}
	listener, err := net.Listen("tcp", cmp.Or(o.Addr, "127.0.0.1:0"))
	if err != nil {
		panic(fmt.Sprintf("tgtest: %v", err))
	}
	s := &Server{options: o, listener: listener, chats: map[int64]*chat{}, people: map[int64]*person{}, open: map[string]*Press{}}
	s.me = userForm{ID: botID(o.Token), IsBot: true, FirstName: o.Name, Username: o.Username}
	s.queue.next, s.lastID = 100_001, 10
	s.serve()
	return s
}

// botID is the number before the colon of a token.
func botID(token string) int64 {
	head, _, _ := strings.Cut(token, ":")
	id, err := strconv.ParseInt(head, 10, 64)
	if err != nil {
		return 7000000001
	}
	return id
}

// serve answers in the background, until Close.
func (s *Server) serve() {
	s.ctx, s.end = context.WithCancel(context.Background())
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.handle),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return s.ctx },
	}
	s.running.Go(func() { _ = s.http.Serve(s.listener) })
}

// Close ends the server: polls end, connections are closed, nothing is sent to
// a webhook any more.
func (s *Server) Close() {
	s.mu.Lock()
	s.end()
	s.mu.Unlock()
	_ = s.http.Close()
	s.running.Wait()
}

// URL is where the Bot API is, without the token: http://127.0.0.1:4711.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Token is the token of the bot.
func (s *Server) Token() string { return s.options.Token }

// Username is the name of the bot, without @.
func (s *Server) Username() string { return s.options.Username }

// Now is the time on the server's clock.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// now is Now, with the lock held.
func (s *Server) now() time.Time { return s.options.Now().Add(s.shift) }

// Later moves the server's clock on. Nobody else's moves.
func (s *Server) Later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shift += d
	s.change()
}

// Await waits until a condition holds. It is asked again after each call and
// each event, without the lock held; nothing is polled. The error is the
// context's.
func (s *Server) Await(ctx context.Context, holds func() bool) error {
	for {
		change := s.nextChange()
		if holds() {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// nextChange is closed when anything changes.
func (s *Server) nextChange() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// change wakes who waits. The lock is held.
func (s *Server) change() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// given is a new identifier, of anything that is not a message or an update.
func (s *Server) given() string {
	s.lastGiven++
	return strconv.Itoa(4_000_000_000 + s.lastGiven)
}
