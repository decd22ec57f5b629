package inbrowser_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Who uses keys, a screen reader, or a small or enlarged screen can do all of it.
func TestPageIsForEverybody(t *testing.T) {
	play(t,
		scene{"all is reached by Tab, in order", tabOrder},
		scene{"the menu keeps the focus, and gives it back", menuFocus},
		scene{"buttons by keys", buttonsByKeys},
		scene{"a reply is read aloud once", readOnce},
		scene{"small and enlarged screens", narrow},
		scene{"less motion", lessMotion},
		scene{"what is pressed is large enough", largeEnough},
		scene{"nothing jumps", nothingJumps},
		scene{"little is loaded", littleIsLoaded},
		scene{"axe finds nothing", axe},
		scene{"how it looks", looks},
	)
}

// focused is what has the focus: its id, or what stands on it.
func (p *tab) focused() (name string) {
	p.t.Helper()
	p.js(`(() => { const e = document.activeElement; return e.id || e.getAttribute("aria-label") || e.textContent.trim().slice(0, 12); })()`, &name)
	return name
}

// walk presses Tab n times, and tells where it came by.
func (p *tab) walk(key string, n int) (out []string) {
	p.t.Helper()
	for range n {
		p.presses(key)
		out = append(out, p.focused())
	}
	return out
}

func tabOrder(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	if got := p.walk("Tab", 3); got[0] != "跳到输入框" || got[1] != "menu-open" || !strings.HasPrefix(got[2], "外地人可以") {
		t.Errorf("at first: %q", got)
	}
	p.open(d.url())
	p.presses("Tab", "Enter")
	if p.focused() != "text" {
		t.Errorf("it leads to %s", p.focused())
	}
	p.types("一")
	p.presses("Tab")
	if p.focused() != "send" {
		t.Errorf("after the line comes %s", p.focused())
	}
	p.presses(" ")
	p.shows("> 一", reply("一"))
	if p.focused() != "text" {
		t.Errorf("after sending, the focus is on %s", p.focused())
	}
	// Backwards from the line: the reply, then the question.
	got := p.walk("Shift+Tab", 9)
	for _, want := range []string{"复制", "没帮上", "有帮助", "要多久", "出处（1）", "修改"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not reached: %q", want, got)
		}
	}
}

func menuFocus(t *testing.T, b browser) {
	p := b.person(t, open(t, nil).url())
	open := func() {
		p.js(`document.getElementById("menu-open").focus()`, nil)
		p.presses("Enter")
		p.until(`document.getElementById("menu").open`)
	}
	open()
	for _, name := range p.walk("Tab", 12) {
		if !p.is(`document.activeElement === document.body || document.getElementById("menu").contains(document.activeElement)`) {
			t.Errorf("the focus leaves the menu for %s", name)
		}
	}
	p.presses("Escape")
	p.until(`!document.getElementById("menu").open && document.activeElement.id === "menu-open"`)
	open()
	p.clicks("#menu form button")
	p.until(`!document.getElementById("menu").open && document.activeElement.id === "menu-open"`)
	open()
	p.js(`document.querySelector('[data-say="privacy"]').focus()`, nil)
	p.presses("Enter")
	p.until(`document.querySelector("#log .us") && document.activeElement.id === "text"`)
}

func buttonsByKeys(t *testing.T, b browser) {
	p := b.person(t, open(t, nil).url())
	p.says("一")
	p.shows("> 一", reply("一"))
	p.js(`document.querySelector("summary").focus()`, nil)
	p.presses("Enter")
	p.until(`document.querySelector("details").open`)
	p.js(`document.querySelector(".keys button").focus()`, nil)
	p.presses(" ")
	p.shows("> 一", reply("一"), "> 要多久", reply("要多久"))
	if p.focused() != "text" || !p.is(`document.querySelector("details").open`) {
		t.Errorf("the focus is on %s, or what was open is closed", p.focused())
	}
}

// What is added to the log while it is live is what a screen reader reads.
func readOnce(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.stranger(t, d.url())
	p.before(`window.read = []; addEventListener("DOMContentLoaded", () => {
		const log = document.getElementById("talk");
		new MutationObserver((all) => { for (const m of all) {
			if (log.getAttribute("aria-live") !== "polite") continue;
			for (const n of m.addedNodes) if ((n.closest ? n : m.target).closest("[aria-live]") === log) window.read.push(n.textContent);
		} }).observe(log, { childList: true, subtree: true });
	})`)
	p.open(d.url())
	p.until(`document.getElementById("talk").getAttribute("aria-live") === "polite" && document.getElementById("talk").getAttribute("role") === "log"`)
	p.says("边走边问")
	d.lets(3)
	p.shows("> 边走边问", reply("边走边问"))
	p.until(`document.querySelector(".me .tools").textContent.includes(":")`)
	var read []string
	p.js("window.read", &read)
	if len(read) != 2 || !strings.Contains(read[0], "边走边问") || !strings.Contains(read[1], "答：") {
		t.Errorf("read aloud is %q", read)
	}
	p.do(chromedp.Reload())
	p.shows("> 边走边问", reply("边走边问"))
	p.until(`document.getElementById("talk").getAttribute("aria-live") === "polite"`)
	if p.js("window.read", &read); len(read) != 0 {
		t.Errorf("after a reload, read aloud is %q", read)
	}
}

// screens are what people have; 640×400 is a laptop at 200 %.
var screens = []struct{ w, h int64 }{{320, 568}, {390, 844}, {640, 400}, {1280, 800}}

// sideways and covered are what must not be.
const (
	sideways = `document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll("main, dialog[open], form")].some((e) => e.scrollWidth > e.clientWidth)`
	covered  = `(() => { const r = (s) => document.querySelector(s).getBoundingClientRect(), h = r("header"), m = r("main"), f = r("#say");
		return h.bottom > m.top + 1 || m.bottom > f.top + 1 || f.bottom > innerHeight + 1 || m.height < 100; })()`
)

func narrow(t *testing.T, b browser) {
	p := b.person(t, open(t, nil).url())
	p.says("https://example.com/" + strings.Repeat("long", 60) + "\n" + strings.Repeat("长", 200))
	p.until(`document.querySelector("#log .us")`)
	p.js(`document.querySelector("summary").click()`, nil)
	for _, s := range screens {
		p.do(chromedp.EmulateViewport(s.w, s.h))
		for _, menu := range []string{"close", "showModal"} {
			p.js(`document.getElementById("menu").`+menu+`()`, nil)
			if p.is(sideways) || p.is(covered) {
				t.Errorf("%d×%d, menu %s: it scrolls sideways, or something is covered", s.w, s.h, menu)
			}
		}
		p.js(`document.getElementById("menu").close()`, nil)
	}
}

func lessMotion(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.stranger(t, d.url())
	p.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}))
	p.open(d.url())
	p.says("慢一")
	p.until(`document.getElementById("typing").checkVisibility()`)
	if p.is(`document.getAnimations().length > 0`) {
		t.Error("something moves")
	}
	d.lets(1)
	p.shows("> 慢一", reply("慢一"))
}

// Buttons are 44 CSS pixels high and wide (WCAG 2.5.5), what stands in a line of text 24
// (2.5.8).
func largeEnough(t *testing.T, b browser) {
	p := b.person(t, open(t, nil).url())
	small := `[...document.querySelectorAll("button, a, summary, textarea")].filter((e) => e.checkVisibility() && !e.classList.contains("skip")).filter((e) => {
		const r = e.getBoundingClientRect(), least = e.matches(".bubble a, .tools button, summary") ? 24 : 44;
		return r.height < least || r.width < least;
	}).map((e) => (e.id || e.textContent.trim()) + " " + e.getBoundingClientRect().width + "×" + e.getBoundingClientRect().height)`
	check := func(when string) {
		var got []string
		if p.js(small, &got); len(got) > 0 {
			t.Errorf("%s: too small are %q", when, got)
		}
	}
	check("empty")
	p.says("一")
	p.shows("> 一", reply("一"))
	p.js(`document.querySelector("summary").click()`, nil)
	check("asked")
	p.js(`document.querySelector(".me .tools button").click()`, nil)
	check("corrected")
	if !p.is(`document.querySelector("#log li:last-child").getBoundingClientRect().bottom <= document.getElementById("say").getBoundingClientRect().top`) {
		t.Error("what stands at the end is covered when the line grows")
	}
	p.js(`document.getElementById("menu-open").click()`, nil)
	check("menu")
}

func nothingJumps(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.stranger(t, d.url())
	p.before(`window.jumped = 0; new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.jumped += e.value; }).observe({ type: "layout-shift", buffered: true })`)
	p.open(d.url())
	for i := range 4 {
		q := fmt.Sprint("边问边答", i)
		p.says(q)
		d.lets(3)
		p.until(fmt.Sprintf(`document.querySelectorAll("#log .us").length === %d`, i+1))
	}
	var sum float64
	p.js("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.jumped), 100)))", &sum)
	t.Logf("layout shifts sum up to %.4f", sum)
	if sum >= 0.05 {
		t.Errorf("the page jumps: %v", sum)
	}
}

func littleIsLoaded(t *testing.T, b browser) {
	p := b.person(t, open(t, nil).url())
	p.until(`document.getElementById("talk").getAttribute("aria-live") === "polite"`)
	var sizes map[string]int
	p.js(`Object.fromEntries([...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((e) => [new URL(e.name).pathname, e.transferSize]))`, &sizes)
	sum := 0
	for _, n := range sizes {
		sum += n
	}
	t.Logf("the first view loads %d bytes: %v", sum, sizes)
	if sum > 60_000 {
		t.Errorf("%d bytes are loaded", sum)
	}
}

// states are what a page can be like; each is made from the one before.
func states(p *tab, d *desk, each func(state string)) {
	p.t.Helper()
	each("empty")
	p.says("在江门补身份证要多少钱")
	p.until(`document.querySelector("#log .us") && document.querySelector(".me .tools").textContent.includes(":")`)
	each("asked")
	p.js(`document.querySelector("summary").click(); document.querySelector("details").scrollIntoView({ block: "nearest" })`, nil)
	each("sources")
	p.says("边想边说")
	p.until(`!document.getElementById("draft").hidden`)
	each("streaming")
	d.lets(3)
	p.until(`document.querySelectorAll("#log .us").length === 2`)
	p.says("慢一")
	p.until(`document.getElementById("typing").checkVisibility()`)
	each("waiting")
	d.lets(1)
	p.until(`document.querySelectorAll("#log .us").length === 3`)
	p.js(`document.getElementById("menu-open").click(); document.getElementById("qr").decode()`, nil)
	each("menu")
	p.js(`document.getElementById("menu").close()`, nil)
	p.js(`document.querySelector(".me .tools button").click()`, nil)
	each("correcting")
	p.presses("Escape")
	p.offline(true)
	p.says("这句发不出去")
	p.until(`document.querySelector(".failed") && !document.getElementById("line").hidden`)
	each("offline")
	p.offline(false)
	p.until(`!document.querySelector(".failed")`)
}

// inEach opens the page on each kind of screen, and goes through its states.
func inEach(t *testing.T, b browser, each func(p *tab, name string)) {
	for _, colours := range []string{"light", "dark"} {
		for _, s := range []struct {
			name string
			w, h int64
		}{{"phone", 390, 844}, {"desktop", 1280, 800}} {
			d := open(t, nil)
			p := b.stranger(t, d.url())
			p.do(chromedp.EmulateViewport(s.w, s.h), emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}}))
			p.open(d.url())
			states(p, d, func(state string) { each(p, s.name+"-"+colours+"-"+state) })
		}
	}
}

// axe asks axe-core, a folder of which HUIZHI_AXE names, whether anything is amiss.
func axe(t *testing.T, b browser) {
	dir := os.Getenv("HUIZHI_AXE")
	if dir == "" {
		t.Skip("HUIZHI_AXE names no folder with axe-core")
	}
	script, err := os.ReadFile(filepath.Join(dir, "axe.min.js"))
	must(t, err)
	n := 0
	inEach(t, b, func(p *tab, name string) {
		var wrong []string
		p.js(string(script)+";0", nil)
		p.js(`axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html.slice(0, 120) + " " + n.failureSummary).join(" | ")))`, &wrong)
		for _, w := range wrong {
			t.Errorf("%s: %s", name, w)
		}
		n++
	})
	t.Logf("%d states", n)
}

// looks puts pictures of all states into the folder that HUIZHI_SHOTS names.
func looks(t *testing.T, b browser) {
	dir := os.Getenv("HUIZHI_SHOTS")
	if dir == "" {
		t.Skip("HUIZHI_SHOTS names no folder for pictures")
	}
	inEach(t, b, func(p *tab, name string) {
		var picture []byte
		p.do(chromedp.ActionFunc(func(ctx context.Context) error { return chromedp.CaptureScreenshot(&picture).Do(ctx) }))
		must(t, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600))
	})
}
