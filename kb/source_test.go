package kb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
	"huizhi/phrases"
)

// several is an article that rests on three sources.
func several(cases, body string) string {
	return strings.Replace(bare("江门市", cases, body), "checked:", `  s2: {body: 另一个局, title: 另一份, date: 2023, seen: copy}
  s3: {body: 某网站, title: 转载, date: 2022, seen: seller}
checked:`, 1)
}

func sourceKeys(ss []kb.Source) string {
	var keys []string
	for _, s := range ss {
		keys = append(keys, s.Key)
	}
	return strings.Join(keys, " ")
}

// A passage rests on what its line names, in the article's order, and on
// everything when it names nothing. Customers never see the line.
func TestReadPassageSources(t *testing.T) {
	for _, x := range []struct{ name, body, src, sources string }{
		{"one", "出处：s2\n可以。\n", "[s2]", "s2"},
		{"below the text", "可以。\n出处：s2\n", "[s2]", "s2"},
		{"under a heading", "## 可以吗？\n问法：行吗\n出处：s3\n可以。\n", "[s3]", "s3"},
		{"pause mark", "出处：s3、s1\n可以。\n", "[s3 s1]", "s1 s3"},
		{"comma", "出处：s1，s2\n可以。\n", "[s1 s2]", "s1 s2"},
		{"blanks and a stroke", "出处： s1 s2 / s3\n可以。\n", "[s1 s2 s3]", "s1 s2 s3"},
		{"half-width colon", "出处:s2\n可以。\n", "[s2]", "s2"},
		{"two lines", "出处：s1\n可以。\n出处：s3\n", "[s1 s3]", "s1 s3"},
		{"none", "可以。\n", "[]", "s1 s2 s3"},
		{"a line that names nothing", "出处：\n可以。\n", "[]", "s1 s2 s3"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, problems := read(t, one(several("", x.body)))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			ps := slices.Collect(c.Passages())
			if len(ps) != 1 || ps[0].Text != "可以。" || fmt.Sprint(ps[0].Src) != x.src || sourceKeys(ps[0].Sources()) != x.sources {
				t.Errorf("%+v, resting on %s", ps, sourceKeys(ps[0].Sources()))
			}
		})
	}
}

// Each heading has its own sources; none are handed on to the next.
func TestPassageSourcesEndWithThePassage(t *testing.T) {
	c, _ := read(t, one(several("", "可以。\n出处：s1\n\n## 多久？\n40日。\n\n## 多少钱？\n出处：s3\n20元。\n")))
	var got []string
	for p := range c.Passages() {
		got = append(got, fmt.Sprint(p.Src))
	}
	if want := []string{"[s1]", "[]", "[s3]"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The source of a case is that of every value in it which has none of its own.
func TestReadCaseSource(t *testing.T) {
	for name, text := range map[string]string{
		"above": "if: {service: lost}\n    src: s2\n",
		"below": "if: {service: lost}\n",
	} {
		cases := text + `    fee: {value: 40元, src: s1}
    who: 本人到场
    where:
      窗口: {src: s3}
      网办: {if: {age: 16+}, else: 不行}
    time: 未知`
		if name == "below" {
			cases += "\n    src: s2"
		}
		c, problems := read(t, map[string]string{"a.md": strings.Replace(several("X", ""), "  - X", "  - "+cases, 1)})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var got []string
		for _, s := range c.Articles()[0].Statements {
			got = append(got, fmt.Sprintf("%s.%s%s", s.Field, s.Item, s.Value.Src))
		}
		if want := []string{"fee.s1", "who.s2", "where.窗口s3", "where.网办s2", "where.网办s2", "time.s2"}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// The source of a case is neither that of the next nor that of the one before.
func TestCaseSourceIsOfTheCase(t *testing.T) {
	c, _ := read(t, one(several("{if: {service: first}, fee: 免费}\n{if: {service: lost}, src: s2, fee: 40元}\n{if: {service: renew}, fee: 20元}", "")))
	var got []string
	for _, s := range c.Articles()[0].Statements {
		got = append(got, s.Value.Src)
	}
	if want := []string{"", "s2", ""}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestLintSources(t *testing.T) {
	unsourced := phrases.Say("lint.unsourced")
	missing := func(key string) string { return phrases.Say("lint.no_such_source", key) }
	for _, x := range []struct {
		name string
		text string
		want []string // "line: text"; warnings start with "?"
	}{
		{"one source needs no key", bare("江门市", "{if: {service: lost}, fee: 40元}", "可以。\n"), nil},
		{"a passage without", several("", "可以。\n"), []string{"?12: " + unsourced}},
		{"a passage with", several("", "可以。\n出处：s2\n"), nil},
		{"each passage", several("", "出处：s1\n可以。\n\n## 多久？\n40日。\n"), []string{"?15: " + unsourced}},
		{"a value without", several("{if: {service: lost}, fee: 40元}", ""), []string{"?5: " + unsourced}},
		{"a value with", several("{if: {service: lost}, fee: {value: 40元, src: s1}}", ""), nil},
		{"a case with", several("{if: {service: lost}, src: s1, fee: 40元, who: 本人}", ""), nil},
		{"a reading's source is not the value's", several("{if: {service: lost}, fee: {value: 40元, contested: [{say: 20元, src: s2}]}}", ""), []string{"?5: " + unsourced}},
		{"a reading without", several("{if: {service: lost}, fee: {value: 40元, src: s1, contested: [{say: 20元}]}}", ""), nil},
		{"unknown, but looked for", several("{if: {service: lost}, fee: 未知}", ""), []string{"?5: " + unsourced}},
		{"an else needs none", several("{if: {service: lost}, where: {网办: {if: {age: 16+}, else: 不行, src: s1}}}", ""), nil},

		{"no such source of a passage", several("", "可以。\n\n## 多久？\n出处：s1、s9\n40日。\n出处：s8\n"), []string{"?12: " + unsourced, "14: " + missing("s8"), "14: " + missing("s9")}},
		{"of a passage with one source", bare("江门市", "", "出处：s2\n可以。\n"), []string{"10: " + missing("s2")}},
		{"half-width comma", several("", "出处：s1,s2\n可以。\n"), []string{"12: " + missing("s1,s2")}},
		{"of a case", several("{if: {service: lost}, src: s9, fee: 40元}", ""), []string{"5: " + missing("s9")}},
		{"of a reading", several("{if: {service: lost}, src: s1, fee: {value: 40元, contested: [{say: 20元, src: s9}]}}", ""), []string{"5: " + missing("s9")}},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, problems := read(t, one(x.text))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var got []string
			for _, p := range told(c.Lint(day("2026-11-22"))) {
				got = append(got, strings.Replace(p, "a.md:", "", 1))
			}
			slices.Sort(got)
			slices.Sort(x.want)
			if !slices.Equal(got, x.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(x.want, "\n"))
			}
		})
	}
}

// A case names one source, not a list.
func TestReadCaseSourceSlip(t *testing.T) {
	_, problems := read(t, map[string]string{"a.md": slip(6, "  - if: {service: [first, renew], age: 16+}\n    src: [s1, s2]")})
	if want := (kb.Problem{File: "a.md", Line: 7, Text: phrases.Say("lint.want_text")}); !slices.Contains(problems, want) {
		t.Errorf("want %v, got %v", want, problems)
	}
}
