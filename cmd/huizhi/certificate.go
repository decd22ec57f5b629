package main

import (
	"crypto/tls"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificate is a pair of files that is renewed from time to time, as certbot does:
// what is in them counts, without a new start.
type certificate struct {
	cert, key string
	log       *slog.Logger

	mu      sync.Mutex
	pair    *tls.Certificate
	written [2]time.Time // when the files were, as we read them
}

// openCertificate reads the pair.
func openCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log, written: written(cert, key)}
	pair, err := tls.LoadX509KeyPair(cert, key)
	c.pair = &pair
	return c, err
}

// get is the pair as it is now. One that cannot be read, or of which half is written,
// is logged once, and the one before is good until it can.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := written(c.cert, c.key)
	if now == c.written {
		return c.pair, nil
	}
	c.written = now
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		c.log.Error("a renewed certificate is not read", "err", err)
		return c.pair, nil
	}
	c.pair = &pair
	return c.pair, nil
}

// written is when each file of a pair was; never, for one that is not there. A new one
// may be older than the one that it is the pair of.
func written(cert, key string) (at [2]time.Time) {
	for i, name := range []string{cert, key} {
		if info, err := os.Stat(name); err == nil {
			at[i] = info.ModTime()
		}
	}
	return at
}
