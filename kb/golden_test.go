package kb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
	"huizhi/phrases"
)

// examined is the good article with golden questions in its front matter.
func examined(golden string) string { return slip(18, good[18]+"\ngolden:\n"+golden) }

// Questions of the front matter come first; a line under a heading belongs to
// what stands there, and one above all headings to the first paragraph.
func TestReadGolden(t *testing.T) {
	text := examined(`  - {ask: 江门换证收多少, place: 江门市, says: [20元|二十元, 本人], never: [40元, 免费]}
  - ask: [帮我转人工, 找人工]
    kind: handoff`) + `考题：外地人在这行不行 / 外地的能弄吗／ 外地可办否 /

## 为什么?
问法：甲怎么办
因为。
考题:怎么会这样 / 甲咋弄

## 另一问
另一答。
`
	for name, data := range map[string]string{"plain": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n")} {
		c, problems := read(t, map[string]string{"a/b.md": data})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var got []string
		for _, g := range c.Articles()[0].Golden {
			got = append(got, fmt.Sprintf("%d %q passage=%s place=%s kind=%s %q %q", g.Line, g.Ask, g.Passage, g.Place, g.Kind, g.Says, g.Never))
		}
		want := []string{
			`20 ["江门换证收多少"] passage= place=江门市 kind= ["20元|二十元" "本人"] ["40元" "免费"]`,
			`21 ["帮我转人工" "找人工"] passage= place= kind=handoff [] []`,
			`25 ["外地人在这行不行" "外地的能弄吗" "外地可办否"] passage=a/b place= kind= [] []`,
			`30 ["怎么会这样" "甲咋弄"] passage=a/b#为什么 place= kind= [] []`,
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// Without a first paragraph the numbers are those of the passages all the same.
func TestReadGoldenWithoutAnOpening(t *testing.T) {
	c, problems := read(t, one(bare("江门市", "", "\n## 多久？\n考题：要等几天\n40日。\n\n## 多少钱？\n20元。\n考题：收不收费\n")))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	texts := map[kb.PassageID]string{}
	for p := range c.Passages() {
		texts[p.ID] = p.Text
	}
	want := map[string]string{"要等几天": "40日。", "收不收费": "20元。"}
	for _, g := range c.Articles()[0].Golden {
		if texts[g.Passage] != want[g.Ask[0]] {
			t.Errorf("%q is to be answered with %q (%s)", g.Ask, texts[g.Passage], g.Passage)
		}
	}
	if n := len(c.Articles()[0].Golden); n != 2 {
		t.Errorf("%d golden questions", n)
	}
}

// Nothing that searches or quotes gets to see a golden question.
func TestGoldenIsNoPassage(t *testing.T) {
	c, _ := read(t, one(bare("江门市", "", "可以。\n考题：行不行\n\n## 多久？\n考题:要等几天\n40日。\n")))
	var got []string
	for p := range c.Passages() {
		got = append(got, fmt.Sprintf("%q %q", p.Questions, p.Text))
	}
	if want := []string{`["某地办证"] "可以。"`, `["多久？"] "40日。"`}; !slices.Equal(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestReadGoldenSlips(t *testing.T) {
	for _, x := range []struct {
		name   string
		golden string
		line   int // 0: nothing is wrong
		key    string
		args   []any
	}{
		{"says something", "  - {ask: 甲, says: 乙}", 0, "", nil},
		{"is of a kind", "  - {ask: 甲, kind: unknown}", 0, "", nil},
		{"nothing asked", "  - {says: 乙}", 20, "lint.golden_incomplete", nil},
		{"an empty list asked", "  - {ask: [], says: 乙}", 20, "lint.golden_incomplete", nil},
		{"nothing demanded", "  - {ask: 甲, place: 江门市}", 20, "lint.golden_incomplete", nil},
		{"nothing but never", "  - {ask: 甲, says: 乙}\n  - {ask: 甲, never: 乙}", 21, "lint.golden_incomplete", nil},
		{"unknown place", "  - {ask: 甲, says: 乙, place: 江门}", 20, "lint.unknown_place", []any{"江门"}},
		{"two places", "  - {ask: 甲, says: 乙, place: [江门市, 佛山市]}", 20, "lint.want_text", nil},
		{"unknown key", "  - ask: 甲\n    says: 乙\n    must: 丙", 22, "lint.unknown_key", []any{"must"}},
		{"the same key twice", "  - ask: 甲\n    says: 乙\n    ask: 丙", 22, "lint.twice", []any{"ask"}},
		{"half-width comma", "  - ask: 甲\n    says:\n      - 先挂失,再补领", 22, "lint.half_comma", []any{"先挂失,再补领"}},
		{"no mapping", "  - 甲", 20, "lint.want_mapping", nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, problems := read(t, map[string]string{"a.md": examined(x.golden)})
			if x.line == 0 {
				if len(problems) > 0 {
					t.Error(problems)
				}
				return
			}
			want := kb.Problem{File: "a.md", Line: x.line, Text: phrases.Say(x.key, x.args...)}
			if !slices.Contains(problems, want) {
				t.Errorf("want %v, got\n%v", want, problems)
			}
		})
	}
}

// A question that is listed as a wording examines nothing.
func TestLintGoldenKnown(t *testing.T) {
	for _, x := range []struct {
		name  string
		body  string
		known string // "" when the question is new
	}{
		{"a new wording", "可以。\n考题：能不能弄证\n", ""},
		{"the title", "可以。\n考题：某地办证\n", "某地办证"},
		{"the title, asked", "可以。\n考题：某地 办证？\n", "某地 办证？"},
		{"its heading", "## 要多久？\n40日。\n考题：要多久?\n", "要多久?"},
		{"another heading", "可以。\n考题：要多久\n\n## 要多久？\n40日。\n", "要多久"},
		{"a wording", "## 要多久？\n问法：几天 / 用App办几天\n考题：用app 办几天。\n40日。\n", "用app 办几天。"},
		{"the second of several", "## 要多久？\n问法：几天\n考题：等好久 / 几天\n40日。\n", "几天"},
		{"part of a wording", "## 要多久？\n问法：要等几天\n考题：几天\n40日。\n", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, problems := read(t, one(bare("江门市", "", x.body)))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var want []string
			if line := 9 + 1 + strings.Count(x.body[:strings.Index(x.body, "考题")], "\n"); x.known != "" {
				want = []string{fmt.Sprintf("a.md:%d: %s", line, phrases.Say("lint.golden_known", x.known))}
			}
			if got := told(c.Lint(day("2026-11-22"))); !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// What the front matter asks must be new as well.
func TestLintGoldenOfCasesKnown(t *testing.T) {
	c, problems := read(t, map[string]string{"a.md": examined("  - {ask: [新会收多少, 在江门怎么办？], says: 20元}")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := []string{"a.md:20: " + phrases.Say("lint.golden_known", "在江门怎么办？")}
	if got := told(c.Lint(day("2026-11-22"))); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestMatches(t *testing.T) {
	for _, x := range []struct {
		text, demand string
		want         bool
	}{
		{"工本费20元。", "20元", true},
		{"工本费20元。", "40元", false},
		{"工本费20元。", "免费|20元", true},
		{"工本费20元。", "20元|免费", true},
		{"工本费20元。", "免费|40元", false},
		{"工本费20元。", "免费|20元|40元", true},
		{"工本费免费或20元。", "免费或20元", true},
		{"", "20元", false},
		{"用“i莞家”", "i莞家", true},
		{"用“i莞家”", "I莞家", false},
		{"20.5元", "20.元", false}, // no regular expression
		{"免费|20元", "40元", false},
	} {
		if got := kb.Matches(x.text, x.demand); got != x.want {
			t.Errorf("Matches(%q, %q) = %v", x.text, x.demand, got)
		}
	}
}
