package inbrowser_test

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// A talk can be forgotten, by the desk or on this device alone.
func TestPageForgets(t *testing.T) {
	play(t,
		scene{"forgotten in both tabs", forgotten},
		scene{"a talk is cleared on this device", clearedHere},
	)
}

func (p *tab) session() string {
	p.t.Helper()
	all, err := storage.GetCookies().WithBrowserContextID(p.of).Do(p.b.itself())
	must(p.t, err)
	for _, c := range all {
		if c.Name == "huizhi" {
			return c.Value
		}
	}
	return ""
}

func forgotten(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	o := p.another()
	p.says("一")
	p.shows("> 一", reply("一"))
	was := p.session()
	p.clicks("#menu-open")
	p.clicks(`[data-say="forget"]`)
	p.until(`[...document.querySelectorAll(".keys button")].some((b) => b.textContent === "删除")`)
	p.press("删除")
	for _, tab := range []*tab{p, o} {
		tab.until(`document.querySelectorAll("#log .msg").length === 1 && document.querySelector("#log .us")`)
	}
	until(t, "there is a new session", func() bool { return p.session() != was })
	last := p.texts()[0]
	p.says("二")
	p.shows(last, "> 二", reply("二"))
	o.shows(last, "> 二", reply("二"))
	o.says("三")
	o.shows(last, "> 二", reply("二"), "> 三", reply("三"))
	p.shows(last, "> 二", reply("二"), "> 三", reply("三"))
	p.do(chromedp.Reload())
	p.shows(last, "> 二", reply("二"), "> 三", reply("三"))
}

func clearedHere(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	o := p.another()
	p.says("一")
	p.shows("> 一", reply("一"))
	o.shows("> 一", reply("一"))
	chromedp.ListenTarget(p.ctx, func(e any) {
		if _, ok := e.(*page.EventJavascriptDialogOpening); ok {
			go func() { _ = chromedp.Run(p.ctx, page.HandleJavaScriptDialog(true)) }()
		}
	})
	p.clicks("#menu-open")
	p.clicks("#clear")
	p.shows()
	o.shows()
	p.until(`document.getElementById("empty").checkVisibility()`)
	p.says("二")
	p.shows("> 二", reply("二"))
}
