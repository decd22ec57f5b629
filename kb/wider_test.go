package kb_test

import (
	"slices"
	"strings"
	"testing"

	"huizhi/phrases"
)

// around is what the country and the province state.
var around = []string{
	strings.Replace(bare("全国", `{if: {service: lost}, fee: {value: 40元, was: {say: 60元, until: 2003}}, time: 法定60日内}
{if: {service: [renew, damaged]}, fee: 20元, time: 法定60日内}
{if: {service: [lost, renew], age: <16}, validity: 5年}
{if: {service: [lost, renew], age: 16-25}, validity: 10年}
{if: {service: [lost, renew], age: 26+}, validity: 20年}
{if: {service: temporary}, fee: 10元, validity: 3个月}
{if: {service: renew}, lead: 到期前3个月内}`, ""), "某地", "全国", 1),
	strings.Replace(bare("广东省", `{if: {service: [lost, renew]}, time: 10至30个工作日}
{if: {service: renew}, lead: 到期前6个月内}`, ""), "某地", "广东", 1),
}

// inCity lints a city's article amid what the country and the province state.
func inCity(t *testing.T, cases, body string) []string {
	t.Helper()
	c, problems := read(t, one(append(slices.Clone(around), bare("江门市", cases, body))...))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return told(c.Lint(day("2026-11-22")))
}

func TestContradictsWider(t *testing.T) {
	contradicts := func(said, at, known string) []string {
		return []string{"?c.md:10: " + phrases.Say("lint.contradicts_wider", said, at, known)}
	}
	for _, x := range []struct {
		body string
		want []string
	}{
		{"丢失补领交20元。", contradicts("20元", "a.md:5", "40元、60元")},
		{"丢失补领交40元。", nil},
		{"丢失补领交四十元。", nil},
		{"丢失补领交二十元。", contradicts("二十元", "a.md:5", "40元、60元")},
		{"到期前半年可以换。", nil},
		{"到期前三个月可以换。", contradicts("三个月", "b.md:6", "6个月内")},
		{"补领一般十五个工作日拿证，一年到头都办。", nil},
		{"到期换领20元，丢失补领40元。", nil},
		{"工本费30元。", contradicts("30元", "a.md:5", "20元、40元、60元")},
		{"临时身份证收20元。", contradicts("20元", "a.md:10", "10元")},
		{"丢了的以前交60元。", nil},
		{"冒用别人的证罚200元。", nil},
		{"补领可以邮寄，邮费18元。", nil},
		{"补领等50天拿证。", contradicts("50天", "b.md:5", "10至30个工作日")},
		{"补领等20个工作日拿证。", nil},
		{"损坏换领60天内拿证。", nil},
		{"补领法律规定60日内发证。", nil},
		{"2024年3月31日起补领要等一等。", nil},
		{"到期前3个月内可以换。", contradicts("3个月内", "b.md:6", "6个月内")},
		{"到期前6个月内可以换。", nil},
		{"网上说到期前3个月内才能换。", nil},
		{"丢失补领的新证有效期15年。", contradicts("15年", "a.md:7", "10年、20年、5年")},
		{"丢失补领的新证有效期10年。", nil},
		{"临时身份证有效期6个月。", contradicts("6个月", "a.md:10", "3个月")},
		{"照片要近6个月拍的。", nil},
		{"未满18岁补领由监护人陪同。", contradicts("未满18岁", "a.md:7", "16、26")},
		{"未满16周岁补领由监护人陪同。", nil},
		{"满26岁补领不用陪同。", nil},
		{"有个70岁以上的老人来过。", nil},
	} {
		if got := inCity(t, "", x.body+"\n"); !slices.Equal(got, x.want) {
			t.Errorf("%s\ngot  %q\nwant %q", x.body, got, x.want)
		}
	}
}

// What the city states itself is no longer the province's: its own number is
// right, and the overridden one wrong.
func TestContradictsWiderNoMore(t *testing.T) {
	if got := inCity(t, "{if: {service: renew}, lead: 到期前9个月内}", "到期前9个月内可以换。\n"); len(got) > 0 {
		t.Errorf("%q", got)
	}
	want := []string{"?c.md:12: " + phrases.Say("lint.contradiction", "6个月", "9")}
	if got := inCity(t, "{if: {service: renew}, lead: 到期前9个月内}", "到期前6个月内可以换。\n"); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// What a sentence leaves open, its heading says, and then the title.
func TestContradictsWiderUnderAHeading(t *testing.T) {
	want := []string{"?c.md:12: " + phrases.Say("lint.contradicts_wider", "20元", "a.md:5", "40元、60元")}
	if got := inCity(t, "", "\n\n## 身份证丢了多少钱？\n一律20元。\n"); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
