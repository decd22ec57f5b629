package answer

import (
	"slices"
	"strings"
	"testing"
)

func TestReadClaim(t *testing.T) {
	for _, c := range []struct {
		line, text string
		lines      []int
	}{
		{"可以。[1]", "可以。", []int{1}},
		{"  可以。 [1][2] ", "可以。", []int{1, 2}},
		{"【3】可以【4，5】", "可以", []int{3, 4, 5}},
		{"[1, 2] 可以", "可以", []int{1, 2}},
		{"- 可以[1]", "可以", []int{1}},
		{"1. 可以[1]", "可以", []int{1}},
		{"3个月内[1]", "3个月内", []int{1}},
		{"可以", "可以", nil},
		{"可以[一]", "可以[一]", nil},
		{"可以[9999]", "可以[9999]", nil},
	} {
		got, ok := readClaim(c.line)
		if !ok || got.Text != c.text || !slices.Equal(got.Lines, c.lines) {
			t.Errorf("%q: %q %v %v", c.line, got.Text, got.Lines, ok)
		}
	}
	for _, line := range []string{"", "   ", "```", "```json", "[1]", "[1][2] "} {
		if got, ok := readClaim(line); ok {
			t.Errorf("%q says %q", line, got.Text)
		}
	}
}

// However a model's text is cut into chunks, the same sentences come of it,
// and only those that name a line.
func FuzzRewording(f *testing.F) {
	m := withModel(f, nil)
	f.Add("可以的。[1]\n谁去：本人到场。[2]", 3)
	f.Add("\n\n[1]\n```\n可以[2]", 1)
	reply := Answer{Kind: KindAnswer, Text: "可以。\n带什么：\n谁去：本人到场。", ours: []string{"带什么："}}
	run := func(text string, n int) string {
		w := newRewording(reply)
		w.checker, w.giveUp = m.checker, func() {}
		for len(text) > 0 {
			k := min(n, len(text))
			w.chunk(text[:k])
			text = text[k:]
		}
		if w.end("") != "" {
			return ""
		}
		return w.said
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		n = 1 + max(n, -n)%50
		got := run(text, n)
		if got != run(text, len(text)+1) {
			t.Errorf("cut into %d: %q", n, got)
		}
		if got != "" && strings.Count(got, "带什么：") != 1 {
			t.Errorf("the list is lost: %q", got)
		}
	})
}
