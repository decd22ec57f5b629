package webchat_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
	"huizhi/visitor"
)

// parrot is what answers where nothing else is said.
type parrot = bottest.Parrot

// options are what a desk of a test is like.
type options struct {
	bottest.Options
	web     func(*webchat.Options)
	server  func(*http.Server)
	channel func(*webchat.Web) bot.Channel // what stands before it; nil for nothing
}

// soonGone counts whose line has dropped as away at once, where nothing is to be waited
// for.
func soonGone(o *webchat.Options) { o.Grace = 50 * time.Millisecond }

// desk is a desk on a web page.
type desk struct {
	*bottest.Desk
	url  string
	web  *webchat.Web
	Stop func()
}

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
	d := &desk{Desk: bottest.Open(t, o.Options)}
	wo := webchat.Options{Secret: secret, Visitors: visitors(""), Log: d.Logger()}
	if o.web != nil {
		o.web(&wo)
	}
	var err error
	d.web, err = webchat.New(wo)
	must(t, err)
	var c bot.Channel = d.web
	if o.channel != nil {
		c = o.channel(d.web)
	}
	d.Run(t, c)
	d.listen(t, o)
	return d
}

// listen serves the page until Stop, or the end of the test.
func (d *desk) listen(t testing.TB, o options) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	d.url = "http://" + l.Addr().String()
	s := server(d.web.Handler(d.Bot))
	if o.server != nil {
		o.server(s)
	}
	go func() { _ = s.Serve(l) }()
	d.Stop = sync.OnceFunc(func() {
		d.web.Stop()
		d.web.Close()
		_ = s.Close()
		d.Desk.Stop()
	})
	t.Cleanup(d.Stop)
}

// server has the limits that huizhi serve sets.
func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10,
	}
}

// settled waits until nothing is left to do for a browser.
func (d *desk) settled(t testing.TB, b *browser) {
	t.Helper()
	d.Settled(t, b.address())
}

// waits is how many messages wait on disk for a browser.
func (d *desk) waits(t testing.TB, b *browser) int {
	t.Helper()
	left, err := d.DB.Waiting(b.address())
	must(t, err)
	return len(left)
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
