package inbrowser_test

import (
	"strings"
	"testing"
)

// What was said can be corrected, and the correction given up.
func TestPageCorrects(t *testing.T) {
	play(t,
		scene{"a question is corrected", corrected},
		scene{"a correction is given up", correctionGivenUp},
	)
}

func corrected(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	p.says("一")
	p.shows("> 一", reply("一"))
	p.types("没写完的")
	p.clicks(".me .tools button")
	if !p.is(`document.activeElement.id === "text" && document.activeElement.value === "一" && document.getElementById("editing").checkVisibility()`) {
		t.Error("the line does not hold what is corrected")
	}
	p.types("二")
	p.presses("Enter")
	p.shows("> 一二", reply("一二"))
	if got := p.talk()[0].Tools; !strings.Contains(got, "已修改") {
		t.Errorf("below it stands %q", got)
	}
	if !p.is(`document.getElementById("text").value === "没写完的"`) {
		t.Error("what was being typed is gone")
	}
}

func correctionGivenUp(t *testing.T, b browser) {
	d := open(t, nil)
	p := b.person(t, d.url())
	p.says("一")
	p.shows("> 一", reply("一"))
	for _, way := range []func(){func() { p.presses("Escape") }, func() { p.clicks("#unedit") }, func() { p.presses("Enter") }} {
		p.clicks(".me .tools button")
		way()
		p.until(`!document.getElementById("editing").checkVisibility()`)
		if !p.is(`document.activeElement.id === "text" && document.activeElement.value === ""`) {
			t.Error("the line is not as it was")
		}
	}
	p.says("二")
	p.shows("> 一", reply("一"), "> 二", reply("二"))
}
