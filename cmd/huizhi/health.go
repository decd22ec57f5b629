package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"

	"huizhi/phrases"
)

// health asks a desk on this machine whether it runs: for those who look after
// processes, where there is no other program to ask with. Whether it does its work
// is not asked: who would start it anew for that ends what others are told.
func health(ctx context.Context, c *call) error {
	at, err := c.setting("HUIZHI_LISTEN")
	if err != nil {
		return err
	}
	at = cmp.Or(at, operateListen)
	if !says(ctx, at, "/healthz") {
		return worded(phrases.Say("health.none", at))
	}
	fmt.Fprintln(c.out, fine)
	return nil
}

// says reports whether a desk's private address says that it is well.
func says(ctx context.Context, at, path string) bool {
	ctx, stop := context.WithTimeout(ctx, diskTime)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+onThisMachine(at)+path, nil)
	if err != nil {
		return false
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // by no proxy
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// onThisMachine is where to call whoever listens at an address. Who listens at no
// host in particular listens at this machine's own too.
func onThisMachine(at string) string {
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return at
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return at
}
