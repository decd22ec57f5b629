package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huizhi/phrases"
)

// pairOfFiles makes a pair of files for this machine, and gives what trusts it.
func pairOfFiles(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, text := range map[string][]byte{cert: public, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(public)
	return cert, key, pool
}

// onThePage starts a desk that is on a page only.
func onThePage(t *testing.T, env map[string]string, args ...string) *served {
	t.Helper()
	all := map[string]string{"TELEGRAM_BOT_TOKEN": "", "TELEGRAM_API_URL": "", "HUIZHI_WEB": "127.0.0.1:0"}
	for k, v := range env {
		all[k] = v
	}
	return servingAs(t, all, args...)
}

var pageAt = regexp.MustCompile(`(https?://[0-9.:]+)/`)

// url is where the page is.
func (sv *served) url() string {
	sv.t.Helper()
	sv.until("the page is there", func() bool { return pageAt.MatchString(sv.out.String()) })
	return pageAt.FindStringSubmatch(sv.out.String())[1]
}

// With a certificate of its own the page is served over https, and over nothing old.
func TestThePageWithACertificate(t *testing.T) {
	cert, key, pool := pairOfFiles(t)
	sv := onThePage(t, map[string]string{"HUIZHI_WEB_CERT": cert, "HUIZHI_WEB_CERT_KEY": key})
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	resp, err := client.Get(sv.url() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if c := resp.Header.Get("Set-Cookie"); resp.StatusCode != 200 || !strings.Contains(c, "; Secure") {
		t.Errorf("%d %s", resp.StatusCode, c)
	}
	at := strings.TrimPrefix(sv.url(), "https://")
	if conn, err := tls.Dial("tcp", at, &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}); err == nil {
		t.Errorf("version %x", conn.ConnectionState().Version)
	}
	if resp, err := http.Get("http://" + at + "/"); err == nil && resp.StatusCode != http.StatusBadRequest {
		t.Errorf("without https: %d", resp.StatusCode)
	}
}

// A certificate that is renewed is the one that is shown from then on, whichever of its
// files comes first, and whenever they were written. Half of one is not, and is told
// once.
func TestARenewedCertificateCounts(t *testing.T) {
	cert, key, _ := pairOfFiles(t)
	var told safeText
	c, err := openCertificate(cert, key, slog.New(slog.NewTextHandler(&told, nil)))
	if err != nil {
		t.Fatal(err)
	}
	shown := func() []byte {
		t.Helper()
		pair, err := c.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Certificate[0]
	}
	renew := func(into, from string, in time.Duration) {
		t.Helper()
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(in)
		if err := errors.Join(os.WriteFile(into, text, 0o600), os.Chtimes(into, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	for i, files := range [][2]string{{cert, key}, {key, cert}} {
		newCert, newKey, _ := pairOfFiles(t)
		from := map[string]string{cert: newCert, key: newKey}
		before := shown()
		renew(files[0], from[files[0]], time.Hour)
		for range 2 {
			if !bytes.Equal(shown(), before) {
				t.Errorf("half a pair is shown, %s first", files[0])
			}
		}
		if n := strings.Count(told.String(), "is not read"); n != i+1 {
			t.Errorf("it is told %d times", n-i)
		}
		renew(files[1], from[files[1]], time.Minute)
		if bytes.Equal(shown(), before) {
			t.Errorf("the old one is shown, %s first", files[0])
		}
	}
}

// A pair that is none is told, and nothing is served.
func TestAWrongCertificate(t *testing.T) {
	cert, key, _ := pairOfFiles(t)
	_, other, _ := pairOfFiles(t)
	for name, pair := range map[string][2]string{"another's key": {cert, other}, "no file": {cert, filepath.Join(t.TempDir(), "none")}, "no key": {cert, cert}, "no certificate": {key, key}} {
		sv := onThePage(t, map[string]string{"HUIZHI_WEB_CERT": pair[0], "HUIZHI_WEB_CERT_KEY": pair[1]})
		begin, _, _ := strings.Cut(phrases.Say("serve.cert", "|"), "|")
		if code := <-sv.code; code != failed || !strings.Contains(sv.log.String(), begin) {
			t.Errorf("%s: %d %s", name, code, sv.log.String())
		}
	}
}

// A desk on the page finishes what it has taken: nothing more is taken, the answer
// arrives on the stream, and the stream ends. What it did is counted.
func TestADeskOnThePageFinishes(t *testing.T) {
	sv := onThePage(t, nil, "-burst", "3s")
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	post := func(path, body string) int {
		resp, err := client.Post(sv.url()+path, "application/json", strings.NewReader(body))
		if err != nil {
			return 0
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
	if n := post("/api/session", "{}"); n != http.StatusNoContent {
		t.Fatal(n)
	}
	stream, err := client.Get(sv.url() + "/api/events")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if n := post("/api/say", `{"id":"aaaaaaaa","kind":"text","text":"在江门补身份证要多少钱"}`); n != http.StatusAccepted {
		t.Fatal(n)
	}
	_, figures := sv.get("/metrics")
	for _, want := range []string{`huizhi_web_requests_total{path="POST /api/say",status="202"} 1`, "huizhi_web_streams 1"} {
		if !strings.Contains(figures, want+"\n") {
			t.Errorf("no %s", want)
		}
	}
	if code, body := sv.get("/readyz"); code != 200 {
		t.Errorf("%d %s", code, body)
	}
	sv.stop()
	sv.until("nothing more is taken", func() bool {
		return post("/api/say", `{"id":"aaaaaaab","kind":"text","text":"佛山呢"}`) == http.StatusServiceUnavailable
	})
	var all strings.Builder
	for lines := bufio.NewScanner(stream.Body); lines.Scan(); {
		all.WriteString(lines.Text())
		if key, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
			post("/api/seen", fmt.Sprintf(`{"keys":[%q]}`, key))
		}
	}
	if code := <-sv.code; code != done || !strings.Contains(all.String(), "40元") || strings.Contains(all.String(), "佛山") {
		t.Errorf("%d %s\n%s", code, all.String(), sv.log.String())
	}
}

// The articles believe the proxies that the chat believes, of where the site is and of
// who asks.
func TestArticlesBehindAProxy(t *testing.T) {
	sv := onThePage(t, map[string]string{"HUIZHI_WEB_PROXIES": "127.0.0.1"})
	ask := func(path, from string) (int, string) {
		r, err := http.NewRequest(http.MethodGet, sv.url()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Forwarded-For", from)
		r.Header.Set("X-Forwarded-Proto", "https")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(text)
	}
	want := strings.Replace(sv.url(), "http://", "https://", 1) + "/faq/country/lost"
	if code, page := ask("/faq/country/lost", "198.51.100.7"); code != 200 || !strings.Contains(page, `rel="canonical" href="`+want+`"`) {
		t.Errorf("%d, and the page does not say %s", code, want)
	}
	for n := 0; ; n++ {
		if code, _ := ask("/faq/nowhere?x", "198.51.100.7"); code == http.StatusTooManyRequests {
			break
		}
		if n > 2000 {
			t.Fatal("one address is never refused")
		}
	}
	if code, _ := ask("/faq/nowhere?x", "198.51.100.8"); code != http.StatusNotFound {
		t.Errorf("another address: %d", code)
	}
}

// What a server notes names nobody, and still tells what operators must know.
func TestServersNoteNobody(t *testing.T) {
	for _, version := range []int{1, 2} {
		t.Run(fmt.Sprint("HTTP/", version), func(t *testing.T) { notesNobody(t, version) })
	}
}

func notesNobody(t *testing.T, version int) {
	var told safeText
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("机密") }))
	s.Config.ErrorLog = log.New(nameless{&told}, "", 0)
	s.EnableHTTP2 = version == 2
	s.StartTLS()
	defer s.Close()
	if resp, err := s.Client().Get(s.URL); err == nil {
		_ = resp.Body.Close()
	}
	for begin := time.Now(); told.String() == "" && time.Since(begin) < patience/10; { // HTTP/2 ends the request first
		time.Sleep(time.Millisecond)
	}
	s.Config.ErrorLog.Print("http: TLS handshake error from 198.51.100.7:5: EOF")
	s.Config.ErrorLog.Print("http: Accept error: accept tcp: too many open files; retrying in 5ms")
	got := told.String()
	if strings.Contains(got, "机密") || strings.Contains(got, "127.0.0.1") || strings.Contains(got, "198.51") {
		t.Error(got)
	}
	for _, want := range []string{"a request broke", "web_test.go", "too many open files"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

// The settings of the page, and what is wrong with them.
func TestWebSettings(t *testing.T) {
	for _, row := range []struct{ name, value, phrase string }{
		{"HUIZHI_WEB_URL", "https://desk.example/", ""}, {"HUIZHI_WEB_URL", "desk.example", "config.web_url"}, {"HUIZHI_WEB_URL", "ftp://desk.example", "config.web_url"},
		{"HUIZHI_WEB_URL", "https://desk.example/chat", "config.web_url"},
		{"HUIZHI_WEB_CERT", "cert.pem", "config.web_cert"}, {"HUIZHI_WEB_CERT_KEY", "key.pem", "config.web_cert"},
		{"HUIZHI_WEB_PROXIES", "127.0.0.1 10.0.0.0/8,fd00::/8", ""}, {"HUIZHI_WEB_PROXIES", "localhost", "config.web_proxies"},
		{"HUIZHI_WEB_ORIGINS", "https://a.example http://b.example:8080", ""}, {"HUIZHI_WEB_ORIGINS", "https://a.example/", "config.web_origins"},
		{"HUIZHI_WEB_ORIGINS", "https://a.example;script-src", "config.web_origins"}, {"HUIZHI_WEB_ORIGINS", "*", "config.web_origins"},
	} {
		var w webConfig
		err := w.complete(surroundings{in: strings.NewReader(""), out: io.Discard, errs: io.Discard, getenv: func(n string) string {
			if n == row.name {
				return row.value
			}
			return ""
		}})
		if row.phrase == "" && err != nil || row.phrase != "" && (err == nil || err.Error() != phrases.Say(row.phrase)) {
			t.Errorf("%s=%s: %v", row.name, row.value, err)
		}
		if row.value == "127.0.0.1 10.0.0.0/8,fd00::/8" && (len(w.proxies) != 3 || w.proxies[0] != netip.MustParsePrefix("127.0.0.1/32")) {
			t.Errorf("%v", w.proxies)
		}
	}
}
