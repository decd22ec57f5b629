package inbrowser_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience decides when something hangs; a test waits for what it waits for.
const patience = time.Minute

// browser is a Chromium without a window. Each test has its own, and each person in it
// their own cookies.
type browser struct{ ctx context.Context }

// browse starts a browser for a test. It is asked for by HUIZHI_BROWSER=must: it takes
// both cores for minutes.
func browse(t *testing.T) browser {
	t.Helper()
	if os.Getenv("HUIZHI_BROWSER") != "must" {
		t.Skip("HUIZHI_BROWSER=must looks at the page in a browser")
	}
	path := found("chromium", "chromium-browser", "google-chrome")
	if path == "" {
		t.Fatal("HUIZHI_BROWSER=must, and there is no chromium")
	}
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("disable-site-isolation-trials", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), o...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx)
		stop()
	})
	must(t, chromedp.Run(ctx))
	return browser{ctx}
}

// scene is something that is done on a page.
type scene struct {
	name string
	test func(*testing.T, browser)
}

// play plays scenes in one browser.
func play(t *testing.T, all ...scene) {
	b := browse(t)
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) { s.test(t, b) })
	}
}

func found(names ...string) string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// tab is a page that somebody looks at.
type tab struct {
	t   *testing.T
	b   browser
	of  cdp.BrowserContextID // whose cookies it has
	ctx context.Context
	url string
}

// person is somebody who opens a page: nobody whom it knows.
func (b browser) person(t *testing.T, url string) *tab {
	t.Helper()
	p := b.stranger(t, url)
	p.open(url)
	return p
}

// stranger is somebody who has not opened the page yet.
func (b browser) stranger(t *testing.T, url string) *tab {
	t.Helper()
	of, err := target.CreateBrowserContext().Do(b.itself())
	must(t, err)
	return b.tab(t, of, url)
}

// another is the same person's second tab, with the page in it.
func (p *tab) another() *tab {
	p.t.Helper()
	out := p.b.tab(p.t, p.of, p.url)
	out.open(p.url)
	return out
}

// beside is a tab of the same window, before this one, with nothing in it.
func (p *tab) beside() *tab {
	p.t.Helper()
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(p.of).Do(p.b.itself())
	must(p.t, err)
	o := p.b.attached(p.t, id, p.of, p.url)
	o.front()
	return o
}

// front brings a tab before the others of its window.
func (p *tab) front() {
	p.t.Helper()
	p.do(page.BringToFront())
}

// itself is for what is asked of the browser and not of a tab.
func (b browser) itself() context.Context {
	return cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
}

// tab is a tab with nothing in it, in a window of its own. What goes wrong in its
// scripts fails the test.
func (b browser) tab(t *testing.T, of cdp.BrowserContextID, url string) *tab {
	t.Helper()
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(of).WithNewWindow(true).Do(b.itself())
	must(t, err)
	return b.attached(t, id, of, url)
}

func (b browser) attached(t *testing.T, id target.ID, of cdp.BrowserContextID, url string) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	t.Cleanup(stop)
	p := &tab{t, b, of, ctx, url}
	chromedp.ListenTarget(ctx, func(e any) {
		if x, ok := e.(*runtime.EventExceptionThrown); ok {
			t.Errorf("the page's script breaks: %v", x.ExceptionDetails)
		}
	})
	must(t, chromedp.Run(ctx, runtime.Enable(), network.Enable(), chromedp.EmulateViewport(800, 900))) // the first run ends with the tab
	return p
}

// do does something in the tab.
func (p *tab) do(a ...chromedp.Action) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	if err := chromedp.Run(ctx, a...); err != nil {
		p.t.Fatal(err)
	}
}

// open goes to an address.
func (p *tab) open(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
}

// js is what an expression in the page is worth.
func (p *tab) js(expr string, into any) {
	p.t.Helper()
	p.do(chromedp.Evaluate(expr, into, func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }))
}

// is reports whether an expression in the page is true.
func (p *tab) is(expr string) (ok bool) {
	p.t.Helper()
	p.js("!!("+expr+")", &ok)
	return ok
}

// until waits until an expression in the page is true.
func (p *tab) until(expr string) {
	p.t.Helper()
	for begin := time.Now(); !p.is(expr); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > patience {
			p.t.Fatalf("waited in vain until %s; shown is\n%s", expr, p)
		}
	}
}

// types types into whatever has the focus.
func (p *tab) types(text string) {
	p.t.Helper()
	p.do(chromedp.ActionFunc(func(ctx context.Context) error { return insert(ctx, text) }))
}

// presses presses keys: Enter, Tab, …; with Shift+ before them.
func (p *tab) presses(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		key, shift := strings.CutPrefix(k, "Shift+")
		down := input.DispatchKeyEvent(input.KeyDown).WithKey(key).WithCode(key).WithWindowsVirtualKeyCode(codes[key]).WithText(texted[key])
		if shift {
			down = down.WithModifiers(input.ModifierShift)
		}
		p.do(down, input.DispatchKeyEvent(input.KeyUp).WithKey(key).WithCode(key).WithWindowsVirtualKeyCode(codes[key]))
	}
}

// The numbers of keys, and what they type.
var (
	codes  = map[string]int64{"Enter": 13, "Tab": 9, "Escape": 27, " ": 32, "Backspace": 8}
	texted = map[string]string{"Enter": "\r", " ": " "}
)

// says types a message and sends it.
func (p *tab) says(text string) {
	p.t.Helper()
	p.js(`document.getElementById("text").focus()`, nil)
	if text != "" {
		p.types(text)
	}
	p.presses("Enter")
}

// clicks clicks what a selector finds.
func (p *tab) clicks(selector string) {
	p.t.Helper()
	p.do(chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible))
}

// press presses the last button of that name below a message.
func (p *tab) press(label string) {
	p.t.Helper()
	p.js(fmt.Sprintf(`[...document.querySelectorAll(".keys button")].filter((b) => b.textContent === %s).at(-1).click()`, quoted(label)), nil)
}

func quoted(s string) string {
	out, _ := json.Marshal(s)
	return string(out)
}

// shown is a message as a page shows it.
type shown struct {
	Me      bool
	Text    string
	Keys    []string
	Sources []string
	Tools   string
}

// read is the script that reads a page.
const read = `[...document.querySelectorAll("#log .msg")].map((m) => {
  const b = m.querySelector(".bubble").cloneNode(true);
  b.querySelector(".hid").remove();
  const d = b.querySelector("details");
  d?.remove();
  return {
    Me: m.classList.contains("me"),
    Text: m.classList.contains("me") ? b.textContent : [...b.querySelectorAll("p, li")].map((l) => (l.tagName === "LI" ? "· " : "") + l.textContent).join("\n"),
    Keys: [...m.querySelectorAll(".keys button")].map((k) => k.textContent),
    Sources: d ? [...d.querySelectorAll("li")].map((l) => l.textContent) : [],
    Tools: m.querySelector(".tools").textContent,
  };
})`

// talk is all that the page shows.
func (p *tab) talk() (out []shown) {
	p.t.Helper()
	p.js(read, &out)
	return out
}

// texts are what the messages of the page say; those of the customer after a >.
func (p *tab) texts() (out []string) {
	p.t.Helper()
	for _, m := range p.talk() {
		out = append(out, strings.Repeat("> ", map[bool]int{true: 1}[m.Me])+m.Text)
	}
	return out
}

func (p *tab) String() string { return strings.Join(p.texts(), "\n") }

// shows waits until the page shows exactly that.
func (p *tab) shows(want ...string) {
	p.t.Helper()
	for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		got := p.texts()
		if strings.Join(got, "\x00") == strings.Join(want, "\x00") {
			return
		}
		if time.Since(begin) > patience || len(got) > len(want) {
			p.t.Fatalf("shown is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// reply is what the parrot says to a text, as it is shown.
func reply(text string) string { return "答：\n" + text }

// offline cuts the browser's network, or joins it again.
func (p *tab) offline(off bool) {
	p.t.Helper()
	p.do(network.EmulateNetworkConditions(off, 0, -1, -1))
}

// inFrame waits until an expression is true in the frame within the page.
func (p *tab) inFrame(expr string) {
	p.t.Helper()
	for begin := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		var ok bool
		p.do(chromedp.ActionFunc(func(ctx context.Context) error {
			tree, err := page.GetFrameTree().Do(ctx)
			if err != nil || len(tree.ChildFrames) == 0 {
				return err
			}
			world, err := page.CreateIsolatedWorld(tree.ChildFrames[0].Frame.ID).Do(ctx)
			if err != nil {
				return nil // it is about to be another
			}
			got, _, err := runtime.Evaluate("!!(" + expr + ")").WithContextID(world).WithReturnByValue(true).Do(ctx)
			ok = err == nil && string(got.Value) == "true"
			return nil
		}))
		if ok {
			return
		}
		if time.Since(begin) > patience {
			p.t.Fatalf("waited in vain until in the frame %s", expr)
		}
	}
}
