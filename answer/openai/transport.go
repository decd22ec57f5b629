package openai

import (
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"time"

	"huizhi/answer"
)

// transport is our own, with its own time-outs; the proxy is the environment's.
// A dial goes on after its request is given up, so it has a limit of its own.
func transport(l Limits) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: l.Connect}).DialContext,
		TLSHandshakeTimeout:    l.Connect,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // few bytes must not become many
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost:    l.Calls,
		IdleConnTimeout:        90 * time.Second,
	}
}

// gate lets nothing through but an event stream, and of that only so much:
// go-openai reads lines and error bodies of any length. The body of an error is
// never read. A redirect is one more status that is not 200, so none is followed.
type gate struct {
	road http.RoundTripper
	wire int64
}

// RoundTrip implements http.RoundTripper. Its errors are *failure where the
// server answered.
func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	r, err := extended(r)
	if err != nil {
		return nil, err
	}
	resp, err := g.road.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if why := refusal(resp); why != "" {
		_ = resp.Body.Close()
		f := fail(why)
		f.Status, f.after = resp.StatusCode, retryAfter(resp.Header)
		return nil, f
	}
	resp.Body = &body{ReadCloser: resp.Body, left: g.wire}
	return resp, nil
}

// CloseIdleConnections is what http.Client looks for.
func (g *gate) CloseIdleConnections() {
	if c, ok := g.road.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// refusal is what is wrong with a response before its body; empty if nothing.
func refusal(r *http.Response) answer.Reason {
	switch s := r.StatusCode; {
	case s == http.StatusUnauthorized, s == http.StatusForbidden:
		return answer.NoAccess
	case s == http.StatusNotFound:
		return answer.NotThere
	case s == http.StatusTooManyRequests:
		return answer.RateLimited
	case s >= http.StatusInternalServerError:
		return answer.ServerFault
	case s >= http.StatusMultipleChoices:
		return answer.Rejected
	case !streams(r.Header):
		return answer.Garbled
	}
	return ""
}

func streams(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && kind == "text/event-stream"
}

// retryAfter is the wait a server asks for, in seconds or until a date.
func retryAfter(h http.Header) time.Duration {
	said := h.Get("Retry-After")
	if n, err := strconv.ParseUint(said, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(said); err == nil {
		return max(0, time.Until(t))
	}
	return unsaid
}

// body is an event stream up to its cap.
type body struct {
	io.ReadCloser
	left  int64
	begun bool
}

// Read fails with TooLong where the cap is reached, and with Garbled if this is
// no event stream after all.
func (b *body) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fail(answer.TooLong)
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	if n > 0 && !b.begun {
		b.begun = true
		if !begins(p[0]) {
			return 0, fail(answer.Garbled)
		}
	}
	return n, err
}

// begins reports whether an event stream can begin so: with a comment, a field
// (data, event, id, retry), an empty line or a byte order mark.
func begins(c byte) bool {
	switch c {
	case ':', 'd', 'e', 'i', 'r', '\r', '\n', 0xEF:
		return true
	}
	return false
}
