package inbrowser_test

import (
	"testing"
)

// A line that drops, falls silent or is held up loses and doubles nothing.
func TestPageOnABadLine(t *testing.T) {
	play(t,
		scene{"what is said while offline is sent once, later", saidOffline},
		scene{"a desk that starts again loses and doubles nothing", restarted},
		scene{"a line that is cut in the middle of a reply", cutInTheMiddle},
		scene{"a line that falls silent", fallenSilent},
		scene{"a proxy that passes nothing on", hoarded},
		scene{"a desk that is asked too much", overrun},
	)
}

// offline (emulated)
func saidOffline(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	p.says("一")
	p.shows("> 一", reply("一"))
	p.offline(true)
	p.until(`document.getElementById("line").textContent.includes("连不上")`)
	p.says("二")
	p.says("三")
	p.until(`document.querySelector(".failed .tools")?.textContent.includes("没有发出去")`)
	p.types("还没写完")
	p.offline(false)
	p.shows("> 一", reply("一"), "> 二", "> 三", reply("二"), reply("三"))
	p.until(`document.getElementById("line").hidden`)
	p.until(`!document.querySelector(".failed")`)
	if !p.is(`document.getElementById("text").value === "还没写完"`) {
		t.Error("what was being typed is gone")
	}
}

func restarted(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	p.says("一")
	p.shows("> 一", reply("一"))
	p.says("慢二")
	p.until(`!document.getElementById("typing").hidden`)
	d.Stop()
	p.says("三")
	d.start()
	d.lets(1)
	p.shows("> 一", reply("一"), "> 慢二", "> 三", reply("慢二"), reply("三"))
	p.says("四")
	p.shows("> 一", reply("一"), "> 慢二", "> 三", reply("慢二"), reply("三"), "> 四", reply("四"))
}

func cutInTheMiddle(t *testing.T, b browser) {
	d := open(t, nil)
	w := wired(t, d.at)
	p := b.person(t, w.url())
	p.until(`document.getElementById("log").dataset.line === "open"`) // a draft is not kept for who comes later
	p.says("边说边断")
	p.until(`document.getElementById("draft").textContent.includes("答")`)
	d.parrot.On <- struct{}{}
	w.cut()
	d.lets(2)
	p.until(`document.getElementById("line").textContent.includes("连不上")`)
	w.mend()
	p.shows("> 边说边断", reply("边说边断"))
	p.until(`document.getElementById("draft").hidden && document.getElementById("line").hidden`)
}

// The page hears from the desk again and again; when it has not for long, it connects
// anew.
func fallenSilent(t *testing.T, b browser) {
	d := open(t, nil)
	w := wired(t, d.at)
	p := b.person(t, w.url())
	p.says("慢一")
	p.until(`!document.getElementById("typing").hidden`)
	w.hush()
	d.lets(1)
	p.js(`(() => { const now = Date.now; Date.now = () => now() + 60000; })()`, nil)
	p.shows("> 慢一", reply("慢一"))
}

func hoarded(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, hoarder(t, d.url()))
	p.says("一")
	p.shows("> 一", reply("一"))
	p.says("二")
	p.shows("> 一", reply("一"), "> 二", reply("二"))
	if !p.is(`document.getElementById("line").hidden`) {
		t.Error("it says that it is offline")
	}
}

// A page that is told to slow down asks again, later, and loses nothing.
func overrun(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, overran(t, d.url(), 2))
	p.says("一")
	p.says("二")
	p.shows("> 一", "> 二", reply("一"), reply("二"))
	p.until(`document.getElementById("line").hidden && !document.querySelector(".failed")`)
	d.rests()
	p.says("三")
	p.shows("> 一", "> 二", reply("一"), reply("二"), "> 三", reply("三"))
}
