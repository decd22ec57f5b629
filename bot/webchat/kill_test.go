package webchat_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
)

// kills is how often the child dies: a few times here, more by hand, as in
//
//	go test ./bot/webchat -run TestKilled -kills 500 -timeout 1h
var kills = flag.Int("kills", 10, "how often TestKilledOnThePage kills its child")

// childAt tells the child where to listen.
const childAt = "HUIZHI_TEST_KILL_AT"

func TestMain(m *testing.M) { bottest.Main(m, live) }

// live is a desk on a page until it is killed.
func live(dir string) error {
	w, err := webchat.New(webchat.Options{Secret: secret, Visitors: visitors(""), Gather: 5 * time.Millisecond, Log: quiet()})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", os.Getenv(childAt))
	if err != nil {
		return err
	}
	return bottest.Live(dir, parrot{}, w, func(b *bot.Bot) error { return server(w.Handler(b)).Serve(l) })
}

// questions are what people ask in this test.
var questions = regexp.MustCompile(`<[a-j]+>`)

// writers is how many write at once, unanswered how much each may have open.
const (
	writers    = 12
	unanswered = 5
)

// world is the people in front of the page, who outlive the desk.
type world struct {
	bottest.Mortal
	at       string
	people   []*person
	asked    atomic.Int64
	answered atomic.Int64 // questions of which an answer is shown
	repeats  atomic.Int64 // messages that came again and were not shown again
}

// person is one browser with its page, which keeps what it has said and shown.
type person struct {
	*browser
	w     *world
	seen  reader
	want  []string
	shown atomic.Int64 // questions of which an answer is shown
}

// TestKilledOnThePage kills a desk at random moments while people write on the page,
// say again what was not taken, and come back when the line drops. Nothing is lost,
// nothing is shown twice, and each reads the answers in the order of their questions.
func TestKilledOnThePage(t *testing.T) {
	if testing.Short() {
		*kills = min(*kills, 3)
	}
	w := &world{Mortal: bottest.Mortal{Dir: t.TempDir()}, at: freeAddress(t)}
	t.Cleanup(func() { t.Logf("%d asked, %d answered", w.asked.Load(), w.answered.Load()) })
	w.Start(t, childAt+"="+w.at)
	for range writers {
		w.people = append(w.people, w.person(t))
	}
	living, stop := context.WithCancel(t.Context())
	writing, enough := context.WithCancel(t.Context())
	var lives sync.WaitGroup
	for _, p := range w.people {
		lives.Go(func() { p.look(living) })
		lives.Go(func() { p.write(living, writing) })
	}
	for range *kills {
		before := w.answered.Load()
		w.Await(t, "a child answers", func() bool { return w.answered.Load() > before })
		time.Sleep(time.Duration(rand.IntN(80)) * time.Millisecond)
		w.Kill()
		w.Start(t, childAt+"="+w.at)
	}
	enough()
	w.Await(t, "all is answered", func() bool { return w.answered.Load() >= w.asked.Load() })
	stop()
	lives.Wait()
	w.Kill()
	for i, p := range w.people {
		p.judge(t, i)
	}
	t.Logf("%d kills, %d questions, %d messages came again and were not shown again", *kills, w.asked.Load(), w.repeats.Load())
}

// freeAddress is one that nobody listens at: each child does. It is of this program
// alone, or somebody else might take its port before.
func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", fmt.Sprintf("127.%d.%d.1:0", 1+os.Getpid()>>8&127, os.Getpid()&255))
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

// person is one with a session.
func (w *world) person(t *testing.T) *person {
	p := &person{browser: newBrowser("http://" + w.at), w: w}
	for begin := time.Now(); p.cookie == ""; time.Sleep(5 * time.Millisecond) {
		if resp, err := p.request(t.Context(), http.MethodPost, "/api/session", strings.NewReader("{}")); err == nil {
			_ = resp.Body.Close()
		}
		if time.Since(begin) > bottest.Patience {
			t.Fatal("no child listens")
		}
	}
	return p
}

// write asks one question after the other, each under its id until it is taken.
func (p *person) write(living, writing context.Context) {
	for n := 0; writing.Err() == nil; {
		if int64(len(p.want))-p.shown.Load() >= unanswered {
			time.Sleep(2 * time.Millisecond)
			continue
		}
		p.w.asked.Add(1)
		n++
		q := "<" + bottest.Lettered(n) + ">"
		p.want = append(p.want, q)
		s := words{ID: "question-" + bottest.Lettered(n) + "-of-this-page", Kind: "text", Text: q}
		for living.Err() == nil && p.post(living, "/api/say", s) != http.StatusAccepted {
			time.Sleep(time.Duration(5+rand.IntN(20)) * time.Millisecond)
		}
		time.Sleep(time.Duration(rand.IntN(10)) * time.Millisecond)
	}
}

// post gives the status; 0 if nobody is there.
func (p *person) post(ctx context.Context, path string, body any) int {
	data, _ := json.Marshal(body)
	resp, err := p.request(ctx, http.MethodPost, path, bytes.NewReader(data))
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// look listens, and comes back when the line drops.
func (p *person) look(ctx context.Context) {
	for ctx.Err() == nil {
		work, stop := context.WithCancel(ctx)
		if rand.IntN(4) == 0 {
			time.AfterFunc(time.Duration(rand.IntN(400))*time.Millisecond, stop) // a page that is loaded anew
		}
		if resp, err := p.request(work, http.MethodGet, "/api/events", nil); err == nil {
			(&page{}).follow(resp.Body, func() {}, func(f shown) { p.take(ctx, f) })
			_ = resp.Body.Close()
		}
		stop()
		time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond)
	}
}

// take shows a message, once, and says that it is there.
func (p *person) take(ctx context.Context, f shown) {
	if p.seen.read(f) {
		n := int64(len(questions.FindAllString(f.Text, -1)))
		p.shown.Add(n)
		p.w.answered.Add(n)
	} else {
		p.w.repeats.Add(1)
	}
	p.post(ctx, "/api/seen", map[string][]string{"keys": {f.Key}})
}

// judge holds what somebody read against what they asked.
func (p *person) judge(t *testing.T, i int) {
	t.Helper()
	got := questions.FindAllString(strings.Join(p.seen.all(), "\n"), -1)
	bottest.Compare(t, fmt.Sprint("person ", i), got, p.want)
}
