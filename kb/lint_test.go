package kb_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/phrases"
)

// bare is an article of which only some of the lines differ.
func bare(scope, cases, body string) string {
	text := "---\ntitle: 某地办证\nscope: [" + scope + "]\n"
	if cases != "" {
		text += "cases:\n  - " + strings.ReplaceAll(cases, "\n", "\n  - ") + "\n"
	}
	return text + foot + body
}

// one makes a corpus of articles a.md, b.md, c.md.
func one(texts ...string) map[string]string {
	files := map[string]string{}
	for i, text := range texts {
		files[string(rune('a'+i))+".md"] = text
	}
	return files
}

// without drops the line that starts with a key.
func without(key string) string {
	var out []string
	for _, line := range strings.Split(about("江门市", "{if: {service: lost}, fee: 20元}"), "\n") {
		if !strings.HasPrefix(line, key+":") && !(key == "sources" && strings.HasPrefix(line, "  s1:")) {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// nation states what the cities below may differ from.
var nation = bare("全国", "{if: {service: lost, household: local}, fee: 20元}\n{if: {service: lost, household: outside}, fee: 40元}\n{if: {service: lost}, bring: {照片: {}, 户口簿: 不用}}", "")

const long = "补领身份证要先到办证窗口登记挂失，再由工作人员核对本人相貌和指纹，确认无误以后现场缴费并领取凭证，等制证完成就能凭凭证来取，全程不用回到原来的户籍所在地。"

func TestLint(t *testing.T) {
	for _, x := range []struct {
		name  string
		files map[string]string
		want  []string // "file:line: text"; warnings start with "?"
	}{
		{"crossing", one(bare("江门市", "{if: {service: [first, renew]}, fee: 甲}\n{if: {service: [renew, lost]}, fee: 乙}", "")),
			[]string{"a.md:6: " + phrases.Say("lint.crossing", "fee", "a.md:5")}},
		{"the same guard twice", one(bare("江门市", "{if: {service: lost}, bring: {照片: {say: 甲}}}", ""), bare("江门市", "{if: {service: lost}, bring: {照片: {say: 乙}}}", "")),
			[]string{"b.md:5: " + phrases.Say("lint.crossing", "bring.照片", "a.md:5"), "b.md:5: " + phrases.Say("lint.unreachable", "bring.照片")}},
		{"household crosses age", one(bare("江门市", "{if: {service: lost, age: 16+}, who: 本人}\n{if: {service: lost, household: local}, who: 监护人陪同}", "")),
			[]string{"a.md:6: " + phrases.Say("lint.crossing", "who", "a.md:5")}},
		{"crossing that says the same", one(bare("江门市", "{if: {service: [first, renew]}, fee: 甲}\n{if: {service: [renew, lost]}, fee: 甲}", "")), nil},
		{"two contested readings", one(bare("江门市", "{if: {service: [first, renew]}, fee: {value: 甲, contested: [{say: 丙}]}}\n{if: {service: [renew, lost]}, fee: {value: 乙, contested: [{say: 丁}]}}", "")), nil},
		{"one contested reading", one(bare("江门市", "{if: {service: [first, renew]}, fee: {value: 甲, contested: [{say: 丙}]}}\n{if: {service: [renew, lost]}, fee: 乙}", "")),
			[]string{"a.md:6: " + phrases.Say("lint.crossing", "fee", "a.md:5")}},
		{"narrower is no crossing", one(bare("江门市", "{if: {service: [first, renew]}, fee: 甲}\n{if: {service: renew, age: 16+}, fee: 乙}", "")), nil},
		{"another city is no crossing", one(bare("江门市", "{if: {service: lost}, fee: 甲}", ""), bare("广州市", "{if: {service: lost}, fee: 乙}", "")), nil},
		{"an else on the item's own guard", one(bare("江门市", "{if: {service: lost}, where: {网办: {if: {service: lost}, else: 不行}}}", "")),
			[]string{"a.md:5: " + phrases.Say("lint.crossing", "where.网办", "a.md:5"), "a.md:5: " + phrases.Say("lint.unreachable", "where.网办")}},

		{"unreachable", one(bare("江门市", "{if: {service: lost}, fee: 甲}\n{if: {service: lost, age: <16}, fee: 乙}\n{if: {service: lost, age: 16+}, fee: 丙}", "")),
			[]string{"a.md:5: " + phrases.Say("lint.unreachable", "fee")}},
		{"reached by some", one(bare("江门市", "{if: {service: lost}, fee: 甲}\n{if: {service: lost, age: <16}, fee: 乙}\n{if: {service: lost, age: 17+}, fee: 丙}", "")), nil},
		{"hidden by what says the same", one(bare("江门市", "{if: {service: lost}, fee: 甲}\n{if: {service: lost, age: <16}, fee: 乙}\n{if: {service: lost, age: 16+}, fee: 甲}", "")), nil},
		{"a home that cannot be local", one(bare("江门市", "{if: {service: lost, household: local, home: 湖南省}, fee: 甲}", "")),
			[]string{"a.md:5: " + phrases.Say("lint.unreachable", "fee")}},

		{"nothing to drop", one(bare("江门市", "{if: {service: lost}, bring: {照片: 不用}}", "")),
			[]string{"a.md:5: " + phrases.Say("lint.nothing_to_drop", "照片")}},
		{"dropped for another service", one(bare("广东省", "{if: {service: renew}, bring: {照片: {}}}", ""), bare("江门市", "{if: {service: lost}, bring: {照片: 不用}}", "")),
			[]string{"b.md:5: " + phrases.Say("lint.nothing_to_drop", "照片")}},
		{"dropped where the province gives it", one(bare("广东省", "{if: {service: [renew, lost]}, bring: {照片: {}}}", ""), bare("江门市", "{if: {service: lost}, bring: {照片: 不用}}", "")), nil},
		{"dropped where it is dropped already", one(bare("广东省", "{if: {service: lost}, bring: {照片: 无}}", ""), bare("江门市", "{if: {service: lost}, bring: {照片: 不用}}", "")),
			[]string{"b.md:5: " + phrases.Say("lint.nothing_to_drop", "照片")}},

		{"flattens", one(strings.Replace(nation, "户口簿: 不用", "户口簿: {}", 1), bare("江门市", "{if: {service: lost}, fee: 10元}", "")),
			[]string{"b.md:5: " + phrases.Say("lint.flattens", "fee", 2)}},
		{"flatten: true", one(strings.Replace(nation, "户口簿: 不用", "户口簿: {}", 1), bare("江门市", "{if: {service: lost}, fee: 10元, flatten: true}", "")), nil},
		{"flattens nothing within its guard", one(strings.Replace(nation, "户口簿: 不用", "户口簿: {}", 1), bare("江门市", "{if: {service: lost, household: local}, fee: 10元}", "")), nil},
		{"items do not flatten", one(bare("全国", "{if: {service: lost, household: local}, bring: {照片: {say: 甲}}}\n{if: {service: lost, household: outside}, bring: {照片: {say: 乙}}}", ""), bare("江门市", "{if: {service: lost}, bring: {照片: {say: 丙}}}", "")), nil},

		{"no title", one(without("title")), []string{"a.md:1: " + phrases.Say("lint.missing", "title")}},
		{"no scope", one(without("scope")), []string{"a.md:1: " + phrases.Say("lint.missing", "scope")}},
		{"no sources", one(without("sources")), []string{"a.md:1: " + phrases.Say("lint.missing", "sources")}},
		{"no day checked", one(without("checked")), []string{"a.md:1: " + phrases.Say("lint.missing", "checked")}},
		{"no confidence", one(without("confidence")), []string{"a.md:1: " + phrases.Say("lint.missing", "confidence")}},
		{"no review", one(without("review_by")), []string{"a.md:1: " + phrases.Say("lint.missing", "review_by")}},
		{"says nothing", one(bare("江门市", "", "\n\n")), []string{"a.md:1: " + phrases.Say("lint.says_nothing")}},

		{"overdue", one(strings.Replace(bare("江门市", "{if: {service: lost}, fee: 20元}", ""), "2027-01-20", "2026-11-21", 1)),
			[]string{"?a.md:10: " + phrases.Say("lint.overdue", "2026-11-21")}},
		{"due today", one(strings.Replace(bare("江门市", "{if: {service: lost}, fee: 20元}", ""), "2027-01-20", "2026-11-22", 1)), nil},
		{"exceptions for too long", one(strings.Replace(bare("江门市", "{if: {service: lost, home: 湖南省}, fee: 20元}", ""), "2027-01-20", "2027-01-31", 1)),
			[]string{"a.md:10: " + phrases.Say("lint.exceptions", 90)}},
		{"exceptions for ninety days", one(strings.Replace(bare("江门市", "{if: {service: lost, home: 湖南省}, fee: 20元}", ""), "2027-01-20", "2027-01-30", 1)), nil},
		{"half a year without exceptions", one(strings.Replace(bare("江门市", "{if: {service: lost}, fee: 20元}", ""), "2027-01-20", "2027-05-22", 1)), nil},

		{"no such source", one(bare("江门市", "{if: {service: lost}, fee: {value: 20元, src: s9}}", "")), []string{"a.md:5: " + phrases.Say("lint.no_such_source", "s9")}},
		{"no such source of a reading", one(bare("江门市", "{if: {service: lost}, fee: {value: 20元, contested: [{say: 40元, src: s8}]}}", "")), []string{"a.md:5: " + phrases.Say("lint.no_such_source", "s8")}},

		{"another city in prose", one(bare("江门市", "", "可以。\n\n## 多久？\n在佛山等40日。\n")), []string{"a.md:12: " + phrases.Say("lint.other_city", "佛山市")}},
		{"another city in a value", one(bare("江门市", "{if: {service: lost}, where: {预约: {say: 选户政, book: “佛山公安”公众号}}}", "")), []string{"a.md:5: " + phrases.Say("lint.other_city", "佛山市")}},
		{"another city's district", one(bare("江门市", "", "去顺德办。\n")), []string{"a.md:10: " + phrases.Say("lint.other_city", "佛山市")}},
		{"its own city", one(bare("江门市", "", "在江门的新会、台山都能办，广东省都一样。\n")), nil},
		{"a home", one(bare("江门市", "", "佛山户籍的人也能办。\n")), nil},
		{"a guard's home", one(bare("江门市", "{if: {service: lost, home: 佛山市}, fee: 20元}", "")), nil},
		{"a reading from elsewhere", one(bare("江门市", "{if: {service: lost}, fee: {value: 20元, contested: [{say: 佛山收40元, src: s1}]}}", "")), nil},
		{"a comparison", one(bare("江门市", "", "和佛山不同，这里当场拿。\n")), nil},
		{"a province's article", one(bare("广东省", "", "在佛山等40日。\n")), nil},
		{"a county's own name and city", one(bare("新会区", "", "在新会区办，或者到江门市的窗口。\n")), nil},

		{"another fee", one(bare("江门市", "{if: {service: lost}, fee: 40元}", "丢失补领交20元。\n")), []string{"?a.md:12: " + phrases.Say("lint.contradiction", "20元", "40")}},
		{"its own fee", one(bare("江门市", "{if: {service: lost}, fee: {value: 40元, was: {say: 60元, until: 2019}}}", "丢失补领交40元，以前60元。\n")), nil},
		{"no fee stated", one(bare("江门市", "{if: {service: lost}, who: 本人}", "丢失补领交20元。\n")), nil},
		{"another period", one(bare("江门市", "{if: {service: lost}, time: 约40日}", "等30天就好。\n")), []string{"?a.md:12: " + phrases.Say("lint.contradiction", "30天", "40")}},
		{"another number of workdays", one(bare("江门市", "{if: {service: lost}, time: 20个工作日}", "等30个工作日就好。\n")), []string{"?a.md:12: " + phrases.Say("lint.contradiction", "30个工作日", "20")}},
		{"nobody knows who comes", one(bare("江门市", "{if: {service: lost}, who: 都行}", "")), []string{"a.md:5: " + phrases.Say("lint.untold.who", "都行")}},
		{"a lead without months", one(bare("江门市", "{if: {service: renew}, lead: 早点去}", "")), []string{"a.md:5: " + phrases.Say("lint.untold.lead", "早点去")}},
		{"another lead", one(bare("江门市", "{if: {service: renew}, lead: 到期前6个月内}", "到期前3个月可以换。\n")), []string{"?a.md:12: " + phrases.Say("lint.contradiction", "3个月", "6")}},
		{"a date is no period", one(bare("江门市", "{if: {service: lost}, time: 约40日}", "2023年3月31日起可以办。\n")), nil},

		{"one question in two articles", one(bare("江门市", "", "甲。\n"), strings.Replace(bare("江门市", "", "乙。\n\n## 某地 办证？\n丙。\n"), "title: 某地办证", "title: 另一篇", 1)),
			[]string{"b.md:12: " + phrases.Say("lint.same_question", "某地 办证？", "a")}},
		{"one question twice in an article", one(bare("江门市", "", "甲。\n\n## 多久？\n乙。\n\n## 几天？\n问法：多久\n丙。\n")), []string{"a.md:15: " + phrases.Say("lint.same_question", "多久", "a#多久")}},
		{"one question in two cities", one(bare("江门市", "", "甲。\n"), bare("佛山市", "", "乙。\n")), nil},
		{"another city in between", one(bare("江门市", "", "甲。\n"), bare("佛山市", "", "乙。\n"), bare("江门市", "", "丙。\n")),
			[]string{"c.md:10: " + phrases.Say("lint.same_question", "某地办证", "a")}},

		{"one text twice", one(bare("江门市", "", long+"\n"), bare("佛山市", "", "先说明。"+long+"\n")), []string{"b.md:10: " + phrases.Say("lint.shared_body", "a")}},
		{"most of one text", one(bare("江门市", "", long+"\n"), bare("佛山市", "", "这里另外说一句别处没有的话，好让两段文字不再完全一样。"+strings.Replace(long, "确认无误以后现场缴费并领取凭证", "之后另行通知", 1)+"\n")), []string{"b.md:10: " + phrases.Say("lint.shared_body", "a")}},
		{"less than half of one text", one(bare("江门市", "", long+"\n"), bare("佛山市", "", long[:len(long)*2/5/3*3]+"其余的事项请致电本地服务热线咨询，工作时间是周一至周五，节假日休息，也可以通过公众号提前预约，避免排队等候太久。\n")), nil},
		{"one text twice in an article", one(bare("江门市", "", long+"\n\n## 再说一遍？\n"+long+"\n")), nil},
		{"short texts", one(bare("江门市", "", "可以办。\n"), bare("佛山市", "", "可以办。\n")), nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, problems := read(t, x.files)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if got := told(c.Lint(day("2026-11-22"))); !slices.Equal(got, x.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(x.want, "\n"))
			}
		})
	}
}

func told(ps []kb.Problem) []string {
	var out []string
	for _, p := range ps {
		if p.Warning {
			out = append(out, "?"+p.String())
			continue
		}
		out = append(out, p.String())
	}
	return out
}

// The day of review is still in time, whatever the hour.
func TestLintOnTheDay(t *testing.T) {
	c, _ := read(t, one(strings.Replace(bare("江门市", "{if: {service: lost}, fee: 20元}", ""), "2027-01-20", "2026-11-22", 1)))
	if ps := c.Lint(day("2026-11-22").Add(10 * 60 * 60 * 1e9)); len(ps) > 0 {
		t.Errorf("%v", ps)
	}
}

// Lint comes out the same each time: nothing in it depends on a map.
func TestLintIsSteady(t *testing.T) {
	files := one(nation, nation, bare("江门市", "{if: {service: lost}, fee: 10元, bring: {照片: 不用, 相片回执: 不用}}", "在佛山交5元。\n"))
	first, _ := read(t, files)
	want := told(first.Lint(day("2030-01-01")))
	for range 5 {
		c, _ := read(t, maps.Clone(files))
		if got := told(c.Lint(day("2030-01-01"))); !slices.Equal(got, want) {
			t.Fatalf("%v, then %v", want, got)
		}
	}
	if len(want) < 5 || !slices.IsSortedFunc(want, func(a, b string) int { return strings.Compare(strings.Trim(a, "?")[:4], strings.Trim(b, "?")[:4]) }) {
		t.Errorf("%v", want)
	}
}

func TestArticlesAreClean(t *testing.T) {
	words, places := basics()
	c, problems, err := kb.Load(articles.Files, words, places)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(problems, c.Lint(day("2026-11-22"))...) {
		t.Error(p)
	}
	if len(c.Articles()) < 40 {
		t.Errorf("only %d articles", len(c.Articles()))
	}
}
