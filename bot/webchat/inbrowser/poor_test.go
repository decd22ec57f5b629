package inbrowser_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A browser that lacks something can still talk, or says what it lacks.
func TestPageWithLittle(t *testing.T) {
	play(t,
		scene{"no scripts", noScripts},
		scene{"a browser that keeps nothing", keepsNothing},
		scene{"a browser whose store is full", storeFull},
		scene{"what is kept was spoiled or taken away", spoiled},
	)
}

func noScripts(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.stranger(t, d.url())
	p.do(emulation.SetScriptExecutionDisabled(true))
	p.open(d.url())
	if !p.is(`(() => { const n = document.querySelector(".noscript"), r = n.getBoundingClientRect(); return n.textContent.includes("JavaScript") && r.height > 10 && r.top >= 0 && r.bottom <= innerHeight; })()`) {
		t.Error("nobody is told that scripts are needed")
	}
	if p.is(`document.getElementById("say").checkVisibility()`) {
		t.Error("there is a line that does nothing")
	}
}

// before has a script run before those of each page.
func (p *tab) before(script string) {
	p.t.Helper()
	p.do(page.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}

func keepsNothing(t *testing.T, b browser) {
	p := b.stranger(t, open(t, nil).url())
	p.before(`Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } })`)
	stillTalks(p)
}

func storeFull(t *testing.T, b browser) {
	p := b.stranger(t, open(t, nil).url())
	p.before(`Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }`)
	stillTalks(p)
}

// stillTalks talks for a while.
func stillTalks(p *tab) {
	p.t.Helper()
	p.open(p.url)
	p.says("一")
	p.shows("> 一", reply("一"))
	p.says("二")
	p.shows("> 一", reply("一"), "> 二", reply("二"))
	p.clicks(".me .tools button")
	p.types("三")
	p.presses("Enter")
	p.until(`document.querySelectorAll("#log .us").length === 3`)
}

func spoiled(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	for i, by := range []string{
		`localStorage.clear()`,
		`localStorage.setItem("huizhi.talk", "5"); localStorage.setItem("huizhi.unsaid", "{}"); localStorage.setItem("huizhi.typed", "[1]")`,
		`localStorage.setItem("huizhi.talk", "[null, 7, {}]"); localStorage.setItem("huizhi.unsaid", "[null, 7, {}]")`,
		`localStorage.setItem("huizhi.talk", "{"); localStorage.setItem("huizhi.unsaid", "")`,
	} {
		for range 2 {
			q := fmt.Sprint("问", i)
			p.js(by, nil)
			p.says(q)
			p.until(fmt.Sprintf(`document.querySelector("#log .us:last-child")?.textContent.includes(%q)`, q))
			p.js(by, nil)
			p.do(chromedp.Reload())
		}
	}
}
