package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// tabs is a browser whose tabs speak HTTP/2, and how often it has connected.
func tabs(pool *x509.CertPool) (*http.Client, *atomic.Int32) {
	var n atomic.Int32
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, at string) (net.Conn, error) {
			n.Add(1)
			return new(net.Dialer).DialContext(ctx, network, at)
		},
	}}, &n
}

// Over https, as many tabs as may listen share one connection with what is said in
// them: an answer is shown in all, the limits hold, and all end when the desk does.
func TestTabsShareAConnection(t *testing.T) {
	cert, key, pool := pairOfFiles(t)
	sv := onThePage(t, map[string]string{"HUIZHI_WEB_CERT": cert, "HUIZHI_WEB_CERT_KEY": key}, "-burst", "0s")
	client, connected := tabs(pool)
	post := func(path, body string, want int) {
		t.Helper()
		resp, err := client.Post(sv.url()+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != want || resp.ProtoMajor != 2 {
			t.Fatalf("%s: %d over %s, want %d", path, resp.StatusCode, resp.Proto, want)
		}
	}
	post("/api/session", "{}", http.StatusNoContent)
	var shown [8]safeText
	var open sync.WaitGroup
	for i := range shown {
		stream, err := client.Get(sv.url() + "/api/events")
		if err != nil {
			t.Fatal(err)
		}
		defer stream.Body.Close()
		open.Go(func() {
			if _, err := io.Copy(&shown[i], stream.Body); err != nil {
				t.Errorf("stream %d ends with %v", i, err)
			}
		})
	}
	post("/api/say", `{"id":"aaaaaaaa","kind":"text","text":"在江门补身份证要多少钱"}`, http.StatusAccepted)
	for i := range shown {
		sv.until("it is shown in each tab", func() bool { return strings.Contains(shown[i].String(), "40元") })
	}
	post("/api/say", `{"id":"aaaaaaab","kind":"text","text":"`+strings.Repeat("x", 70_000)+`"}`, http.StatusRequestEntityTooLarge)
	post("/api/seen", `{"keys":["`+event.FindStringSubmatch(shown[0].String())[1]+`"]}`, http.StatusNoContent)
	if n := connected.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
	sv.stop()
	open.Wait()
	if code := <-sv.code; code != done {
		t.Errorf("%d %s", code, sv.log.String())
	}
}

var event = regexp.MustCompile(`(?m)^id: (.*)$`)

// stalled is a connection whose reader stops in the middle.
type stalled struct {
	net.Conn
	stops, goes chan struct{}
}

func (s stalled) Read(p []byte) (int, error) {
	select {
	case <-s.stops:
		<-s.goes
	default:
	}
	return s.Conn.Read(p)
}

// Who shares a connection and reads nothing of it is not waited for.
func TestAStalledConnectionEnds(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes as long as a connection may stall")
	}
	cert, key, pool := pairOfFiles(t)
	pair, err := openCertificate(cert, key, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := stalled{stops: make(chan struct{}), goes: make(chan struct{})}
	ended := make(chan error, 8)
	go func() {
		_ = serveHTTP(t.Context(), tls.NewListener(l, &tls.Config{GetCertificate: pair.get, NextProtos: spoken}), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			ctl := http.NewResponseController(w)
			err := ctl.Flush()
			<-line.stops
			for part := make([]byte, 32<<10); err == nil; _, err = w.Write(part) {
				_ = ctl.SetWriteDeadline(time.Now().Add(time.Second))
			}
			ended <- err
		}))
	}()
	client, _ := tabs(pool)
	client.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, at string) (_ net.Conn, err error) {
		line.Conn, err = new(net.Dialer).DialContext(ctx, network, at)
		return line, err
	}
	for range cap(ended) { // one alone would stop at what its window holds, before the wire is full
		resp, err := client.Get("https://" + l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
	}
	defer close(line.goes)
	close(line.stops)
	select {
	case <-ended:
	case <-time.After(patience):
		t.Error("it is waited for")
	}
}
