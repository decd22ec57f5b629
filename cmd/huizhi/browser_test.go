package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/testscript"

	"huizhi/bot"
	"huizhi/bot/terminal"
	"huizhi/bot/webchat"
	"huizhi/phrases"
)

// browsers are what customers of scripts have who write on the web page instead of in
// a terminal: one Chromium for all, a tab with cookies of its own for each, and huizhi
// serve.
type browsers struct {
	runs
	ctx context.Context
}

// browse starts the browser. It is asked for by HUIZHI_BROWSER=must: it takes both
// cores for minutes.
func browse(t *testing.T) context.Context {
	if os.Getenv("HUIZHI_BROWSER") != "must" {
		t.Skip("HUIZHI_BROWSER=must tells them in a browser")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("HUIZHI_BROWSER=must, and there is no chromium")
	}
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), o...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx)
		stop()
	})
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// visits are the tabs of a script, by customer, and where its desk serves: always at
// the same address, as what a page remembers belongs to that.
type visits struct {
	at   string
	tabs map[string]*webTab
}

type visitsKey struct{}

// webTab is a customer's tab; it stays when huizhi serve ends.
type webTab struct {
	ctx context.Context
	of  cdp.BrowserContextID
}

// tab is the tab of a customer.
func (b browsers) tab(ts *testscript.TestScript, as string) *webTab {
	v := ts.Value(visitsKey{}).(*visits)
	if v.tabs[as] != nil {
		return v.tabs[as]
	}
	itself := cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
	of, err := target.CreateBrowserContext().Do(itself)
	ts.Check(err)
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(of).WithNewWindow(true).Do(itself)
	ts.Check(err)
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	ts.Defer(func() {
		stop()
		_ = target.DisposeBrowserContext(of).Do(itself)
	})
	ts.Check(chromedp.Run(ctx))
	v.tabs[as] = &webTab{ctx, of}
	return v.tabs[as]
}

// visit is one customer on the page while huizhi serve runs. What is typed is done on
// the page, and what is shown there is printed as a terminal would.
type visit struct {
	ts     *testscript.TestScript
	tab    *webTab
	screen *terminal.Screen
	shown  map[string]string // messages as they were shown last
	pos    []string          // how to find the buttons that numbers mean

	desk *bot.Bot
	runs context.Context // until huizhi serve has ended
	ends context.CancelFunc
	code chan int

	wrong error // with the tab
}

// open starts huizhi serve, and opens its page for a customer.
func (b browsers) open(ts *testscript.TestScript, args []string, out, errs io.Writer) *visit {
	args, as := onPhone(args)
	at := ts.Value(visitsKey{}).(*visits).at
	v := &visit{ts: ts, tab: b.tab(ts, as), screen: &terminal.Screen{Out: out}, shown: map[string]string{}, code: make(chan int, 1)}
	ctx, ends := context.WithCancel(context.Background())
	v.ends = ends
	env := map[string]string{"HUIZHI_WEB": at, "HUIZHI_LISTEN": "127.0.0.1:0"}
	for _, name := range append(slices.Clone(inherited), "OPENAI_BASE_URL", "OPENAI_MODEL", "HUIZHI_KB", "HUIZHI_KEY_FILE") {
		env[name] = ts.Getenv(name)
	}
	ready := make(chan struct{})
	sur := surroundings{out: io.Discard, errs: sober{errs}, getenv: func(name string) string { return env[name] }, dir: ts.MkAbs(".")}
	sur.desk = func(b *bot.Bot) {
		v.desk = b
		close(ready)
	}
	var ended context.CancelFunc
	v.runs, ended = context.WithCancel(context.Background())
	go func() {
		v.code <- b.with(ctx, args, sur)
		ended()
	}()
	select {
	case <-ready:
	case <-v.runs.Done():
		return v
	}
	for v.runs.Err() == nil {
		if c, err := net.Dial("tcp", at); err == nil {
			_ = c.Close()
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	v.do(chromedp.Navigate("http://" + at + "/"))
	v.news() // what was shown before
	fmt.Fprintln(out, phrases.Say("chat.hello"))
	v.settle()
	return v
}

// do does something in the tab. What goes wrong ends the chat, and is told then.
func (v *visit) do(a ...chromedp.Action) {
	ctx, stop := context.WithTimeout(v.tab.ctx, patience)
	defer stop()
	if err := chromedp.Run(ctx, a...); err != nil {
		v.wrong = errors.Join(v.wrong, err) // a script fails only in its own goroutine
		v.ends()
	}
}

// js is what an expression in the page is worth.
func (v *visit) js(expr string, into any) { v.do(chromedp.Evaluate(expr, into)) }

// types does on the page what a line does in a terminal.
func (v *visit) types(line string) {
	text := strings.TrimSpace(line)
	n, err := strconv.Atoi(narrow.Replace(text))
	fixed, edits := strings.CutPrefix(text, "/edit ")
	switch {
	case text == "":
	case err == nil && n >= 1 && n <= len(v.pos):
		v.js(v.pos[n-1]+"?.click()", nil)
	case edits:
		v.js(`[...document.querySelectorAll("#log .me")].at(-1).querySelector(".tools button").click(); document.getElementById("text").select()`, nil)
		v.enters(fixed)
	default:
		v.js(`document.getElementById("text").focus()`, nil)
		v.enters(text)
	}
}

// enters types a text and sends it.
func (v *visit) enters(text string) {
	v.do(input.InsertText(text), input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13).WithText("\r"))
}

// session is whose page it is, as it stands in addresses.
func (t *webTab) session() string {
	all, _ := storage.GetCookies().WithBrowserContextID(t.of).Do(cdp.WithExecutor(t.ctx, chromedp.FromContext(t.ctx).Browser))
	for _, c := range all {
		if session, _, ok := strings.Cut(c.Value, "."); ok && c.Name == "huizhi" {
			return session
		}
	}
	return ""
}

// settle waits until all is done that was said, or huizhi serve has ended, and prints
// what is new.
func (v *visit) settle() {
	if v.desk == nil {
		return
	}
	ctx, stop := context.WithTimeout(v.runs, patience)
	defer stop()
	for said := false; !said && ctx.Err() == nil && v.wrong == nil; time.Sleep(2 * time.Millisecond) {
		v.js(`(localStorage.getItem("huizhi.unsaid") ?? "[]") === "[]" && document.getElementById("line").hidden`, &said)
	}
	_ = v.desk.Settled(ctx, bot.Address{Channel: webchat.Name, Chat: v.tab.session()})
	for _, m := range v.news() {
		v.screen.Show(m)
	}
	fmt.Fprint(v.screen.Out, asks)
}

// webRead is the script that reads what the page shows of us.
const webRead = `[...document.querySelectorAll("#log .us")].map((m) => {
  const lines = (e) => [...e.querySelectorAll("p, li")].map((l) => (l.tagName === "LI" ? "· " : "") + l.textContent);
  const b = m.querySelector(".bubble").cloneNode(true), d = b.querySelector("details");
  d?.remove();
  d?.querySelector("p")?.remove();
  return { Key: m.dataset.key, Text: lines(b).join("\n"), Sources: d ? lines(d) : [], Rows: [...m.querySelectorAll(".keys div")].map((r) => [...r.children].map((k) => k.textContent)) };
})`

// webFind finds a button, by the key of the message it stands below and its label.
const webFind = `[...[...document.querySelectorAll("#log .us")].find((m) => m.dataset.key === %s)?.querySelectorAll(".keys button") ?? []].find((k) => k.textContent === %s)`

func quoted(s string) string {
	out, _ := json.Marshal(s)
	return string(out)
}

// news is what the page shows that is new or has changed. Buttons that are taken away
// change nothing that is said.
func (v *visit) news() (out []bot.Message) {
	var all []struct {
		Key, Text string
		Sources   []string
		Rows      [][]string
	}
	v.js(webRead, &all)
	for _, m := range all {
		if v.shown[m.Key] == m.Text {
			continue
		}
		v.shown[m.Key] = m.Text
		shown := bot.Message{Text: m.Text, Sources: m.Sources}
		if len(m.Rows) > 0 {
			v.pos = nil
		}
		for _, row := range m.Rows {
			var choices []bot.Choice
			for _, label := range row {
				v.pos = append(v.pos, fmt.Sprintf(webFind, quoted(m.Key), quoted(label)))
				choices = append(choices, bot.Choice{Label: label})
			}
			shown.Buttons = append(shown.Buttons, choices)
		}
		out = append(out, shown)
	}
	return out
}

// close leaves the page, ends huizhi serve, and gives its exit status.
func (v *visit) close() int {
	v.do(chromedp.Navigate("about:blank"))
	v.ends()
	select {
	case code := <-v.code:
		return code
	case <-time.After(patience):
		v.ts.Fatalf("huizhi serve does not end")
		return failed
	}
}

// run runs a whole chat whose lines are in a file, or something else of a customer who
// stands there as terminal/name.
func (b browsers) run(ts *testscript.TestScript, neg bool, args []string) {
	if !chatting(args) || slices.Contains(args, "-h") {
		for i, arg := range args {
			args[i] = customers.ReplaceAllStringFunc(arg, func(s string) string {
				return webchat.Name + "/" + b.tab(ts, strings.TrimPrefix(s, "terminal/")).session()
			})
		}
		b.runs.run(ts, neg, args)
		return
	}
	args, in := redirected(ts, args)
	lines, err := io.ReadAll(in)
	ts.Check(err)
	var out, errs safeText
	v := b.open(ts, args[1:], &out, &errs)
	waits := slices.Contains(args, "-burst")
	for line := range strings.Lines(string(lines)) {
		if v.desk == nil {
			break
		}
		if v.types(line); !waits {
			v.settle()
		}
	}
	v.settle()
	code := v.close()
	ts.Check(v.wrong)
	fmt.Fprint(ts.Stdout(), out.String())
	fmt.Fprint(ts.Stderr(), errs.String())
	if (code != done) != neg {
		ts.Fatalf("exit status %d:\n%s", code, errs.String())
	}
}

// start starts a chat that a script goes on with.
func (b browsers) start(ts *testscript.TestScript, neg bool, args []string) {
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "exec" })
	if neg || !chatting(args) {
		b.runs.start(ts, neg, args)
		return
	}
	in, typing := io.Pipe()
	reading, out := io.Pipe()
	pt := partnerOf(ts)
	var shown bytes.Buffer
	v := b.open(ts, args[1:], &shown, &pt.errs)
	turn := func() { _, _ = shown.WriteTo(out) }
	wait := make(chan error, 2)
	go func() {
		turn()
		for l := range lines(context.Background(), in) {
			v.types(string(l.text))
			v.settle()
			turn()
		}
		code := v.close()
		_ = out.Close()
		if v.wrong != nil {
			wait <- v.wrong
		}
		if code != done {
			wait <- fmt.Errorf("exit status %d", code)
		}
		close(wait)
	}()
	pt.attend(ts, running{typing, reading, func() error { return <-wait }, v.ends}, replies)
	pt.listen(ts)
}

// notInABrowser are the transcripts that a page cannot tell, besides those that a phone
// cannot, and why.
var notInABrowser = map[string]string{
	"contact-card-is-not-needed":               "a page takes no files",
	"erased-customer-stays-erased":             "it reads the customer's name again, which here is a session",
	"forgotten-when-asked-twice":               "a button is pressed a second time that a page takes away",
	"location-wants-the-name-of-the-city":      "a page takes no files",
	"number-without-button-is-text":            "receipts are offered below a reply where photos are taken",
	"photo-let-go":                             "a page takes no files",
	"photo-offered-then-rules":                 "a page takes no files",
	"photo-then-question":                      "a page takes no files",
	"photo-with-a-question-is-not-turned-away": "a page takes no files",
}

// TestScriptsInABrowser tells the transcripts of the terminal a third time, to customers
// who write on the web page.
func TestScriptsInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("the terminal tells them too")
	}
	b := browsers{shared, browse(t)}
	scripts, err := inTelegram("testdata/script")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name := range scripts {
		text, err := os.ReadFile(filepath.Join("testdata/script", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		if notInABrowser[name] != "" {
			continue
		}
		head, files := runWithin(strings.ReplaceAll(string(text), "exec huizhi erase", "run huizhi erase"))
		if err := os.WriteFile(filepath.Join(dir, name+".txtar"), []byte(head+files), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"run": b.run, "start": b.start, "say": say, "press": press, "hear": hear, "leave": leave, "told": told,
			"spoil": spoil, "model": plays,
		},
		Setup: func(env *testscript.Env) error {
			// of this program alone, or somebody else might take its port before the desk does
			l, err := net.Listen("tcp", fmt.Sprintf("127.%d.%d.1:0", 1+os.Getpid()>>8&127, os.Getpid()&255))
			if err != nil {
				return err
			}
			_ = l.Close()
			env.Values[visitsKey{}] = &visits{l.Addr().String(), map[string]*webTab{}}
			env.Values[partnerKey{}] = new(partner)
			env.Setenv("HUIZHI_DATA", filepath.Join(env.WorkDir, ".data"))
			env.Setenv("HUIZHI_KEY", strings.Repeat("5a", 32))
			env.Setenv("GORACE", "atexit_sleep_ms=0")
			return nil
		},
	})
}
