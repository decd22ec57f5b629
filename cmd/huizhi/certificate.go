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
	written time.Time // when the newer of the files was, as we read them
}

// openCertificate reads the pair.
func openCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log, written: newest(cert, key)}
	pair, err := tls.LoadX509KeyPair(cert, key)
	c.pair = &pair
	return c, err
}

// get is the pair as it is now. One that cannot be read, or of which half is written,
// is logged once, and the one before is good until it can.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	written := newest(c.cert, c.key)
	if written.Equal(c.written) {
		return c.pair, nil
	}
	c.written = written
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		c.log.Error("a renewed certificate is not read", "err", err)
		return c.pair, nil
	}
	c.pair = &pair
	return c.pair, nil
}

// newest is when the newer of the files was written; never for those that are not there.
func newest(files ...string) (at time.Time) {
	for _, name := range files {
		if info, err := os.Stat(name); err == nil {
			at = latest(at, info.ModTime())
		}
	}
	return at
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
