package tgtest

import (
	"net/http"
	"time"
)

// HastyPhone is a phone that does not wait for replies.
func HastyPhone(s *Server) http.Handler { return (&phone{s, time.Millisecond}).routes() }
