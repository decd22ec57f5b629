package openai

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai/fake"
)

// metered counts what is read from a connection.
type metered struct {
	net.Conn
	read *atomic.Int64
}

func (c metered) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// However much a server sends, no more is read than the cap and a buffer.
func TestNoMoreIsReadThanTheCap(t *testing.T) {
	for mode, cap := range map[string]int64{"huge_line": 2 << 20, "error_huge": 0, "huge_text": 2 << 20, "huge_thoughts": 2 << 20} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			server, err := fake.Start(fake.Behaviour{Mode: mode})
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			var read atomic.Int64
			road := transport(quick().orDefault())
			road.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
				conn, err := new(net.Dialer).DialContext(ctx, network, addr)
				return metered{conn, &read}, err
			}
			client := newClient(Config{BaseURL: server.URL(), Limits: quick()}, road)
			defer client.Close()
			done, _ := client.Complete(t.Context(), prompt, nil)
			if slack := int64(done.Tries) * (64 << 10); read.Load() > cap+slack {
				t.Errorf("%d bytes read, the cap is %d", read.Load(), cap)
			}
		})
	}
}

func TestTheCapOfTheWireIsTheClients(t *testing.T) {
	limits := quick()
	limits.Wire = 100
	client, _ := play(t, "ok", limits)
	fails(t, client, 1, answer.TooLong)
}

func TestNobodyListens(t *testing.T) {
	client := New(Config{BaseURL: "http://127.0.0.1:1/v1", Key: secret, Limits: quick()})
	done, err := client.Complete(t.Context(), prompt, nil)
	if got := reasonFor(t, err); got != answer.NoConnection || done.Tries != 2 || done.In != 0 {
		t.Errorf("%q, %+v", got, done)
	}
}

func TestAnAddressThatIsNone(t *testing.T) {
	for _, base := range []string{"::::", "ftp://127.0.0.1/v1", "http://[", "127.0.0.1:1/v1"} {
		client := New(Config{BaseURL: base, Limits: quick()})
		_, err := client.Complete(t.Context(), prompt, nil)
		if got := reasonFor(t, err); got != answer.NoConnection {
			t.Errorf("%s: %q", base, got)
		}
	}
}

// There is a connection, but TLS does not come about.
func TestConnectingTakesTooLong(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	limits := quick()
	limits.Connect = 50 * time.Millisecond
	before := runtime.NumGoroutine()
	client := New(Config{BaseURL: "https://" + listener.Addr().String() + "/v1", Limits: limits})
	done, err := client.Complete(t.Context(), prompt, nil)
	if got := reasonFor(t, err); got != answer.NoConnection || done.Tries != 2 {
		t.Errorf("%q, %+v", got, done)
	}
	if !eventually(func() bool { return runtime.NumGoroutine() <= before }) {
		t.Error("a handshake goes on that nobody waits for")
	}
}

func TestACertificateNobodyKnows(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	server.Config.ErrorLog = quiet()
	defer server.Close()
	client := New(Config{BaseURL: server.URL + "/v1", Limits: quick()})
	_, err := client.Complete(t.Context(), prompt, nil)
	if got := reasonFor(t, err); got != answer.NoConnection {
		t.Errorf("%q", got)
	}
}

// HTTP/2 fails in other ways than HTTP/1.
func TestOverHTTP2(t *testing.T) {
	for body, want := range map[string]answer.Reason{wellSaid: "", strings.Split(wellSaid, "\n")[0] + "\n\n": answer.CutOff, "": answer.Stalled} {
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ProtoMajor != 2 {
				t.Error(r.Proto)
			}
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = w.Write([]byte(body))
			if want == answer.Stalled {
				_, _ = w.Write([]byte(strings.Split(wellSaid, "\n")[0] + "\n\n"))
				_ = http.NewResponseController(w).Flush()
				<-r.Context().Done()
			}
		}))
		server.EnableHTTP2 = true
		server.StartTLS()
		limits := quick()
		if want == answer.Stalled {
			limits.Idle = short
		}
		road := transport(limits.orDefault())
		road.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
		client := newClient(Config{BaseURL: server.URL, Limits: limits}, road)
		_, err := client.Complete(t.Context(), prompt, nil)
		if got := reasonFor(t, err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		client.Close()
		server.Close()
	}
}

func TestTheProxyIsTheEnvironments(t *testing.T) {
	road := transport(DefaultLimits())
	if road.Proxy == nil {
		t.Fatal("no proxy")
	}
	server, err := fake.Start(fake.Behaviour{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	proxy, _ := url.Parse(strings.TrimSuffix(server.URL(), "/v1"))
	road.Proxy = http.ProxyURL(proxy)
	client := newClient(Config{BaseURL: "http://model.invalid/v1", Limits: quick()}, road)
	defer client.Close()
	fails(t, client, 1, "")
}

// A server that asks for a wait gets it, if it is short.
func TestRetryAfterIsWaitedFor(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for seconds")
	}
	t.Parallel()
	limits := quick()
	limits.Patience = 2 * time.Second // it asks for one
	client, server := play(t, "error_openai_429", limits)
	start := time.Now()
	fails(t, client, 1, answer.RateLimited)
	if took := time.Since(start); len(server.Requests()) != 2 || took < time.Second || took > limits.Whole {
		t.Errorf("%d requests in %v", len(server.Requests()), took)
	}
}

func TestRetryAfterIsRead(t *testing.T) {
	soon := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
	for said, want := range map[string]time.Duration{
		"": unsaid, "0": 0, "20": 20 * time.Second, "-1": unsaid, "soon": unsaid,
		"Mon, 02 Jan 2006 15:04:05 GMT": 0, soon: 90 * time.Second,
	} {
		got := retryAfter(http.Header{"Retry-After": {said}})
		if d := want - got; d < 0 || d > 10*time.Second {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
	}
}

// The whole time ends the wait for a second try, too.
func TestTheWholeTimeCoversBothTries(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for seconds")
	}
	limits := quick()
	limits.Whole, limits.Pause = time.Second, time.Minute
	client, server := play(t, "error_openai_500", limits)
	done, err := client.Complete(t.Context(), prompt, nil)
	if got := reasonFor(t, err); got != answer.Overtime || done.Tries != 1 || len(server.Requests()) != 1 {
		t.Errorf("%q, %+v", got, done)
	}
}
