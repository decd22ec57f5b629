package webchat_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"huizhi/bot"
	"huizhi/bot/webchat"
)

// browser is what somebody has who writes on the page: a cookie, and pages.
type browser struct {
	url    string
	from   string // as a proxy tells it
	cookie string
	client *http.Client
	header http.Header // sent besides
}

// everywhere counts browsers: each is at another address.
var everywhere struct {
	sync.Mutex
	n int
}

func elsewhere() string {
	everywhere.Lock()
	defer everywhere.Unlock()
	everywhere.n++
	return fmt.Sprintf("203.0.%d.%d", everywhere.n/250%250, 1+everywhere.n%250)
}

// newBrowser has no session yet.
func newBrowser(url string) *browser {
	return &browser{url: url, from: elsewhere(), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, header: http.Header{}}
}

// browser has a session.
func (d *desk) browser(t testing.TB) *browser {
	t.Helper()
	b := newBrowser(d.url)
	t.Cleanup(b.client.CloseIdleConnections)
	if status, _ := b.post(t, "/api/session", struct{}{}); status != http.StatusNoContent || b.cookie == "" {
		t.Fatalf("no session: %d %q", status, b.cookie)
	}
	return b
}

// address is where the desk finds this browser.
func (b *browser) address() bot.Address {
	session, _, _ := strings.Cut(b.cookie, ".")
	return bot.Address{Channel: webchat.Name, Chat: session}
}

// request asks as this browser does.
func (b *browser) request(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, b.url+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-Forwarded-For", b.from)
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "huizhi", Value: b.cookie})
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, values := range b.header {
		r.Header[name] = values
	}
	resp, err := b.client.Do(r)
	if err != nil {
		return nil, err
	}
	for _, c := range resp.Cookies() {
		b.cookie = c.Value
	}
	return resp, nil
}

// ask gives the whole of a reply.
func (b *browser) ask(t testing.TB, method, path, body string) (*http.Response, string) {
	t.Helper()
	resp, err := b.request(context.Background(), method, path, strings.NewReader(body))
	must(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(t, err)
	return resp, string(text)
}

// post posts JSON.
func (b *browser) post(t testing.TB, path string, body any) (int, string) {
	t.Helper()
	data, err := json.Marshal(body)
	must(t, err)
	resp, text := b.ask(t, http.MethodPost, path, string(data))
	return resp.StatusCode, text
}

// words is what a browser posts to /api/say.
type words struct {
	ID    string `json:"id,omitempty"`
	Kind  string `json:"kind,omitempty"`
	Text  string `json:"text,omitempty"`
	Of    string `json:"of,omitempty"`
	Data  string `json:"data,omitempty"`
	Label string `json:"label,omitempty"`
	On    string `json:"on,omitempty"`
}

// say says something, and gives the id of it.
func (b *browser) say(t testing.TB, text string) string {
	t.Helper()
	id := rand.Text()
	b.take(t, words{ID: id, Kind: "text", Text: text})
	return id
}

// take says something that has to be taken.
func (b *browser) take(t testing.TB, s words) {
	t.Helper()
	if status, reply := b.post(t, "/api/say", s); status != http.StatusAccepted {
		t.Fatalf("%+v: %d %s", s, status, reply)
	}
}

// ack says that some messages are there.
func (b *browser) ack(t testing.TB, keys ...string) {
	t.Helper()
	if status, reply := b.post(t, "/api/seen", map[string][]string{"keys": keys}); status != http.StatusNoContent {
		t.Fatalf("seen: %d %s", status, reply)
	}
}

// shown is a frame as a page gets it.
type shown struct {
	ID      string
	Event   string
	Key     string         `json:"key"`
	Text    string         `json:"text"`
	Buttons [][]bot.Choice `json:"buttons"`
	Sources []string       `json:"sources"`
	Over    string         `json:"over"`
	Link    string         `json:"link"`
}

// page is one that listens.
type page struct {
	header http.Header
	status int
	close  func()

	mu     sync.Mutex
	frames []shown
	beats  int
	ended  bool
}

// look opens a page that says nothing of what it has seen.
func (b *browser) look(t testing.TB) *page { return b.listen(t, nil) }

// read opens a page that says at once what it has seen.
func (b *browser) read(t testing.TB) *page {
	return b.listen(t, func(f shown) {
		if status, _ := b.post(t, "/api/seen", map[string][]string{"keys": {f.Key}}); status != http.StatusNoContent {
			t.Errorf("seen: %d", status)
		}
	})
}

// listen opens a page, and waits until it is greeted. seen is called with each message.
func (b *browser) listen(t testing.TB, seen func(shown)) *page {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	resp, err := b.request(ctx, http.MethodGet, "/api/events", nil)
	must(t, err)
	p := &page{header: resp.Header, status: resp.StatusCode}
	done := make(chan struct{})
	greeted := make(chan struct{})
	go func() {
		defer close(done)
		defer resp.Body.Close()
		p.follow(resp.Body, sync.OnceFunc(func() { close(greeted) }), seen)
	}()
	p.close = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(p.close)
	select {
	case <-greeted:
	case <-done:
	}
	return p
}

// follow reads a stream until it ends.
func (p *page) follow(body io.Reader, greeted func(), seen func(shown)) {
	var f shown
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case lines.Text() == "" && f.Event == "hello":
			greeted()
			f = shown{}
		case lines.Text() == "" && f.Event != "":
			p.add(f)
			if seen != nil && f.Event == "message" {
				seen(f)
			}
			f = shown{}
		case name == "":
			p.beat()
		case name == "id":
			f.ID = value
		case name == "event":
			f.Event = value
		case name == "data":
			_ = json.Unmarshal([]byte(value), &f)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
}

func (p *page) add(f shown) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.frames = append(p.frames, f)
}

func (p *page) beat() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.beats++
}

// over reports that the stream has ended.
func (p *page) over() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended
}

// of are the frames of a kind.
func (p *page) of(kind string) []shown {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.frames), func(f shown) bool { return f.Event != kind })
}

// texts are what the messages say.
func (p *page) texts() (out []string) {
	for _, f := range p.of("message") {
		out = append(out, strings.TrimPrefix(f.Text, "答：\n"))
	}
	return out
}

// reads waits until a page has so many messages, and gives them.
func (d *desk) reads(t testing.TB, p *page, n int) []shown {
	t.Helper()
	d.Until(t, fmt.Sprintf("%d messages are shown", n), func() bool { return len(p.of("message")) >= n })
	return p.of("message")
}
