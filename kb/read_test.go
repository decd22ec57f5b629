package kb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
	"huizhi/phrases"
)

// good is an article without a slip, in lines: a slip replaces one of them.
var good = []string{
	1:  "---",
	2:  "title: 江门办身份证",
	3:  "variants: [在江门怎么办, 新会怎么办]",
	4:  "scope: [江门市]",
	5:  "cases:",
	6:  "  - if: {service: [first, renew], age: 16+}",
	7:  "    who: 本人到场",
	8:  "    can: can",
	9:  "    bring:",
	10: "      照片: {}",
	11: "    where:",
	12: "      窗口: {say: 任一窗口}",
	13: "    fee: {value: 20元, src: s1}",
	14: "sources:",
	15: "  s1: {body: 江门公安, title: 指南, date: 2024-01, seen: copy}",
	16: "checked: 2026-11-01",
	17: "confidence: high",
	18: "review_by: 2027-05-01",
	19: "---",
	20: "可以。",
}

// slip replaces a line of the good article; several lines may take its place.
func slip(n int, text string) string {
	lines := slices.Clone(good[1:])
	lines[n-1] = text
	return strings.Join(lines, "\n") + "\n"
}

func TestReadGood(t *testing.T) {
	text := strings.Join(good[1:], "\n") + "\n"
	for name, data := range map[string]string{
		"plain":             text,
		"CRLF":              strings.ReplaceAll(text, "\n", "\r\n"),
		"BOM":               "\ufeff" + text,
		"BOM and CRLF":      "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"),
		"no body":           strings.TrimSuffix(text, "可以。\n"),
		"no last new line":  strings.TrimSuffix(text, "\n"),
		"blanks behind ---": strings.ReplaceAll(text, "---\n", "--- \t\n"),
		"ends with ---":     strings.TrimSuffix(text, "\n可以。\n"),
	} {
		t.Run(name, func(t *testing.T) {
			c, problems := read(t, map[string]string{"guangdong/jiangmen.md": data})
			if len(problems) > 0 {
				t.Fatalf("%v", problems)
			}
			a := c.Articles()[0]
			if a.ID != "guangdong/jiangmen" || a.Title != "江门办身份证" || !slices.Equal(a.Variants, []string{"在江门怎么办", "新会怎么办"}) ||
				len(a.Statements) != 5 || a.Confidence != kb.High || !a.ReviewBy.Equal(day("2027-05-01")) || !a.Checked.Equal(day("2026-11-01")) {
				t.Errorf("%+v", a)
			}
			if want := (kb.Source{Key: "s1", Body: "江门公安", Title: "指南", Date: "2024-01", Seen: kb.Copy}); !slices.Equal(a.Sources, []kb.Source{want}) {
				t.Errorf("%+v", a.Sources)
			}
			for _, s := range a.Statements {
				if want := map[kb.Field]int{kb.Who: 7, kb.Can: 8, kb.Bring: 10, kb.Where: 12, kb.Fee: 13}[s.Field]; s.Line != want {
					t.Errorf("%s stands on line %d, want %d", s.Field, s.Line, want)
				}
			}
			for _, p := range a.Passages {
				if p.Line != 20 || p.Text != "可以。" || p.ID != "guangdong/jiangmen" {
					t.Errorf("%+v", p)
				}
			}
		})
	}
}

func TestReadSlips(t *testing.T) {
	for _, x := range []struct {
		name string
		text string
		line int
		key  string // of the phrase
		args []any  // nil: only the phrase's own words are compared
	}{
		{"half-width comma", slip(7, "    who: 监护人陪同,本人到场"), 7, "lint.half_comma", []any{"监护人陪同,本人到场"}},
		{"half-width comma in an item", slip(12, "      窗口: {say: “任一窗口,都可以”}"), 12, "lint.comma_key", []any{"都可以”"}},
		{"half-width comma in a title", slip(2, "title: 江门,办身份证"), 2, "lint.half_comma", []any{"江门,办身份证"}},
		{"comma that YAML eats", slip(13, "    fee: {value: 到期20元,丢失40元}"), 13, "lint.comma_key", []any{"丢失40元"}},
		{"full-width colon", slip(7, "    who：本人到场"), 7, "lint.full_colon", []any{"who："}},
		{"full-width colon at the top", slip(4, "scope：[江门市]"), 4, "lint.full_colon", []any{"scope："}},
		{"full-width colon in flow", slip(6, "  - if: {service: first, age：16+}"), 6, "lint.full_colon", []any{"age：16+"}},
		{"colon and blank in a value", slip(7, "    who: 到场: 本人"), 7, "lint.yaml_colons", []any{}},
		{"tab", slip(7, "\twho: 本人到场"), 7, "lint.yaml_indent", []any{}},
		{"open bracket", slip(7, "    who: 本人（要到场"), 7, "lint.brackets", []any{"本人（要到场"}},
		{"closing quote", slip(12, "      窗口: {say: 任一”窗口}"), 12, "lint.brackets", []any{"任一”窗口"}},
		{"crossed brackets", slip(7, "    who: 本人（“到场）”"), 7, "lint.brackets", []any{"本人（“到场）”"}},
		{"open flow", slip(13, "    fee: {value: 20元, src: s1"), 13, "lint.yaml_open", []any{"{"}},
		{"open list", slip(4, "scope: [江门市"), 4, "lint.yaml_open", []any{"["}},
		{"closed too often", slip(4, "scope: [江门市]]"), 4, "lint.yaml_open", []any{"]"}},
		{"full-width end of a list", slip(3, "variants: [在江门怎么办, 新会怎么办】"), 3, "lint.yaml_open", []any{"["}},
		{"open quote", slip(2, `title: "江门办身份证`), 2, "lint.yaml_open", []any{`"`}},
		{"open single quote", slip(12, "      窗口: {say: '任一窗口}"), 12, "lint.yaml_open", []any{"'"}},
		{"full-width colon on the first line", slip(2, "title：江门办身份证"), 2, "lint.full_colon", []any{"title："}},
		{"full-width colon of an item", slip(10, "      照片：{}"), 10, "lint.full_colon", []any{"照片："}},
		{"full-width colon of the first of two", slip(10, "      照片：可以\n      户口簿: {}"), 10, "lint.full_colon", []any{"照片："}},
		{"nothing but full-width colons", "---\ntitle：江门\nscope：江门市\n---\n", 2, "lint.full_colon", []any{"title："}},
		{"no blank behind a colon", slip(7, "    who:本人到场"), 7, "lint.tight_colon", []any{"who:"}},
		{"no blank on the first line", slip(2, "title:江门办身份证"), 2, "lint.tight_colon", []any{"title:"}},
		{"tab before an item", slip(10, "\t  照片: {}"), 10, "lint.yaml_indent", []any{}},
		{"full-width blanks", slip(8, "\u3000\u3000can: can"), 8, "lint.yaml_indent", []any{}},
		{"full-width blank before a key", slip(17, "\u3000confidence: high"), 17, "lint.yaml_indent", []any{}},
		{"indented too little", slip(7, "   who: 本人到场"), 7, "lint.yaml", []any{}},
		{"a text that nobody asked for", slip(8, "    可以"), 8, "lint.yaml", []any{}},
		{"a value that YAML takes for a name", slip(7, "    who: *本人"), 7, "lint.yaml_start", []any{"*"}},
		{"a value with @", slip(7, "    who: @本人"), 7, "lint.yaml_start", []any{"@"}},
		{"a backslash", slip(7, `    who: "本人\到场"`), 7, "lint.yaml_escape", []any{}},
		{"a control character", slip(7, "    who: 本人\x01到场"), 7, "lint.yaml_control", []any{}},
		{"a slip after a flow of two lines", slip(13, "    fee: {value: 20元,\n      src: s1}\n\ttime: 约20日"), 15, "lint.yaml_indent", []any{}},

		{"GBK", slip(7, "    who: \xb1\xbe\xc8\xcb"), 7, "lint.not_utf8", []any{}},
		{"GBK in the body", slip(20, "\xbf\xc9\xd2\xd4\xa1\xa3"), 20, "lint.not_utf8", []any{}},
		{"UTF-16", "\xff\xfe-\x00-\x00-\x00\n\x00", 1, "lint.not_utf8", []any{}},
		{"a conflict's beginning", slip(7, "<<<<<<< HEAD\n    who: 本人到场"), 7, "lint.conflict", []any{"<<<<<<<"}},
		{"a conflict's middle", slip(20, "可以。\n=======\n不可以。"), 21, "lint.conflict", []any{"======="}},
		{"a conflict's end", slip(20, "可以。\r\n>>>>>>> 分支\r"), 21, "lint.conflict", []any{">>>>>>>"}},
		{"a conflict's forebear", slip(20, "||||||| 1234567"), 20, "lint.conflict", []any{"|||||||"}},
		{"a conflict above all", "<<<<<<< HEAD\n" + slip(20, "可以。"), 1, "lint.conflict", []any{"<<<<<<<"}},

		{"heading without a blank", slip(20, "可以。\n##多久？"), 21, "lint.heading", []any{"多久？"}},
		{"heading with a wide blank", slip(20, "可以。\n##\u3000多久？"), 21, "lint.heading", []any{"多久？"}},
		{"heading of wide signs", slip(20, "可以。\n＃＃ 多久？"), 21, "lint.heading", []any{"多久？"}},
		{"indented heading", slip(20, "可以。\n  ## 多久？"), 21, "lint.heading", []any{"多久？"}},
		{"heading of the first level", slip(20, "# 江门办证\n可以。"), 20, "lint.heading_level", []any{"江门办证"}},
		{"the same without a blank", slip(20, "#江门办证\r\n可以。"), 20, "lint.heading_level", []any{"江门办证"}},
		{"heading of the third level", slip(20, "可以。\n### 多久？\n"), 21, "lint.heading_level", []any{"多久？"}},
		{"heading without a word", slip(20, "可以。\n##\n"), 21, "lint.heading_empty", []any{}},
		{"heading of a blank", slip(20, "可以。\n## \n"), 21, "lint.heading_empty", []any{}},
		{"underlined heading", slip(20, "多久？\n====\n40日。"), 21, "lint.underline", []any{"===="}},
		{"heading with a line below", slip(20, "多久？\n-----\n40日。"), 21, "lint.underline", []any{"-----"}},
		{"a line across", slip(20, "可以。\n\n***\n40日。"), 22, "lint.underline", []any{"***"}},
		{"table", slip(20, "可以。\n| 业务 | 费用 |\n|---|---|\n| 换领 | 20元 |"), 21, "lint.table", []any{}},
		{"table without edges", slip(20, "业务 | 费用\n--- | ---:\n换领 | 20元"), 21, "lint.table", []any{}},
		{"image", slip(20, "见下图：![地图](a.png)。"), 20, "lint.image", []any{"![地图](a.png)"}},
		{"link", slip(20, "可以。\n\n看[官网](https://example.org/a)。"), 22, "lint.link", []any{"[官网](https://example.org/a)"}},
		{"address in brackets", slip(20, "看<https://example.org>。"), 20, "lint.link", []any{"<https://example.org>"}},
		{"tag", slip(20, "可以。<br/>带户口簿。"), 20, "lint.html", []any{"<br/>"}},
		{"tag with attributes", slip(20, `<font color="red">可以</font>。`), 20, "lint.html", []any{`<font color="red">`}},
		{"hidden remark", slip(20, "可以。<!-- 待核 -->"), 20, "lint.html", []any{"<!--"}},
		{"entity", slip(20, "可以。&nbsp;"), 20, "lint.html", []any{"&nbsp;"}},
		{"bold", slip(20, "要**本人**到场。"), 20, "lint.emphasis", []any{"**本人**"}},
		{"code", slip(20, "写 `x`。"), 20, "lint.emphasis", []any{"`x`"}},

		{"unknown key", slip(7, "    whom: 本人到场"), 7, "lint.unknown_key", []any{"whom"}},
		{"unknown key at the top", slip(17, "confident: high"), 17, "lint.unknown_key", []any{"confident"}},
		{"unknown key of a guard", slip(6, "  - if: {service: first, ages: 16+}"), 6, "lint.unknown_key", []any{"ages"}},
		{"unknown key of a value", slip(13, "    fee: {value: 20元, source: s1}"), 13, "lint.unknown_key", []any{"source"}},
		{"key of another field", slip(13, "    fee: {value: 20元, one_of: [甲, 乙]}"), 13, "lint.unknown_key", []any{"one_of"}},
		{"value of an item", slip(12, "      窗口: {value: 任一窗口}"), 12, "lint.unknown_key", []any{"value"}},
		{"unknown key of a source", slip(15, "  s1: {body: 江门公安, title: 指南, date: 2024-01, seen: copy, page: 3}"), 15, "lint.unknown_key", []any{"page"}},
		{"unknown paper", slip(10, "      相片: {}"), 10, "lint.unknown_word", []any{"相片", papers()}},
		{"unknown channel", slip(12, "      派出所: {say: 任一窗口}"), 12, "lint.unknown_word", []any{"派出所", channels()}},
		{"unknown service", slip(6, "  - if: {service: [first, renewal], age: 16+}"), 6, "lint.unknown_word", []any{"renewal", "first renew damaged lost change temporary receipt"}},
		{"unknown household", slip(6, "  - if: {service: first, household: [local, foreign]}"), 6, "lint.unknown_word", []any{"foreign", "local other_city other_province"}},
		{"unknown document", slip(6, "  - if: {service: receipt, document: passport}"), 6, "lint.unknown_word", []any{"passport", "id_card residence_permit social_card driving_licence exit_entry"}},
		{"unknown place", slip(4, "scope: [江门]"), 4, "lint.unknown_place", []any{"江门"}},
		{"unknown home", slip(6, "  - if: {service: first, home: [湖南省, 长沙]}"), 6, "lint.unknown_place", []any{"长沙"}},

		{"no service", slip(6, "  - if: {age: 16+}"), 6, "lint.no_service", []any{}},
		{"no if", slip(6, "  - who: 监护人"), 6, "lint.no_service", []any{}},
		{"check without a reason", slip(8, "    can: {check: }"), 8, "lint.can", []any{}},
		{"bare check", slip(8, "    can: check"), 8, "lint.can", []any{}},
		{"another verdict", slip(8, "    can: 可以"), 8, "lint.can", []any{}},
		{"verdict in the long form", slip(8, "    can: {advice: 先问}"), 8, "lint.can", []any{}},
		{"item that can never hold", slip(10, "      照片: {if: {age: <16}}"), 10, "lint.never", []any{"照片"}},

		{"age in words", slip(6, "  - if: {service: first, age: 满16}"), 6, "lint.age", []any{"满16"}},
		{"age with ≥", slip(6, "  - if: {service: first, age: ≥16}"), 6, "lint.age", []any{"≥16"}},
		{"age backwards", slip(6, "  - if: {service: first, age: 15-6}"), 6, "lint.age", []any{"15-6"}},
		{"age below zero", slip(6, "  - if: {service: first, age: -1-5}"), 6, "lint.age", []any{"-1-5"}},
		{"age nobody reaches", slip(6, "  - if: {service: first, age: 160+}"), 6, "lint.age", []any{"160+"}},

		{"date in Chinese", slip(16, "checked: 2026年11月1日"), 16, "lint.date", []any{"2026年11月1日"}},
		{"date without a day", slip(18, "review_by: 2027-05"), 18, "lint.date", []any{"2027-05"}},
		{"no such day", slip(18, "review_by: 2027-02-30"), 18, "lint.date", []any{"2027-02-30"}},
		{"loose date", slip(15, "  s1: {body: 江门公安, title: 指南, date: 2024.1, seen: copy}"), 15, "lint.loose_date", []any{"2024.1"}},
		{"until", slip(13, "    fee: {value: 20元, was: {say: 10元, until: 去年}}"), 13, "lint.loose_date", []any{"去年"}},
		{"confidence", slip(17, "confidence: sure"), 17, "lint.confidence", []any{"sure"}},

		{"source without body", slip(15, "  s1: {title: 指南, date: 2024-01, seen: copy}"), 15, "lint.source_incomplete", []any{"s1"}},
		{"source without title", slip(15, "  s1: {body: 江门公安, date: 2024-01, seen: copy}"), 15, "lint.source_incomplete", []any{"s1"}},
		{"source not seen", slip(15, "  s1: {body: 江门公安, title: 指南, date: 2024-01}"), 15, "lint.seen", []any{"s1"}},
		{"two same sources", slip(15, good[15]+"\n"+good[15]), 16, "lint.twice", []any{"s1"}},

		{"two same keys", slip(16, "title: 又一个"), 16, "lint.twice", []any{"title"}},
		{"two same fields", slip(8, "    who: 监护人"), 8, "lint.twice", []any{"who"}},
		{"two same items", slip(10, "      照片: {}\n      照片: {}"), 11, "lint.twice", []any{"照片"}},
		{"two same dimensions", slip(6, "  - if: {service: first, service: renew}"), 6, "lint.twice", []any{"service"}},

		{"field without a value", slip(7, "    who:"), 7, "lint.want_text", []any{}},
		{"long form without a value", slip(13, "    fee: {src: s1}"), 13, "lint.want_text", []any{}},
		{"title without a text", slip(2, "title:"), 2, "lint.want_text", []any{}},
		{"list for a text", slip(7, "    who: [本人, 监护人]"), 7, "lint.want_mapping", []any{}},
		{"list for a title", slip(2, "title: [甲, 乙]"), 2, "lint.want_text", []any{}},
		{"text for items", slip(12, "      窗口: 任一窗口\n    warn: 要采指纹"), 13, "lint.want_items", []any{"warn"}},
		{"mapping for cases", slip(5, "cases: {}\nnot:"), 5, "lint.want_list", []any{}},
		{"list of sources for one", slip(13, "    fee: {value: 20元, src: [s1, s2]}"), 13, "lint.want_text", []any{}},
		{"list of addresses", slip(13, "    fee: {value: 20元}\n    warn: {短名: {say: 乙, url: [甲, 乙]}}"), 14, "lint.want_text", []any{}},

		{"no front matter", "# 江门办身份证\n\n可以。\n", 1, "lint.no_front_matter", []any{}},
		{"front matter without an end", strings.Join(good[1:19], "\n"), 18, "lint.head_open", []any{}},
		{"front matter that a text ends", slip(19, ""), 20, "lint.head_open", []any{}},
		{"front matter that a heading ends", slip(19, "\n## 可以吗？"), 20, "lint.head_open", []any{}},
		{"front matter that four strokes end", slip(19, "----"), 19, "lint.head_open", []any{}},
		{"front matter that a dash ends", slip(19, "——"), 19, "lint.head_open", []any{}},
		{"front matter that ends far below", slip(19, "\n## 可以吗？") + "\n---\n好。\n", 20, "lint.head_open", []any{}},
		{"empty file", "", 1, "lint.no_front_matter", []any{}},
		{"empty front matter", "---\n\n---\n可以。\n", 1, "lint.empty_front_matter", []any{}},
		{"too long", slip(20, strings.Repeat("可", 33<<10/3)), 1, "lint.too_long", []any{33, 32}},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, problems := read(t, map[string]string{"guangdong/jiangmen.md": x.text})
			if !slices.ContainsFunc(problems, func(p kb.Problem) bool {
				return p.File == "guangdong/jiangmen.md" && (p.Line == x.line || x.line == 0) && says(p, x.key, x.args) && !p.Warning
			}) {
				t.Errorf("want %d: %s %v, got\n%v", x.line, x.key, x.args, problems)
			}
			for _, p := range problems {
				if !strings.HasPrefix(p.String(), fmt.Sprintf("guangdong/jiangmen.md:%d: ", p.Line)) || p.Line < 1 || p.Line > strings.Count(x.text, "\n")+1 {
					t.Errorf("position of %q", p)
				}
			}
		})
	}
}

// A table is told once, and what is no markup not at all.
func TestReadMarkup(t *testing.T) {
	for body, want := range map[string][]string{
		"| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n": {"a.md:20: " + phrases.Say("lint.table")},
		"可以（<16岁不行），1*2*3，A&B，[注]，【粤居码】(网上)，2023-2024，a_b_c，-一条。\n- 二条\n1. 三条\n\n## 多久？ {#多久}\n40日 | 60日。\n": nil,
	} {
		_, problems := read(t, map[string]string{"a.md": slip(20, body)})
		if got := told(problems); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

// says compares a problem with a phrase; without arguments only as far as the
// phrase's first one.
func says(p kb.Problem, key string, args []any) bool {
	if args == nil {
		own, _, _ := strings.Cut(phrases.Say(key), "%")
		return strings.HasPrefix(p.Text, own)
	}
	return p.Text == phrases.Say(key, args...)
}

func papers() string   { return wordsOf(func(v *kb.Vocabulary) []kb.Term { return v.Papers }) }
func channels() string { return wordsOf(func(v *kb.Vocabulary) []kb.Term { return v.Channels }) }

func wordsOf(list func(*kb.Vocabulary) []kb.Term) string {
	words, _ := basics()
	var out []string
	for _, t := range list(words) {
		out = append(out, t.Word)
	}
	return strings.Join(out, " ")
}

// A slip in one file is told of that file, and all are told, in order.
func TestReadSeveral(t *testing.T) {
	_, problems := read(t, map[string]string{
		"b.md":     slip(7, "    whom: 本人"),
		"a.md":     strings.Replace(slip(17, "confidence: sure"), "[江门市]", "[江门]", 1),
		"c.md":     slip(20, "好。"),
		"note.txt": "no article",
	})
	var got []string
	for _, p := range problems {
		at, _, _ := strings.Cut(p.String(), ": ")
		got = append(got, at)
	}
	if want := []string{"a.md:4", "a.md:17", "b.md:7"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if len(kb.Errors(problems)) != 3 {
		t.Errorf("errors %v", kb.Errors(problems))
	}
}

// The same problem of one line is told once.
func TestReadTellsOnce(t *testing.T) {
	if _, problems := read(t, map[string]string{"a.md": slip(4, "scope: [江门, 江门, 江门市]")}); len(problems) != 1 {
		t.Errorf("%v", problems)
	}
}

func TestErrorsLeavesWarningsOut(t *testing.T) {
	in := []kb.Problem{{File: "a.md", Line: 1, Warning: true}, {File: "b.md", Line: 2}, {File: "c.md", Line: 3, Warning: true}}
	if got := kb.Errors(in); len(got) != 1 || got[0].File != "b.md" || in[0].File != "a.md" {
		t.Errorf("%v of %v", got, in)
	}
}

// What a value says in full.
func TestReadValues(t *testing.T) {
	text := about("江门市", `if: {service: [renew, lost]}
    can: {value: {check: 先问}, src: s1, contested: [{say: 可以, src: s1}, {say: 不行}], advice: 打12345}
    fee: {value: 无, was: [{say: 10元, until: 2019}, {say: 20元, until: 2023-03-31}]}
    lead: 未知
    bring:
      户口簿: {if: {household: outside, age: <16}, one_of: [甲, 乙], or: 丙, unless: [丁], else: 本地不用}
      照片: 不用
    where:
      预约: {say: 选户政, book: 公众号, url: "https://example.org/a,b"}`)
	c, problems := read(t, map[string]string{"a.md": text})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, s := range c.Articles()[0].Statements {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%d %s.%s %v %+v", s.Line, s.Field, s.Item, s.Guard, s.Value)))
	}
	both := "[renew lost] {0 0} [] [] []"
	want := []string{
		"6 can. {" + both + "} {Kind:1 Verdict:check Say:先问 Book: URL: OneOf:[] Or:[] Unless:[] Contested:[{Say:可以 Src:s1} {Say:不行 Src:}] Advice:打12345 Src:s1 Was:[]}",
		"7 fee. {" + both + "} {Kind:2 Verdict: Say: Book: URL: OneOf:[] Or:[] Unless:[] Contested:[] Advice: Src: Was:[{Say:20元 Until:2023-03-31} {Say:10元 Until:2019}]}",
		"8 lead. {" + both + "} {Kind:4 Verdict: Say: Book: URL: OneOf:[] Or:[] Unless:[] Contested:[] Advice: Src: Was:[]}",
		"10 bring.户口簿 {[renew lost] {0 15} [other_city other_province] [] []} {Kind:1 Verdict: Say: Book: URL: OneOf:[甲 乙] Or:[丙] Unless:[丁] Contested:[] Advice: Src: Was:[]}",
		"10 bring.户口簿 {" + both + "} {Kind:5 Verdict: Say:本地不用 Book: URL: OneOf:[] Or:[] Unless:[] Contested:[] Advice: Src: Was:[]}",
		"11 bring.照片 {" + both + "} {Kind:3 Verdict: Say: Book: URL: OneOf:[] Or:[] Unless:[] Contested:[] Advice: Src: Was:[]}",
		"13 where.预约 {" + both + "} {Kind:1 Verdict: Say:选户政 Book:公众号 URL:https://example.org/a,b OneOf:[] Or:[] Unless:[] Contested:[] Advice: Src: Was:[]}",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The guard of a case may stand below its values.
func TestReadGuardBelow(t *testing.T) {
	c, problems := read(t, map[string]string{"a.md": about("江门市", "{fee: 20元, flatten: true, if: {service: lost, home: 湖南省}}")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s := c.Articles()[0].Statements[0]
	if !s.Flatten || !s.Guard.Service.Only(kb.Lost) || !s.Guard.Home.Has("长沙市") || s.Guard.Home.Has("深圳市") || s.Scope[0] != "江门市" {
		t.Errorf("%+v", s)
	}
}

func TestReadPassages(t *testing.T) {
	body := `可以。

两段也行。

## 为什么?
问法：甲怎么办 / 乙怎么办／ 丙怎么办 /
因为。

## 没有回答的
问法：谁来答

更小的标题
## 半角冒号
问法:丁
好。
- 一条
`
	text := strings.Join(good[1:20], "\n") + "\n" + body
	for name, data := range map[string]string{"plain": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n")} {
		c, problems := read(t, map[string]string{"a/b.md": data})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var got []string
		for p := range c.Passages() {
			got = append(got, fmt.Sprintf("%s %d %q %q %s", p.ID, p.Line, p.Questions, p.Text, p.Article.ID))
		}
		want := []string{
			`a/b 20 ["江门办身份证" "在江门怎么办" "新会怎么办"] "可以。\n\n两段也行。" a/b`,
			`a/b#为什么 24 ["为什么?" "甲怎么办" "乙怎么办" "丙怎么办"] "因为。" a/b`,
			`a/b#没有回答的 28 ["没有回答的" "谁来答"] "更小的标题" a/b`,
			`a/b#半角冒号 32 ["半角冒号" "丁"] "好。\n- 一条" a/b`,
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
