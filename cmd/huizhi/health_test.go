package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOnThisMachine(t *testing.T) {
	for at, want := range map[string]string{
		"127.0.0.1:9464": "127.0.0.1:9464", "10.0.0.5:9464": "10.0.0.5:9464", "desk:9464": "desk:9464", "[::1]:9464": "[::1]:9464",
		":9464": "127.0.0.1:9464", "0.0.0.0:9464": "127.0.0.1:9464", "[::]:9464": "127.0.0.1:9464",
		"9464": "9464", "": "",
	} {
		if got := onThisMachine(at); got != want {
			t.Errorf("%q: %q, want %q", at, got, want)
		}
	}
}

func TestSays(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	at := strings.TrimPrefix(server.URL, "http://")
	if !says(t.Context(), at, "/healthz") || says(t.Context(), at, "/readyz") {
		t.Error("it is not heard what is said")
	}
	if code, told := healthAt(t, at); code != done || told != "ok\n" {
		t.Errorf("%d: %s", code, told)
	}
	server.Close()
	if code, told := healthAt(t, at); code != failed || !strings.Contains(told, at) {
		t.Errorf("%d: %s", code, told)
	}
	if says(t.Context(), at, "/healthz") || says(t.Context(), "no address", "/healthz") {
		t.Error("nobody is there to say so")
	}
}

// healthAt runs huizhi health where a desk is to listen at an address.
func healthAt(t *testing.T, at string) (code int, told string) {
	var out bytes.Buffer
	env := map[string]string{"HUIZHI_LISTEN": at}
	code = run(t.Context(), []string{"health"}, surroundings{out: &out, errs: &out, getenv: func(name string) string { return env[name] }})
	return code, out.String()
}
