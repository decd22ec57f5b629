package tgtest

import (
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 10, ""},
		{"你好", 10, "你好"},
		{"一二三四五六", 10, "一二三四五|六"},
		{"一二三四五，六", 10, "一二三四|五，六"},
		{"the quick brown fox", 10, "the quick|brown fox"},
		{"abcdefghijklm", 5, "abcde|fghij|klm"},
		{"粤省事app也行", 10, "粤省事app|也行"},
		{"一\n\n二", 10, "一||二"},
		{"👍👍👍", 4, "👍👍|👍"},
		{"1234 你好", 6, "1234|你好"},
	} {
		if got := strings.Join(wrap(c.text, c.width), "|"); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("丢失补领，本人到户籍所在地 https://www.gov.cn/a 办理。", 12)
	f.Fuzz(func(t *testing.T, text string, width int) {
		text, width = strings.ToValidUTF8(text, "?"), max(2, min(width, 80))
		squeezed := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		got := wrap(text, width)
		if squeezed(strings.Join(got, "")) != squeezed(text) {
			t.Errorf("%q became %q", text, got)
		}
		for _, line := range got {
			if columns(line) > width {
				t.Errorf("%q is wider than %d", line, width)
			}
		}
	})
}
