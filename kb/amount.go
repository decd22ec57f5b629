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
var measured = regexp.MustCompile(`(月)?(?:(\d+)(?:元|个月|日|天|年|周?岁)?[至到~～—–-])?(\d+)\s*(元|周?岁|个月|个?工作日|日|天|年)(内|以内)?`)

// amounts lists the amounts in a text. 60日内 is any number of days up to that.
// The year of a date is none.
func amounts(text string) []amount {
	var out []amount
	for _, m := range measured.FindAllStringSubmatch(text, -1) {
		a := amount{text: strings.TrimPrefix(m[0], m[1]), unit: unit(m[4])}
		a.max, _ = strconv.Atoi(m[3])
		a.min = a.max
		if m[2] != "" {
			a.min, _ = strconv.Atoi(m[2])
		} else if m[5] != "" && a.unit == "日" {
			a.min = 0
		}
		if m[1] == "" && (a.unit != "年" || len(m[3]) < 4) {
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
