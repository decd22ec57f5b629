package grounding

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// span is a stretch of a text that was read as one thing.
type span struct {
	start, end int
	means      string // 钱20, 月6, 岁16+
	age        bool
}

// The forms of a number: digits, with a fraction; or as it is spoken.
const (
	digits = `\d+(?:\.\d+)?万?`
	spoken = `[零〇一二两三四五六七八九十百千万]+`
	figure = `(` + digits + `|` + spoken + `)`
)

// Ages and dates come before other quantities: 未满16岁 is one thing.
var (
	between  = regexp.MustCompile(`满?` + figure + `(?:周?岁)?(至|到|-|~|—|,?未满|,?不满|,?不到)` + figure + `周?岁`)
	younger  = regexp.MustCompile(`(?:未满|不满|不到|未到|没满|没到|小于|不足)` + figure + `周?岁?|` + figure + `周?岁(?:以下|以内|之前|以前|之下)`)
	older    = regexp.MustCompile(`满了?` + figure + `(?:周?岁(?:及?以上|以后|之后)?)?|` + figure + `周?岁(?:及?以上|以后|之后|起|往上)`)
	old      = regexp.MustCompile(figure + `周?岁`)
	date     = regexp.MustCompile(`(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?(以前|之前|前)?`)
	iso      = regexp.MustCompile(`(\d{4})-(\d{2})-(\d{2})`)
	day      = regexp.MustCompile(`(\d{1,2})月(\d{1,2})[日号]`)
	half     = regexp.MustCompile(`半个?(年|月|天|日|小时)`)
	plain    = regexp.MustCompile(figure + `(个工作日|工作日|个半月|个月|月|年|天|日|个星期|星期|周|个小时|小时|分钟|元钱|元|块钱|块|角|毛|张|寸|像素|次|份|种|样|条|位|家|处|项|倍|成|折|%|万元|mm|毫米|kb|k|人|步|点|号|级|类|个)`)
	fraction = regexp.MustCompile(figure + `分之` + figure)
	ordinal  = regexp.MustCompile(`第` + figure)
	ranged   = regexp.MustCompile(figure + `(?:至|到|-|~|—)` + figure + `(个工作日|工作日|个月|月|年|天|日|个星期|星期|周|小时|分钟|元|块钱|块|张)`)
	anything = regexp.MustCompile(digits)
)

// quantities finds the quantities of a text. They do not overlap.
func quantities(text string) []span {
	var out []span
	taken := make([]bool, len(text))
	find := func(re *regexp.Regexp, age bool, means func(m []string) string) {
		for _, at := range re.FindAllStringSubmatchIndex(text, -1) {
			if slices.Contains(taken[at[0]:at[1]], true) {
				continue
			}
			m := groups(text, at)
			if name := means(m); name != "" {
				out = append(out, span{at[0], at[1], name, age})
				for i := at[0]; i < at[1]; i++ {
					taken[i] = true
				}
			}
		}
	}
	find(iso, false, func(m []string) string {
		return "期" + m[1] + "." + strings.TrimLeft(m[2], "0") + "." + strings.TrimLeft(m[3], "0")
	})
	find(between, true, func(m []string) string { return pair(m[1], m[3], strings.ContainsAny(m[2], "满不")) })
	find(younger, true, func(m []string) string { return aged("<", m[1]+m[2], m[0]) })
	find(older, true, func(m []string) string { return aged("+", m[1]+m[2], m[0]) })
	find(old, true, func(m []string) string { return aged("=", m[1], m[0]) })
	find(date, false, func(m []string) string { return "期" + strings.Join(m[1:4], ".") + strings.TrimLeft(m[4], "以之") })
	find(day, false, func(m []string) string { return "期" + m[1] + "." + m[2] })
	find(fraction, false, func(m []string) string { return m[2] + "/" + m[1] })
	find(ordinal, false, func(m []string) string { return ranked(m[1]) })
	find(ranged, false, func(m []string) string { return measured(m[1], m[3]) + "至" + measured(m[2], m[3]) })
	find(half, false, func(m []string) string { return halved(m[1]) })
	find(plain, false, func(m []string) string { return measured(m[1], m[2]) })
	find(anything, false, func(m []string) string { return "数" + m[0] })
	return out
}

// groups gives the texts of a match and its groups; a group that took no part is empty.
func groups(text string, at []int) []string {
	var out []string
	for i := 0; i < len(at); i += 2 {
		if at[i] < 0 {
			out = append(out, "")
			continue
		}
		out = append(out, text[at[i]:at[i+1]])
	}
	return out
}

// aged names an age; 满 and 不到 count as ages only with a small number or 岁.
func aged(how, number, whole string) string {
	n, ok := value(number)
	if !ok || n > 120 || !strings.Contains(whole, "岁") && n != 16 {
		return ""
	}
	return "岁" + how + text(n)
}

// pair names a range of ages; open without its upper end: 满16岁未满26岁.
func pair(a, b string, open bool) string {
	x, ok := value(a)
	y, fine := value(b)
	if !ok || !fine {
		return ""
	}
	if open {
		y--
	}
	return "岁" + text(x) + "-" + text(y)
}

// halved reads 半年, 半个月, 半天.
func halved(unit string) string {
	switch unit {
	case "年":
		return period(180)
	case "月":
		return period(15)
	case "小时":
		return "分30"
	}
	return "时半天"
}

// ranked reads 第一, 第2.
func ranked(number string) string {
	n, ok := value(number)
	if !ok {
		return ""
	}
	return "第" + text(n)
}

// measured brings a number and its unit into one spelling.
func measured(number, unit string) string {
	n, ok := value(number)
	if !ok {
		return ""
	}
	if strings.HasPrefix(number, "0") && number != "0" && !strings.HasPrefix(number, "0.") || n == 0 && strings.Contains(number+unit, "万") {
		return unit + number // nobody writes 00元 or 0万元
	}
	switch unit {
	case "元", "元钱", "块", "块钱":
		return "钱" + text(n)
	case "万元":
		return "钱" + text(10000*n)
	case "角", "毛":
		return "钱" + text(n/10)
	case "个工作日", "工作日":
		return "工作日" + text(n)
	case "天", "日":
		return period(n)
	case "周", "个星期", "星期":
		return period(7 * n)
	case "月":
		return "期月" + text(n)
	case "个月":
		return period(30 * n)
	case "个半月":
		return period(30*n + 15)
	case "年":
		return period(360 * n)
	case "小时", "个小时":
		return "分" + text(60*n)
	case "分钟":
		return "分" + text(n)
	case "个", "张", "样", "种", "份", "条", "项", "次", "位", "家", "处", "人", "类", "号", "点":
		if n == 1 && !strings.ContainsAny(number, "1") {
			return "" // 一张, 一样: no count
		}
	}
	return unit + text(n)
}

// period names a number of days: 180天, 6个月 and 半年 are one, and so are 365天
// and 1年.
func period(days float64) string {
	if n := int(days); float64(n) == days && n%365 == 0 {
		days = float64(n / 365 * 360)
	}
	return "天" + text(days)
}

func text(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

var spokenDigits = map[rune]float64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var spokenPowers = map[rune]float64{'十': 10, '百': 100, '千': 1000}

// value reads 46, 四十六, 一百二十.
func value(s string) (float64, bool) {
	whole, wan := strings.CutSuffix(s, "万")
	if n, err := strconv.ParseFloat(whole, 64); err == nil && wan {
		return 10000 * n, true
	} else if err == nil {
		return n, true
	}
	total, part, digit, found := 0.0, 0.0, -1.0, false
	for _, r := range s {
		if d, ok := spokenDigits[r]; ok {
			if digit > 0 {
				return 0, false // 二三 is two numbers, or vague
			}
			digit, found = d, true
			continue
		}
		if r == '万' {
			total, part, digit = (total+part+max(digit, 0))*10000, 0, -1
			continue
		}
		power, ok := spokenPowers[r]
		if !ok {
			return 0, false
		}
		if digit < 0 {
			digit = 1
		}
		part, digit, found = part+digit*power, -1, true
	}
	return total + part + max(digit, 0), found
}
