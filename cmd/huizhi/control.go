package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"huizhi/phrases"
)

// A process that holds the store listens on a socket in its folder that only
// its user can open. A command asks there first, and opens the file itself
// where nobody answers.

// request is a command sent to whoever holds the store.
type request struct {
	Args []string `json:"args"`
}

// serveUpkeep does what other commands ask until ctx ends. Where a socket cannot
// be, the desk runs without.
func serveUpkeep(ctx context.Context, d *data, errs io.Writer) error {
	l, err := listen(filepath.Join(d.dir, controlFile))
	if err != nil {
		fmt.Fprintln(errs, phrases.Say("control.failed", d.dir, reason(err)))
		<-ctx.Done()
		return nil
	}
	srv := &http.Server{Handler: upkeepHandler(d), ReadTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintln(errs, phrases.Say("control.failed", d.dir, reason(err)))
		<-ctx.Done()
	}
	return nil
}

// listen opens the socket for this user alone. One that is left over from a
// process that died is replaced: we hold the store, so nobody else listens.
func listen(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".control") // 0700: nobody connects before the mode is set
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	inside := filepath.Join(dir, "s")
	l, err := net.Listen("unix", inside)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := os.Chmod(inside, 0o600); err != nil {
		return nil, err
	}
	return l, os.Rename(inside, path)
}

// upkeepHandler answers POST /<name of a job>.
func upkeepHandler(d *data) http.Handler {
	mux := http.NewServeMux()
	for name, job := range jobs {
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			var req request
			if err := json.NewDecoder(io.LimitReader(r.Body, 64<<10)).Decode(&req); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			var out bytes.Buffer
			if err := job.run(r.Context(), d, req.Args, &out); err != nil {
				w.WriteHeader(http.StatusUnprocessableEntity)
				_, _ = out.WriteTo(w) // what it found before
				fmt.Fprint(w, masked(err))
				return
			}
			_, _ = out.WriteTo(w)
		})
	}
	return mux
}

// askHolder sends a job to whoever holds the store; answered is false if nobody
// does.
func askHolder(ctx context.Context, dir, name string, args []string, out io.Writer) (answered bool, err error) {
	body, err := json.Marshal(request{Args: args})
	if err != nil {
		return false, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://holder/"+name, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	resp, err := holder(dir).Do(req)
	if err != nil {
		return false, nil
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
		return true, fmt.Errorf("%s", text)
	}
	_, err = io.Copy(out, resp.Body)
	return true, err
}

// holder is a client of whoever holds the store.
func holder(dir string) *http.Client {
	path := filepath.Join(dir, controlFile)
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}}}
}

// isHeld reports whether somebody holds the store and replies. Nothing is asked of
// them.
func isHeld(ctx context.Context, dir string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://holder/", nil)
	if err != nil {
		return false
	}
	resp, err := holder(dir).Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return true
}
