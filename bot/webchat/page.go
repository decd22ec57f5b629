package webchat

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"huizhi/phrases"
)

// The parts of the page. There is no build step: they are served as they are.
//
//go:embed page.html chat.css chat.js embed.js
var files embed.FS

// asset is a part of the page, as it is and compressed.
type asset struct {
	path, kind  string
	body, small []byte
	tag         string // a hash of the body: a part that changes has another address
}

// page is the page and its parts.
type page struct {
	script, style asset
	html          asset
	policy        string
}

func newPage(o Options) (*page, error) {
	p := &page{policy: policy(o.Origins)}
	var err error
	if p.style, err = loaded("chat.css", "text/css; charset=utf-8"); err != nil {
		return nil, err
	}
	if p.script, err = loaded("chat.js", "text/javascript; charset=utf-8"); err != nil {
		return nil, err
	}
	p.html, err = p.rendered(o)
	return p, err
}

// loaded is a part as it is embedded, at an address that changes with it.
func loaded(name, kind string) (asset, error) {
	body, err := files.ReadFile(name)
	if err != nil {
		return asset{}, err
	}
	a := packed(body, kind)
	a.path = "/assets/" + a.tag + "/" + name
	return a, nil
}

func packed(body []byte, kind string) asset {
	var small bytes.Buffer
	z, _ := gzip.NewWriterLevel(&small, gzip.BestCompression)
	_, _ = z.Write(body)
	_ = z.Close()
	sum := sha256.Sum256(body)
	return asset{kind: kind, body: body, small: small.Bytes(), tag: hex.EncodeToString(sum[:8])}
}

// shown is what the page is made of.
type shown struct {
	Style, Script string
	T             map[string]string // what the page says
	Starters      []string
	Words         template.JS // for the script: JSON
	FAQ           bool
}

// rendered is the page: it is the same for everybody.
func (p *page) rendered(o Options) (asset, error) {
	t, err := template.New("page.html").Option("missingkey=error").ParseFS(files, "page.html")
	if err != nil {
		return asset{}, err
	}
	words, err := json.Marshal(words())
	if err != nil {
		return asset{}, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, shown{p.style.path, p.script.path, texts(), starters(), template.JS(words), o.Link != nil})
	if err != nil {
		return asset{}, fmt.Errorf("webchat: page: %w", err)
	}
	return packed(b.Bytes(), "text/html; charset=utf-8"), nil
}

// starters are questions to begin with: they show what can be asked.
func starters() []string {
	return []string{
		phrases.Say("web.start.jiangmen"), phrases.Say("web.start.dongguan"), phrases.Say("web.start.child"),
		phrases.Say("web.start.lost"), phrases.Say("web.start.receipt"),
	}
}

// texts are what the page says.
func texts() map[string]string {
	return map[string]string{
		"description":  phrases.Say("web.description"),
		"title":        phrases.Say("web.title"),
		"skip":         phrases.Say("web.skip"),
		"unofficial":   phrases.Say("web.unofficial"),
		"menu":         phrases.Say("web.menu"),
		"hello":        phrases.Say("web.hello"),
		"hello_more":   phrases.Say("web.hello_more"),
		"fine":         phrases.Say("web.fine"),
		"log":          phrases.Say("web.log"),
		"waiting":      phrases.Say("web.waiting"),
		"down":         phrases.Say("web.down"),
		"editing":      phrases.Say("web.editing"),
		"cancel":       phrases.Say("web.cancel"),
		"label":        phrases.Say("web.label"),
		"placeholder":  phrases.Say("web.placeholder"),
		"send":         phrases.Say("web.send"),
		"menu_human":   phrases.Say("web.menu_human"),
		"menu_restart": phrases.Say("web.menu_restart"),
		"menu_privacy": phrases.Say("web.menu_privacy"),
		"menu_forget":  phrases.Say("web.menu_forget"),
		"menu_clear":   phrases.Say("web.menu_clear"),
		"menu_faq":     phrases.Say("web.menu_faq"),
		"qr":           phrases.Say("web.qr"),
		"about":        phrases.Say("web.about"),
		"close":        phrases.Say("web.close"),
		"noscript":     phrases.Say("web.noscript"),
	}
}

// words are what the script says.
func words() map[string]string {
	return map[string]string{
		"👍": phrases.Say("web.up"), "👎": phrases.Say("web.down_vote"),
		"sources": phrases.Say("web.sources"), "article": phrases.Say("web.article"), "copy": phrases.Say("web.copy"),
		"copied": phrases.Say("web.copied"), "you": phrases.Say("web.you"), "us": phrases.Say("web.us"),
		"offline": phrases.Say("web.offline"),
		"unsent":  phrases.Say("web.unsent"), "again": phrases.Say("web.again"),
		"edit": phrases.Say("web.edit"), "editing": phrases.Say("web.editing"), "edited": phrases.Say("web.edited"),
		"blocked": phrases.Say("web.blocked"), "newpage": phrases.Say("web.newpage"), "cleared": phrases.Say("web.cleared"), "too_long": phrases.Say("web.too_long"), "too_many": phrases.Say("web.too_many"), "sure": phrases.Say("web.sure"),
		"forget": phrases.Say("web.forget_word"), "privacy": phrases.Say("web.privacy_word"),
		"human": phrases.Say("web.human_word"), "restart": phrases.Say("web.restart_word"),
	}
}

// serve serves the page and its parts.
func (p *page) serve(mux *http.ServeMux, w *Web) {
	for _, a := range []asset{p.style, p.script} {
		mux.HandleFunc("GET "+a.path, func(out http.ResponseWriter, r *http.Request) {
			out.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			a.serve(out, r)
		})
	}
	mux.HandleFunc("GET /{$}", func(out http.ResponseWriter, r *http.Request) {
		if session, ok := w.begun(r); ok {
			w.keep(out, r, session)
		}
		out.Header().Set("Cache-Control", "no-cache, private")
		p.html.serve(out, r)
	})
	mux.HandleFunc("GET /favicon.ico", func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusNoContent) })
}

// serve writes an asset, compressed where that is understood. Its tag is a weak one,
// since it is the same for both.
func (a asset) serve(out http.ResponseWriter, r *http.Request) {
	h := out.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", `W/"`+a.tag+`"`)
	h.Set("Vary", "Accept-Encoding")
	body := a.body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.small
	}
	http.ServeContent(out, r, "", time.Time{}, bytes.NewReader(body))
}

// policy is what a page of ours may load and who may show it. Nothing comes from
// elsewhere, and no script stands in the page itself.
func policy(origins []string) string {
	ancestors := strings.Join(append([]string{"'self'"}, origins...), " ")
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors " + ancestors
}

// guarded sets what protects each page.
func (w *Web) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		h := out.Header()
		h.Set("Content-Security-Policy", w.page.policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
		next.ServeHTTP(out, r)
	})
}
