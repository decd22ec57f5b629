package eval

import "strings"

// opposites are the verdicts that a reply may open with, each with the one that
// says the contrary. The longer stands first: 不可以 is not 可以.
var opposites = [][2]string{
	{"不可以", "可以"}, {"不是的", "是的"}, {"不需要", "需要"}, {"不是", "是"}, {"不要", "要"}, {"不用", "要"}, {"不能", "能"}, {"没有", "有"}, {"不会", "会"}, {"不行", "行"},
	{"可以", "不可以"}, {"是的", "不是的"}, {"需要", "不需要"}, {"是", "不是"}, {"要", "不用"}, {"能", "不能"}, {"有", "没有"}, {"会", "不会"}, {"行", "不行"},
}

// ends are what stands behind a verdict; 要看情况 is none.
var ends = []string{"。", "，", "：", "；"}

// contrary is a reply with the contrary of the verdict that it opens with; ok is
// false if it opens with none.
func contrary(text string) (other string, ok bool) {
	for _, pair := range opposites {
		rest, opens := strings.CutPrefix(text, pair[0])
		if !opens {
			continue
		}
		for _, end := range ends {
			if strings.HasPrefix(rest, end) {
				return pair[1] + rest, true
			}
		}
	}
	return "", false
}

// wrongVerdict reports a reply whose verdict is the wrong one: what is demanded
// of it does not hold, and would if it said the contrary.
func wrongVerdict(text string, faults func(text string) []string) bool {
	other, ok := contrary(text)
	return ok && len(faults(other)) < len(faults(text))
}
