package webchat_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
)

// What stands in front of the page: what Debian's nginx does by itself, with the least
// that passes anything on; and with the headers that say who asks, and for what.
const (
	nginxConf = `daemon off;
pid %[1]s/pid;
error_log %[1]s/error.log;
worker_processes 2;
events { worker_connections 768; }
http {
	sendfile on;
	tcp_nopush on;
	gzip on;
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	server {
		listen %[2]s;
		location / {
			proxy_pass %[3]s;
%[4]s
		}
	}
}
`
	nginxHeaders = `proxy_set_header Host $http_host;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
proxy_set_header X-Forwarded-Proto $scheme;`
)

// nginx starts it before a desk, and gives its address and what reloads it. Without it
// the test is skipped, unless HUIZHI_NGINX=must.
func nginx(t *testing.T, desk, at, more string) (reload func()) {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		program, err = exec.LookPath("/usr/sbin/nginx")
	}
	if err != nil && os.Getenv("HUIZHI_NGINX") != "must" {
		t.Skip("there is no nginx")
	}
	must(t, err)
	dir, err := os.MkdirTemp("", "huizhi-nginx") // its workers are another user
	must(t, err)
	must(t, os.Chmod(dir, 0o755))
	conf := filepath.Join(dir, "nginx.conf")
	must(t, os.WriteFile(conf, fmt.Appendf(nil, nginxConf, dir, at, desk, more), 0o644))
	cmd := exec.Command(program, "-c", conf, "-p", dir)
	cmd.Stderr = os.Stderr
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = exec.Command(program, "-c", conf, "-p", dir, "-s", "stop").Run()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	})
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if conn, err := net.Dial("tcp", at); err == nil {
			_ = conn.Close()
			break
		}
		if time.Since(begin) > bottest.Patience {
			t.Fatal("nginx does not listen")
		}
	}
	return func() { must(t, exec.Command(program, "-c", conf, "-p", dir, "-s", "reload").Run()) }
}

// Behind nginx as it is, answers come at once, and again after it was reloaded.
func TestBehindNginx(t *testing.T) {
	bottest.TakesTime(t)
	for name, more := range map[string]string{"as it is": "", "as recommended": nginxHeaders} {
		t.Run(name, func(t *testing.T) {
			at := freeAddress(t)
			d := open(t, options{web: func(o *webchat.Options) { o.Visitors = visitors("http://" + at) }})
			reload := nginx(t, d.url, at, more)
			d.url = "http://" + at
			b := d.browser(t)
			b.header.Set("Origin", d.url) // an old browser: it says nothing else of where it is
			begin := time.Now()
			p := b.look(t)
			if took := time.Since(begin); p.status != http.StatusOK || took > time.Second {
				t.Errorf("%d after %v", p.status, took)
			}
			begin = time.Now()
			b.say(t, "一")
			key := d.reads(t, p, 1)[0].Key
			if took := time.Since(begin); took > time.Second {
				t.Errorf("an answer took %v", took)
			}
			reload()
			q := b.look(t)
			if got := d.reads(t, q, 1)[0]; got.Key != key {
				t.Errorf("after a reload: %+v", got)
			}
			b.ack(t, key)
			d.settled(t, b)
			b.say(t, "二")
			second := d.reads(t, q, 2)[1].Key
			d.reads(t, p, 2) // the old stream lives on
			b.ack(t, second)
			d.settled(t, b)
			if resp, _ := b.ask(t, "GET", "/", ""); resp.StatusCode != 200 || !resp.Uncompressed {
				t.Errorf("the page: %d, compressed %v", resp.StatusCode, resp.Uncompressed)
			}
			if got := b.polled(t); len(got) != 0 {
				t.Errorf("%+v", got)
			}
		})
	}
}

// What nginx says of who asks is believed, and not what they say of themselves.
func TestNginxSaysWhoAsks(t *testing.T) {
	at := freeAddress(t)
	var seen []string
	d := open(t, options{})
	h := http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		seen = append(seen, d.web.Visitors.Of(r).String(), r.Host, r.Header.Get("X-Forwarded-Proto"))
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s := server(h)
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	nginx(t, "http://"+l.Addr().String(), at, nginxHeaders+"\nset_real_ip_from 127.0.0.1;\nreal_ip_header X-Test;")
	r, err := http.NewRequest(http.MethodGet, "http://"+at+"/", nil)
	must(t, err)
	r.Header.Set("X-Test", "198.51.100.7") // as if it came from there
	r.Header.Set("X-Forwarded-For", "1.1.1.1")
	r.Header.Set("X-Forwarded-Proto", "https")
	resp, err := http.DefaultClient.Do(r)
	must(t, err)
	_ = resp.Body.Close()
	if want := []string{"198.51.100.7", at, "http"}; !slices.Equal(seen, want) {
		t.Errorf("%s, want %s", strings.Join(seen, " "), strings.Join(want, " "))
	}
}
