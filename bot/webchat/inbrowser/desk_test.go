package inbrowser_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/webchat"
	"huizhi/store"
	"huizhi/store/seal"
)

// parrot answers with the question. One that begins with 慢 waits until it may go on,
// and so does each draft of one that begins with 边.
type parrot struct {
	on    chan struct{}     // one for each that may go on
	found func(text string) // hears when there is an answer; nil for nobody
}

func (p parrot) Follow(ctx context.Context, f answer.Facts, text string, _ time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	if strings.HasPrefix(text, "慢") {
		p.wait(ctx)
	}
	if strings.HasPrefix(text, "边") && show != nil {
		for i := range 3 {
			show("答：\n" + strings.Repeat("答", i+1))
			p.wait(ctx)
		}
	}
	if p.found != nil {
		p.found(text)
	}
	return f, answer.Answer{
		Kind: answer.KindAnswer, Text: "答：\n" + text, More: "再多一点",
		Sources: []answer.Source{{Title: "规定", Body: "公安厅"}}, Suggest: []string{"要多久", "要带什么"},
	}, answer.Trace{}, nil
}

func (p parrot) wait(ctx context.Context) {
	select {
	case <-p.on:
	case <-ctx.Done():
	}
}

func (parrot) Known(answer.Facts) []answer.Known { return nil }

// desk is a desk that serves a page, and can be started again where it was.
type desk struct {
	t       *testing.T
	dir, at string
	parrot  parrot
	o       webchat.Options
	bot     *bot.Bot
	log     *notes
	seen    *keys
	stop    func()
}

var master = seal.NewMaster()

// open starts a desk; change may be nil.
func open(t *testing.T, change func(*desk)) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), at: "127.0.0.1:0", log: &notes{}, seen: &keys{}, parrot: parrot{on: make(chan struct{})}}
	d.o = webchat.Options{Secret: []byte("0123456789abcdef0123456789abcdef")}
	if change != nil {
		change(d)
	}
	d.start()
	t.Cleanup(func() { d.stop() })
	return d
}

func (d *desk) url() string { return "http://" + d.at }

// lets lets so many answers go on.
func (d *desk) lets(n int) {
	for range n {
		d.parrot.on <- struct{}{}
	}
}

// start starts the desk until stop.
func (d *desk) start() {
	d.t.Helper()
	log := slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d.o.Log = log
	db, err := store.Open(d.dir, master, store.Options{NoSync: true, Logger: log})
	must(d.t, err)
	web, err := webchat.New(d.o)
	must(d.t, err)
	b := bot.New(bot.Options{Store: db, Answers: d.parrot, Channels: []bot.Channel{web}, Log: log})
	d.bot = b
	l, err := net.Listen("tcp", d.at)
	must(d.t, err)
	d.at = l.Addr().String()
	srv := &http.Server{Handler: d.seen.counted(web.Handler(b))}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = b.Run(ctx) })
	running.Go(func() { _ = srv.Serve(l) })
	d.stop = sync.OnceFunc(func() {
		web.Close()
		_ = srv.Close()
		cancel()
		running.Wait()
		must(d.t, db.Close())
	})
}

// rests waits until the desk has nothing left that it can do.
func (d *desk) rests() {
	d.t.Helper()
	until(d.t, "the desk rests", func() bool { return d.bot.Load().Chats == 0 })
}

// keys counts what pages ask for.
type keys struct {
	mu sync.Mutex
	n  map[string]int
}

func (k *keys) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.mu.Lock()
		if k.n == nil {
			k.n = map[string]int{}
		}
		k.n[r.Method+" "+r.URL.Path]++
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
