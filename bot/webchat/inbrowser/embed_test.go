package inbrowser_test

import (
	"fmt"
	"huizhi/phrases"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The page stands within a page of another site, if that may show it.
func TestPageWithinAnother(t *testing.T) {
	play(t,
		scene{"cookies are refused", cookiesRefused},
		scene{"within a page of another site", embedded},
	)
}

// A browser that keeps no cookies can have no session: the page says so, and leads out
// of where it stands.
func cookiesRefused(t *testing.T, b browser) {
	d := open(t, func(d *desk) { d.o.Origins = []string{"http://localhost:*"} })
	p := b.person(t, site(t, "localhost", d.url()))
	p.clicks("body > button")
	p.inFrame(`document.getElementById("line").textContent.includes("请在新页面打开") && document.querySelector("#line a").target === "_blank"`)
	time.Sleep(4 * time.Second) // and it stays
	p.inFrame(`document.getElementById("line").textContent.includes("请在新页面打开")`)
}

// site is a page of somebody else that loads our button.
func site(t *testing.T, host, desk string) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><title>别人的网站</title><p>别人的网站<script src="%s/embed.js"></script>`, desk)
	}))
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "127.0.0.1", host, 1)
}

func embedded(t *testing.T, b browser) {
	d := open(t, func(d *desk) { d.o.Origins = []string{"http://127.0.0.1:*"} })
	p := b.person(t, site(t, "127.0.0.1", d.url()))
	button := func(open bool) {
		t.Helper()
		label := map[bool]string{true: phrases.Say("web.embed_close"), false: phrases.Say("web.embed_open")}[open]
		p.until(fmt.Sprintf(`(() => { const b = document.querySelector("body > button"), f = document.querySelector("iframe");
			return f.checkVisibility() === %t && b.getAttribute("aria-expanded") === "%t" && b.textContent === %s; })()`, open, open, quoted(label)))
	}
	p.clicks("body > button")
	button(true)
	p.inFrame(`document.documentElement.classList.contains("embedded") && document.getElementById("text").checkVisibility()`)
	until(t, "it listens", func() bool { return d.seen.of("GET /api/events") > 0 })
	p.presses("Escape")
	button(false)
	p.until(`document.activeElement.tagName === "BUTTON"`)
	p.clicks("body > button")
	p.clicks("body > button")
	button(false)

	p = b.stranger(t, "")
	p.do(chromedp.EmulateViewport(390, 844))
	p.open(site(t, "127.0.0.1", d.url()))
	p.clicks("body > button")
	button(true)
	if !p.is(`document.querySelector("body > button").getBoundingClientRect().bottom < 60`) {
		t.Error("the button covers the line that is typed")
	}
	p.clicks("body > button") // which lies above what fills the screen
	button(false)

	d = open(t, nil)
	p = b.person(t, site(t, "127.0.0.1", d.url()))
	p.clicks("body > button")
	until(t, "it is asked for", func() bool { return d.seen.of("GET /") > 0 })
	time.Sleep(500 * time.Millisecond)
	if d.seen.of("POST /api/session") > 0 {
		t.Error("a site that may not shows it")
	}
}
