package webchat_test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"rsc.io/qr"

	"huizhi/bot/webchat"
	"huizhi/phrases"
)

// got is what a handler replies to a GET.
func got(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	return out
}

// The page may load what is ours and be shown where we say.
func TestWhatProtectsThePage(t *testing.T) {
	_, h := web(t, func(o *webchat.Options) { o.Origins = []string{"https://a.example", "https://b.example"} })
	for _, path := range []string{"/", "/qr.svg", "/embed.js", "/api/poll", "/nosuch"} {
		header := got(h, path).Header()
		csp := header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self' https://a.example https://b.example"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: no %s in %s", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") == "" {
			t.Errorf("%s: %v", path, header)
		}
	}
	page := got(h, "/").Body.String()
	if m := regexp.MustCompile(`<script(?: type="module" src="/assets/[^"]+"| type="application/json" id="words")>|<script`).FindAllString(page, -1); len(m) != 2 || m[0] == "<script" || m[1] == "<script" {
		t.Errorf("%q", m)
	}
	if m := regexp.MustCompile(`(?i)\son[a-z]+=|style="|<style|https?://(?:[^w]|w[^w])`).FindString(page); m != "" {
		t.Errorf("%q is in the page", m)
	}
}

// The page and its parts come compressed and once: what has not changed is not sent
// again, whatever a proxy has made of its tag.
func TestThePageIsSentOnce(t *testing.T) {
	_, h := web(t, nil)
	page := got(h, "/")
	parts := regexp.MustCompile(`/assets/[^"]+`).FindAllString(page.Body.String(), -1)
	if len(parts) != 2 {
		t.Fatalf("%q", parts)
	}
	for _, path := range append(parts, "/") {
		plain, small := got(h, path), got(h, path, "Accept-Encoding", "br, gzip")
		if plain.Code != 200 || small.Header().Get("Content-Encoding") != "gzip" || plain.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", path, plain.Code, small.Header())
		}
		z, err := gzip.NewReader(small.Body)
		must(t, err)
		if body, err := io.ReadAll(z); err != nil || !bytes.Equal(body, plain.Body.Bytes()) || len(body) == 0 {
			t.Errorf("%s: not the same, compressed: %v", path, err)
		}
		tag := plain.Header().Get("ETag")
		for _, known := range []string{tag, strings.TrimPrefix(tag, "W/"), `"x", ` + tag, "*"} {
			if again := got(h, path, "If-None-Match", known); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s, %s: %d, %d bytes", path, known, again.Code, again.Body.Len())
			}
		}
		if other := got(h, path, "If-None-Match", `"other"`); other.Code != 200 {
			t.Errorf("%s: %d", path, other.Code)
		}
		if cache := plain.Header().Get("Cache-Control"); strings.Contains(cache, "immutable") != (path != "/") {
			t.Errorf("%s: %s", path, cache)
		}
	}
	if old := got(h, strings.Replace(parts[0], "/assets/", "/assets/0", 1)); old.Code != 404 {
		t.Errorf("a part of another version: %d", old.Code)
	}
}

// All that the page says is there, and in words.
func TestThePageSaysAll(t *testing.T) {
	_, h := web(t, nil)
	page := html.UnescapeString(got(h, "/").Body.String())
	for _, key := range []string{"web.title", "web.unofficial", "web.hello", "web.fine", "web.start.jiangmen", "web.menu_forget", "web.qr", "web.noscript", "web.offline", "web.blocked"} {
		if !strings.Contains(page, phrases.Say(key)) {
			t.Errorf("%s is not there", key)
		}
	}
	if i := strings.Index(page, "<no value>"); i >= 0 || strings.Contains(page, "ZgotmplZ") {
		t.Errorf("%s", page[max(0, i-100):])
	}
}

// A photo cannot be given yet: what takes one is neither seen, nor reached, nor read
// aloud. What it will take is what phones make of their pictures for it: JPEG.
func TestNoPhotoCanBeGivenYet(t *testing.T) {
	_, h := web(t, nil)
	input := regexp.MustCompile(`<input[^>]*type="file"[^>]*>`).FindAllString(got(h, "/").Body.String(), -1)
	if len(input) != 1 {
		t.Fatalf("%q", input)
	}
	for _, want := range []string{` accept="image/jpeg,image/png"`, ` hidden `, ` tabindex="-1"`, ` aria-hidden="true"`} {
		if !strings.Contains(input[0], want) {
			t.Errorf("no%s in %s", want, input[0])
		}
	}
}

// The code leads where people find the page: it is drawn as it should be.
func TestTheCodeLeadsToThePage(t *testing.T) {
	for _, row := range []struct{ url, want string }{{"https://desk.example", "https://desk.example/"}, {"", "http://example.com/"}} {
		_, h := web(t, func(o *webchat.Options) { o.Visitors = visitors(row.url) })
		reply := got(h, "/qr.svg")
		var svg struct {
			ViewBox string `xml:"viewBox,attr"`
			Paths   []struct {
				D string `xml:"d,attr"`
			} `xml:"path"`
		}
		must(t, xml.Unmarshal(reply.Body.Bytes(), &svg))
		want, err := qr.Encode(row.want, qr.M)
		must(t, err)
		if d := svg.Paths[1].D; d != modules(want) || reply.Header().Get("Content-Type") != "image/svg+xml" {
			t.Errorf("%s: another code", row.want)
		}
	}
}

// modules are the dark squares of a code, with four light ones around.
func modules(c *qr.Code) string {
	var b strings.Builder
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) {
				b.WriteString("M" + number(x+4) + " " + number(y+4) + "h1v1h-1z")
			}
		}
	}
	return b.String()
}

func number(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return number(n/10) + number(n%10)
}

// The script for other sites knows where the page is, whatever somebody calls us.
func TestTheScriptForOtherSites(t *testing.T) {
	_, h := web(t, func(o *webchat.Options) { o.Visitors = visitors("https://desk.example") })
	reply := got(h, "/embed.js")
	body := reply.Body.String()
	if !strings.Contains(body, `"base":"https://desk.example"`) || !strings.Contains(body, phrases.Say("web.embed_open")) || !strings.HasPrefix(body, "(function") {
		t.Errorf("%s", body)
	}
	if reply.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" || !strings.HasPrefix(reply.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("%v", reply.Header())
	}
	_, h = web(t, nil)
	r := httptest.NewRequest(http.MethodGet, "/embed.js", nil)
	r.Host = `x"});alert(1);({"</script>`
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	if strings.Contains(out.Body.String(), `x"}`) || strings.Contains(out.Body.String(), "</script>") {
		t.Errorf("%s", out.Body)
	}
}
