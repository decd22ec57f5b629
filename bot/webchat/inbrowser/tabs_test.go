package inbrowser_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Two tabs are one talk, and a tab that comes back shows it.
func TestPageInTabs(t *testing.T) {
	play(t,
		scene{"two tabs", twoTabs},
		scene{"two tabs, both offline", twoTabsOffline},
		scene{"more tabs than connections", moreTabs},
		scene{"a tab that nobody sees", unseen},
		scene{"away and back", awayAndBack},
		scene{"a reload keeps the talk", reloaded},
		scene{"closed while the answer is looked for", closedMeanwhile},
	)
}

func twoTabs(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	o := p.another()
	p.says("一")
	for _, tab := range []*tab{p, o} {
		tab.shows("> 一", reply("一"))
	}
	o.says("二")
	p.says("三")
	for _, tab := range []*tab{p, o} {
		tab.until(`document.querySelectorAll("#log .us").length === 3`)
		if got := tab.texts(); len(got) != 6 {
			t.Errorf("shown is %q", got)
		}
	}
	if strings.Join(p.texts(), "\n") != strings.Join(o.texts(), "\n") {
		t.Errorf("one shows\n%s\nthe other\n%s", p, o)
	}
	p.open(p.url)
	p.until(`document.querySelectorAll("#log .us").length === 3`)
	if got := p.texts(); len(got) != 6 {
		t.Errorf("after a reload: %q", got)
	}
}

func twoTabsOffline(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	o := p.another()
	p.offline(true)
	o.offline(true)
	p.says("一")
	o.says("二")
	p.says("三")
	p.until(`document.querySelectorAll(".failed").length === 3`)
	p.open("about:blank") // and so the other has to send it
	o.offline(false)
	o.shows("> 一", "> 二", "> 三", reply("一"), reply("二"), reply("三"))
}

func awayAndBack(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	p.says("一")
	p.shows("> 一", reply("一"))
	p.says("慢二")
	p.until(`!document.getElementById("typing").hidden`)
	p.open(d.url() + "/qr.svg")
	d.lets(1)
	p.js("history.back()", nil)
	p.shows("> 一", reply("一"), "> 慢二", reply("慢二"))
	p.says("三")
	p.shows("> 一", reply("一"), "> 慢二", reply("慢二"), "> 三", reply("三"))
}

func reloaded(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	p.says("一")
	p.shows("> 一", reply("一"))
	p.types("写了一半")
	before := p.talk()
	p.do(chromedp.Reload())
	p.shows("> 一", reply("一"))
	if after := p.talk(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("%v, before %v", after, before)
	}
	if !p.is(`document.getElementById("text").value === "写了一半"`) {
		t.Error("what was being typed is gone")
	}
	p.do(chromedp.Reload())
	p.says("")
	p.shows("> 一", reply("一"), "> 写了一半", reply("写了一半"))
}

func closedMeanwhile(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	p.says("慢一")
	p.until(`!document.getElementById("typing").hidden`)
	p.open("about:blank")
	d.lets(1)
	d.rests() // there is an answer, and nobody to show it to
	p.open(d.url())
	p.shows("> 慢一", reply("慢一"))
	p.open(d.url())
	p.shows("> 慢一", reply("慢一"))
}

// A browser opens six connections to a desk that speaks HTTP/1.1. Tabs behind the one
// that is seen keep none.
func moreTabs(t *testing.T, b browser) {
	p := b.person(t, open(t, nil).url())
	for i := range 8 {
		o := p.beside()
		o.open(p.url)
		o.says(fmt.Sprint("问", i))
		o.until(fmt.Sprintf(`document.querySelectorAll("#log .us").length === %d`, i+1))
	}
	p.front()
	p.until(`document.querySelectorAll("#log .us").length === 8`)
	p.says("一")
	p.until(`document.querySelectorAll("#log .us").length === 9`)
}

// What comes for a tab that nobody sees waits, and is there when it is seen again.
func unseen(t *testing.T, b browser) {
	d := open(t, nil)
	for _, url := range []string{d.url(), hoarder(t, d.url())} {
		p := b.person(t, url)
		p.says("慢一")
		p.until(`!document.getElementById("typing").hidden`)
		p.beside()
		p.until(`document.visibilityState === "hidden"`)
		asked := d.seen.of("GET /api/poll")
		time.Sleep(4 * time.Second) // a poll that has begun goes on
		d.lets(1)
		d.rests()
		if n := d.seen.of("GET /api/poll") - asked; n > 0 || len(p.texts()) != 1 {
			t.Errorf("it asked %d times, and shows %q", n, p.texts())
		}
		p.front()
		p.shows("> 慢一", reply("慢一"))
	}
}
