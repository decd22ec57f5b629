package inbrowser_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// wire is the line between a page and a desk. It can be cut, or fall silent: then all
// stays connected, and nothing comes through any more.
type wire struct {
	net.Listener
	to     string
	mu     sync.Mutex
	ends   map[net.Conn]bool
	broken bool
	silent map[net.Conn]bool
}

func wired(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	w := &wire{Listener: l, to: to, ends: map[net.Conn]bool{}, silent: map[net.Conn]bool{}}
	go w.run()
	t.Cleanup(func() {
		_ = l.Close()
		w.cut()
	})
	return w
}

func (w *wire) url() string { return "http://" + w.Addr().String() }

func (w *wire) run() {
	for {
		from, err := w.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", w.to)
		if err != nil || !w.join(from, to) {
			_ = from.Close()
			continue
		}
		go w.carry(from, to, from)
		go w.carry(to, from, from)
	}
}

func (w *wire) join(from, to net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.broken {
		w.ends[from], w.ends[to] = true, true
	}
	return !w.broken
}

// carry carries one direction of the line that somebody has opened.
func (w *wire) carry(to, from, line net.Conn) {
	defer to.Close()
	for part := make([]byte, 32<<10); ; {
		n, err := from.Read(part)
		w.mu.Lock()
		silent := w.silent[line]
		w.mu.Unlock()
		if !silent {
			_, _ = to.Write(part[:n])
		}
		if err != nil {
			return
		}
	}
}

// cut cuts the line; mend joins it again.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = true
	for c := range w.ends {
		_ = c.Close()
	}
	clear(w.ends)
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = false
}

// hush lets all that is connected now fall silent.
func (w *wire) hush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.ends {
		w.silent[c] = true
	}
}

// hoarder is a proxy that passes nothing on before it has all of it.
func hoarder(t *testing.T, to string) string {
	at, err := url.Parse(to)
	must(t, err)
	p := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(at); r.Out.Host = r.In.Host },
		ModifyResponse: func(r *http.Response) error {
			_, err := io.ReadAll(r.Body)
			return err
		},
	}
	all := &httputil.ReverseProxy{Rewrite: p.Rewrite}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/events" {
			p.ServeHTTP(w, r)
			return
		}
		all.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}

// overran refuses the first few of each kind of request, as a desk does that is asked
// too much.
func overran(t *testing.T, to string, few int) string {
	t.Helper()
	at, err := url.Parse(to)
	must(t, err)
	p := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(at); r.Out.Host = r.In.Host }, FlushInterval: -1}
	asked := &keys{}
	s := httptest.NewServer(asked.counted(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") && asked.of(r.Method+" "+r.URL.Path) <= few {
			http.Error(w, "", http.StatusTooManyRequests)
			return
		}
		p.ServeHTTP(w, r)
	})))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}
