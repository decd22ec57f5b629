package webchat

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"huizhi/bot"
	"huizhi/visitor"
)

// Name is what the channel is called in addresses.
const Name = "web"

// Options is what a Web stands on.
type Options struct {
	Secret   []byte                      // signs sessions; the same after a restart
	Visitors *visitor.Book               // who asks, how much, and where they find the page; nil for one that trusts no proxy
	Origins  []string                    // sites that may show the page within theirs: https://example.com
	Gather   time.Duration               // how long to wait for a next message before replying
	Patience time.Duration               // how long a page may take to say that it has a message; 0 for ten seconds
	Grace    time.Duration               // how long somebody counts as there whose line has dropped; 0 for two seconds
	Link     func(article string) string // the page of an article; nil if there are none
	Log      *slog.Logger
	Now      func() time.Time // nil for the real clock
}

// Desk is what takes events: a bot.Bot.
type Desk interface {
	Accept(ctx context.Context, b bot.Batch) error
	Back(ctx context.Context, a bot.Address) error
}

// Web is the page and those who look at it.
type Web struct {
	Options
	desk   Desk
	limits *limits
	page   *page
	closed chan struct{} // when no stream is to go on
	close  func()
	stops  atomic.Bool // nothing more is taken

	seed  maphash.Seed
	turns [64]sync.Mutex // held while something of a session is taken, by its hash

	mu    sync.Mutex
	rooms map[string]*room // by session
	heirs map[string]heir  // of sessions that were forgotten
}

// New returns the channel.
func New(o Options) (*Web, error) {
	if len(o.Secret) < 16 {
		return nil, errors.New("webchat: the secret is too short")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Visitors == nil {
		o.Visitors = visitor.New(visitor.Options{})
	}
	o.Patience, o.Grace = cmp.Or(o.Patience, patience), cmp.Or(o.Grace, grace)
	p, err := newPage(o)
	if err != nil {
		return nil, err
	}
	w := &Web{Options: o, limits: newLimits(), page: p, closed: make(chan struct{}), seed: maphash.MakeSeed(), rooms: map[string]*room{}, heirs: map[string]heir{}}
	w.close = sync.OnceFunc(func() { close(w.closed) })
	return w, nil
}

// Name is the channel's name.
func (w *Web) Name() string { return Name }

// Can says what a page can do.
func (w *Web) Can() bot.Capabilities {
	return bot.Capabilities{Edit: true, Stream: true, Buttons: true, Gather: w.Gather}
}

// Handler serves the page. What is said there goes to a desk.
func (w *Web) Handler(desk Desk) http.Handler {
	w.desk = desk
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/session", w.begin)
	mux.HandleFunc("GET /api/session", w.asking(w.known))
	mux.HandleFunc("POST /api/say", w.say)
	mux.HandleFunc("POST /api/seen", w.asking(w.seen))
	mux.HandleFunc("GET /api/events", w.asking(w.events))
	mux.HandleFunc("GET /api/poll", w.asking(w.poll))
	mux.HandleFunc("GET /qr.svg", w.qr)
	mux.HandleFunc("GET /embed.js", w.embed)
	w.page.serve(mux, w)
	return w.guarded(w.ours().Handler(mux))
}

// ours refuses what pages of other sites post. A proxy may tell us another name than
// the one that people know.
func (w *Web) ours() *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(w.Visitors.URL); err == nil && u.Host != "" {
		_ = p.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	p.SetDenyHandler(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		w.refuse(out, http.StatusForbidden, "web.bad_request")
	}))
	return p
}

// Stop takes nothing more. What pages say waits there.
func (w *Web) Stop() { w.stops.Store(true) }

// Close ends all streams, so that a server can stop. Pages come back by themselves.
func (w *Web) Close() { w.close() }

// Send shows a message, and waits until a page has said that it is there.
func (w *Web) Send(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	return bot.Ref(d.Key), w.put(ctx, d, "")
}

// Edit shows a message in the place of an earlier one; below the others, where that
// is not there any more.
func (w *Web) Edit(ctx context.Context, ref bot.Ref, d bot.Delivery) error { return w.put(ctx, d, ref) }

func (w *Web) put(ctx context.Context, d bot.Delivery, over bot.Ref) error {
	r := w.room(d.To.Chat)
	if r == nil {
		return bot.ErrAway
	}
	link := ""
	if w.Link != nil && d.Message.Article != "" {
		link = w.Link(d.Message.Article)
	}
	return r.deliver(ctx, message(d, link, over, w.Now()))
}

// Draft shows what there is of a reply.
func (w *Web) Draft(_ context.Context, a bot.Address, text string) {
	if r := w.room(a.Chat); r != nil {
		r.show(frame{Kind: drafted, Text: text})
	}
}

// Typing shows that a reply is on its way.
func (w *Web) Typing(_ context.Context, a bot.Address) {
	if r := w.room(a.Chat); r != nil {
		r.show(frame{Kind: typing})
	}
}

// Forgotten has pages forget what they remember of somebody, who is somebody else from
// now on.
func (w *Web) Forgotten(a bot.Address) {
	mark := w.inherit(a.Chat)
	if r := w.room(a.Chat); r != nil {
		r.forget(mark)
	}
}

// room is where a session's pages look; nil if none does.
func (w *Web) room(session string) *room {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rooms[session]
}

// enter is the room of a session whose page looks now, made if need be. leave is to be
// called when it does not any more.
func (w *Web) enter(session string) (r *room, leave func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r = w.rooms[session]
	if r == nil {
		r = newRoom(w.Patience)
		w.rooms[session] = r
	}
	r.guests++
	return r, func() { time.AfterFunc(w.Grace, func() { w.leave(session, r) }) }
}

// patience is how long a page may take to say that it has a message: over a bad line,
// several tries of it.
const patience = 10 * time.Second

// grace is how long somebody counts as there whose line has dropped.
const grace = 2 * time.Second

// leave closes a room that nobody looks into any more.
func (w *Web) leave(session string, r *room) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.guests--; r.guests == 0 {
		delete(w.rooms, session)
		close(r.empty)
	}
}
