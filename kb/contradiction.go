package kb

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// quantity is a number with the unit it is counted in.
var quantity = regexp.MustCompile(`(月)?(\d+)\s*(元|岁|周岁|个月|个?工作日|日|天)`)

// statedIn tells which fields of a case speak about a unit.
var statedIn = map[string][]Field{"元": {Fee}, "个月": {Lead, Validity, Time}, "日": {Time, Validity}}

// contradiction finds a fee or a period in prose that the article's own cases
// do not know, though they do state that kind of thing.
func (l *linter) contradiction(a *Article, t line) (found bool) {
	for _, m := range quantity.FindAllStringSubmatch(t.text, -1) {
		fields, ok := statedIn[unit(m[3])]
		if !ok || m[1] != "" { // 3月31日 is a date
			continue
		}
		known := a.quantities(fields, unit(m[3]))
		if len(known) > 0 && !slices.Contains(known, m[2]) {
			l.warning(a, t.at, "lint.contradiction", m[0], strings.Join(known, "、"))
			found = true
		}
	}
	return found
}

// unit folds units that mean the same.
func unit(s string) string {
	switch s {
	case "天", "工作日", "个工作日":
		return "日"
	case "周岁":
		return "岁"
	}
	return s
}

// quantities lists the numbers that an article's cases state in a unit,
// former and contested ones too.
func (a *Article) quantities(fields []Field, in string) []string {
	var out []string
	for _, s := range a.Statements {
		if !slices.Contains(fields, s.Field) {
			continue
		}
		text := fmt.Sprint(s.Value.Say, s.Value.Contested, s.Value.Was, s.Value.Advice)
		for _, m := range quantity.FindAllStringSubmatch(text, -1) {
			if unit(m[3]) == in && m[1] == "" {
				out = append(out, m[2])
			}
		}
	}
	return out
}
