package webchat_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/webchat"
	"huizhi/store"
	"huizhi/store/seal"
	"huizhi/visitor"
)

// parrot answers with the question. One that begins with 慢 takes its time, one with
// 边 is shown while it is being worded.
type parrot struct{ slow time.Duration }

func (p parrot) Follow(ctx context.Context, f answer.Facts, text string, _ time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	if strings.HasPrefix(text, "慢") {
		select {
		case <-time.After(p.slow):
		case <-ctx.Done():
		}
	}
	if strings.HasPrefix(text, "边") && show != nil {
		for i := range 3 {
			show(strings.Repeat("答", i+1))
			time.Sleep(20 * time.Millisecond)
		}
	}
	return f, answer.Answer{
		Kind: answer.KindAnswer, Text: "答：\n" + text, More: "再多一点",
		Sources: []answer.Source{{Title: "规定", Body: "公安厅"}}, Suggest: []string{"要多久", "要带什么"},
	}, answer.Trace{}, nil
}

func (parrot) Known(answer.Facts) []answer.Known { return nil }

// options are what a desk of a test is like.
type options struct {
	dir     string // where it keeps what must survive
	at      string // where it listens
	answers bot.Answerer
	web     func(*webchat.Options)
	server  func(*http.Server)
	channel func(*webchat.Web) bot.Channel // what stands before it; nil for nothing
	sync    bool                           // each change waits for the disk
}

// desk is a desk on a web page, and what was logged.
type desk struct {
	url  string
	bot  *bot.Bot
	web  *webchat.Web
	db   *store.DB
	log  *notes
	stop func()
}

// patience decides when a desk hangs; a test waits for what it waits for.
const patience = time.Minute

var master = seal.NewMaster()

// secret signs the sessions of all desks of these tests.
var secret = []byte("the secret of the tests")

// local is this machine: what stands before it may say who asks.
var local = netip.MustParsePrefix("127.0.0.0/8")

// visitors are those who find the page at url, or wherever they ask.
func visitors(url string) *visitor.Book {
	return visitor.New(visitor.Options{URL: url, Proxies: []netip.Prefix{local}})
}

func open(t testing.TB, o options) *desk {
	t.Helper()
	d := &desk{log: &notes{}}
	if o.dir == "" {
		o.dir = t.TempDir()
	}
	if o.answers == nil {
		o.answers = parrot{}
	}
	log := slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	d.db, err = store.Open(o.dir, master, store.Options{NoSync: !o.sync, Logger: log})
	must(t, err)
	wo := webchat.Options{Secret: secret, Visitors: visitors(""), Log: log}
	if o.web != nil {
		o.web(&wo)
	}
	d.web, err = webchat.New(wo)
	must(t, err)
	var c bot.Channel = d.web
	if o.channel != nil {
		c = o.channel(d.web)
	}
	d.bot = bot.New(bot.Options{Store: d.db, Answers: o.answers, Channels: []bot.Channel{c}, Log: log})
	d.run(t, o)
	return d
}

// run runs the desk until stop, or the end of the test.
func (d *desk) run(t testing.TB, o options) {
	l, err := net.Listen("tcp", at(o.at))
	must(t, err)
	d.url = "http://" + l.Addr().String()
	s := server(d.web.Handler(d.bot))
	if o.server != nil {
		o.server(s)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = d.bot.Run(ctx) })
	running.Go(func() { _ = s.Serve(l) })
	d.stop = sync.OnceFunc(func() {
		d.web.Stop()
		d.web.Close()
		_ = s.Close()
		cancel()
		running.Wait()
		must(t, d.db.Close())
	})
	t.Cleanup(d.stop)
}

func at(where string) string {
	if where == "" {
		return "127.0.0.1:0"
	}
	return where
}

// server has the limits that huizhi serve sets.
func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10,
	}
}

// until waits until something holds.
func (d *desk) until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatalf("waited in vain until %s\n%s", what, d.log)
		}
	}
}

// settled waits until nothing is left to do for a browser.
func (d *desk) settled(t testing.TB, b *browser) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	must(t, d.bot.Settled(ctx, b.address()))
}

// waits is how many messages wait on disk for a browser.
func (d *desk) waits(t testing.TB, b *browser) int {
	t.Helper()
	left, err := d.db.Waiting(b.address())
	must(t, err)
	return len(left)
}

// notes is what was written, from several at once.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// quiet logs nothing.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// brokenDesk is a desk whose disk is gone.
type brokenDesk struct{}

func (brokenDesk) Accept(context.Context, bot.Batch) error { return errors.New("机密") }

func (brokenDesk) Back(context.Context, bot.Address) error {
	return fmt.Errorf("disk: %w", errors.New("gone"))
}
