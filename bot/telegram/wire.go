package telegram

import (
	"bytes"
	"io"
	"net/http"
)

// longestReply is how much is read of what a server replies: a hundred updates are
// far below, and the library would read anything.
const longestReply = 32 << 20

// capped is a transport that sends a request whole and reads no endless reply.
type capped struct{ http.RoundTripper }

// RoundTrip is that of the transport, with an end.
func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	r, err := whole(r)
	if err != nil {
		return nil, err
	}
	resp, err := c.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = body{http.MaxBytesReader(nil, resp.Body, longestReply), resp.Body}
	}
	return resp, err
}

// longestWhole is how much of a request is held in memory to be sent at once.
const longestWhole = 64 << 10

// whole is a request whose body is known. The library writes each parameter for
// itself, and each would be a packet; and what is known can be sent again over another
// connection, if the one that was kept turns out to be closed.
func whole(r *http.Request) (*http.Request, error) {
	if r.Body == nil || r.GetBody != nil {
		return r, nil
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, longestWhole))
	if err != nil {
		_ = r.Body.Close()
		return nil, err
	}
	rest := r.Body
	r = r.Clone(r.Context())
	if len(data) == longestWhole { // a file: it goes as it comes
		r.Body = body{io.MultiReader(bytes.NewReader(data), rest), rest}
		return r, nil
	}
	_ = rest.Close()
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	r.ContentLength = int64(len(data))
	r.Body, err = r.GetBody()
	if len(data) == 0 {
		r.Body = http.NoBody
	}
	return r, err
}

// body reads from the one and closes the other.
type body struct {
	io.Reader
	io.Closer
}
