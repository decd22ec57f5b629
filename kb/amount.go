package kb

import (
	"regexp"
	"strconv"
	"strings"
)

// amount is a number with its unit as a text has it, or a range: 10至30个工作日.
type amount struct {
	text     string
	min, max int
	unit     string
}

// holds reports whether what a sentence says agrees with a stated amount.
func (a amount) holds(said amount) bool { return a.min <= said.min && said.max <= a.max }

// measured finds the amounts of a text. What comes after 月 is a date.
var measured = regexp.MustCompile(`(月)?(?:([\d一二两三四五六七八九十]+)(?:元|个月|日|天|年|周?岁)?[至到~～—–-])?([\d一二两三四五六七八九十]+)\s*(元|周?岁|个月|个?工作日|日|天|年)(内|以内)?`)

// halfYear is how people say six months.
const halfYear = "半年"

// digit is what a numeral of one character counts.
var digit = map[rune]int{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// count reads a number below a hundred, or one in digits: 40, 四十, 二十五.
func count(numeral string) int {
	if n, err := strconv.Atoi(numeral); err == nil {
		return n
	}
	n := 0
	for _, r := range numeral {
		if r == '十' {
			n = 10 * max(n, 1)
		}
		n += digit[r]
	}
	return n
}

// isOther reports what only looks like an amount: 2024年, 第二天, 一年到头.
func (a amount) isOther(numeral string) bool {
	single := a.max < 10 && digit[[]rune(numeral)[0]] > 0
	return a.unit == "年" && (single || a.max > 99) || a.unit == "日" && single
}

// amounts lists the amounts in a text. 60日内 is any number of days up to that.
func amounts(text string) []amount {
	var out []amount
	for range strings.Count(text, halfYear) {
		out = append(out, amount{halfYear, 6, 6, monthUnit})
	}
	for _, m := range measured.FindAllStringSubmatch(text, -1) {
		a := amount{text: strings.TrimPrefix(m[0], m[1]), unit: unit(m[4])}
		a.max = count(m[3])
		a.min = a.max
		if m[2] != "" {
			a.min = count(m[2])
		} else if m[5] != "" && a.unit == "日" {
			a.min = 0
		}
		if m[1] == "" && !a.isOther(m[3]) {
			out = append(out, a)
		}
	}
	return out
}

// words is all that a value says, former and contested readings too.
func (v Value) words() string {
	parts := append([]string{v.Say, v.Advice}, v.Unless...)
	for _, r := range v.Contested {
		parts = append(parts, r.Say)
	}
	for _, w := range v.Was {
		parts = append(parts, w.Say)
	}
	return strings.Join(parts, "；")
}
