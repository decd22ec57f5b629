package telegram

import (
	"io"
	"net/http"
)

// longestReply is how much is read of what a server replies: a hundred updates are
// far below, and the library would read anything.
const longestReply = 32 << 20

// capped is a transport that reads no endless reply.
type capped struct{ http.RoundTripper }

// RoundTrip is that of the transport, with an end.
func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = body{http.MaxBytesReader(nil, resp.Body, longestReply), resp.Body}
	}
	return resp, err
}

// body reads from the one and closes the other.
type body struct {
	io.Reader
	io.Closer
}
