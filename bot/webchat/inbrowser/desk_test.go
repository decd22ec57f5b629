package inbrowser_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"

	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
)

// desk is a desk that serves a page, and can be started again where it was.
type desk struct {
	*bottest.Desk
	t       *testing.T
	dir, at string
	parrot  bottest.Parrot
	o       webchat.Options
	seen    *keys
	Stop    func()
}

// open starts a desk; change may be nil.
func open(t *testing.T, change func(*desk)) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), at: "127.0.0.1:0", seen: &keys{}, parrot: bottest.Parrot{On: make(chan struct{})}}
	d.o = webchat.Options{Secret: []byte("0123456789abcdef0123456789abcdef")}
	if change != nil {
		change(d)
	}
	d.start()
	return d
}

func (d *desk) url() string { return "http://" + d.at }

// lets lets so many answers go on.
func (d *desk) lets(n int) {
	for range n {
		d.parrot.On <- struct{}{}
	}
}

// start starts the desk until Stop.
func (d *desk) start() {
	d.t.Helper()
	d.Desk = bottest.Open(d.t, bottest.Options{Dir: d.dir, Answers: d.parrot})
	d.o.Log = d.Logger()
	web, err := webchat.New(d.o)
	must(d.t, err)
	d.Run(d.t, web)
	l, err := net.Listen("tcp", d.at)
	must(d.t, err)
	d.at = l.Addr().String()
	srv := &http.Server{Handler: d.seen.counted(web.Handler(d.Bot))}
	go func() { _ = srv.Serve(l) }()
	d.Stop = sync.OnceFunc(func() {
		web.Close()
		_ = srv.Close()
		d.Desk.Stop()
	})
	d.t.Cleanup(d.Stop)
}

// rests waits until the desk has nothing left that it can do.
func (d *desk) rests() {
	d.t.Helper()
	until(d.t, "the desk rests", func() bool { return d.Bot.Load().Chats == 0 })
}

// keys counts what pages ask for, and keeps what they say.
type keys struct {
	mu   sync.Mutex
	n    map[string]int
	last string // that was said, as it was sent
}

func (k *keys) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.mu.Lock()
		if k.n == nil {
			k.n = map[string]int{}
		}
		k.n[r.Method+" "+r.URL.Path]++
		if r.URL.Path == "/api/say" {
			body, _ := io.ReadAll(r.Body)
			k.last, r.Body = string(body), io.NopCloser(bytes.NewReader(body))
		}
		k.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

// of is how often something was asked for: "POST /api/say".
func (k *keys) of(what string) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.n[what]
}

// said is what was said last, as it was sent.
func (k *keys) said() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

// insert types a text as an input method does.
func insert(ctx context.Context, text string) error { return input.InsertText(text).Do(ctx) }

func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
