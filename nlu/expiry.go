package nlu

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// untilExpiry is how long the card is still good, 还有5个月到期, or how old a
// receipt is: 过了5个月.
var untilExpiry = regexp.MustCompile(`(?:还有|还剩下?|还差|剩下?|差|过了|不到|不满|不足)(?:大概|差不多|将近)?(?:([大小]?半年多?|一年半)|` + Number + `个?([多半])?(个?月|天|年|周|礼拜|星期)(多)?)`)

// halves are spans without a number, in months.
var halves = map[string]int{"半年": 6, "半年多": 7, "大半年": 8, "小半年": 5, "一年半": 18}

// notExpiry goes on after a time until something else: 还差两个月满16.
var notExpiry = regexp.MustCompile(`^[^,。!?]{0,3}(?:满|岁|开学|高考|中考|结婚|生日)`)

// ahead is how early they want to come: 提前半年换可以吗.
var ahead = regexp.MustCompile(`(?:能|可以|想|要|去)?(?:提前|早)(?:半年|` + Number + `个月)`)

// onlyThen turns 提前3个月 into a rule they heard of.
const onlyThen = "只才"

// The ways to name a day of expiry. Groups: year, month, day.
var (
	date      = `((?:20)?\d{2}|今|明|后)?年?(?:[.\-/年])?(\d{1,2})(?:[月.\-/](?:份)?)(\d{1,2})?[日号]?`
	expiresOn = regexp.MustCompile(date + `[^,。!?\d]{0,4}(?:到期|过期|失效|期满|截止)`)
	inYear    = regexp.MustCompile(`(20\d{2})年?(?:才|就)?(?:到期|过期)`)
	goodUntil = regexp.MustCompile(`(?:证件?(?:是)?(?:只)?(?:到|至)|到期日?期?|有效期限?|截止日?期?|期限)(?:是|为|到|至|在|写的?是?|显示)*:?(?:20\d{2}[.\-/年]\d{1,2}[.\-/月]\d{1,2}日?(?:至|到|-|~))?` + date + `(?:[^年]|$)`)
	yearsEnd  = regexp.MustCompile(`(今年|明年)?年?底[^,。!?\d]{0,3}(?:到期|过期)`)
	soon      = regexp.MustCompile(`(这个?月|本月|月底|这周|下周|下个?星期|下个?礼拜|明天|后天|过几天|这两天|下下个?月|下个?月)[^,。!?\d]{0,3}(?:到期|过期)`)
)

// monthsLeft reads how many months are left until expiry, or how old something is; 0
// when it is not said, or over.
func monthsLeft(text string, at time.Time) int {
	if m := untilExpiry.FindStringSubmatchIndex(text); m != nil && !notExpiry.MatchString(text[m[1]:]) {
		return lasting(untilExpiry.FindStringSubmatch(text))
	}
	for _, way := range []*regexp.Regexp{expiresOn, goodUntil} {
		if all := way.FindAllStringSubmatch(text, -1); len(all) > 0 {
			m := all[len(all)-1] // 2016.05.20-2026.05.20
			return monthsTo(m[1], m[2], m[3], at)
		}
	}
	if m := inYear.FindStringSubmatch(text); m != nil {
		y, _ := strconv.Atoi(m[1])
		if left := 12*(y-at.Year()) - int(at.Month()) + 1; left > 6 {
			return left // at the least
		}
	}
	if m := yearsEnd.FindStringSubmatch(text); m != nil {
		return monthsTo(strings.TrimSuffix(m[1], "年"), "12", "", at)
	}
	if m := soon.FindStringSubmatch(text); m != nil {
		return 1 + strings.Count(m[1], "下")/2
	}
	return monthsAhead(text)
}

// dueOn reports that a day or a month of expiry is named.
func dueOn(text string) bool {
	return slices.ContainsFunc([]*regexp.Regexp{expiresOn, goodUntil, yearsEnd, soon, inYear}, func(way *regexp.Regexp) bool { return way.MatchString(text) })
}

// lasting is a span in months, rounded up: 大半年, 4个多月, 200天.
func lasting(m []string) int {
	if m[1] != "" {
		return halves[m[1]]
	}
	n, _ := Count(m[2])
	more := 0
	if m[3] != "" || m[5] != "" {
		more = 1
	}
	switch m[4] {
	case "年":
		return 12*n + more
	case "周", "礼拜", "星期":
		return monthsOf(7 * n)
	case "天":
		return monthsOf(n)
	}
	return n + more
}

// monthsOf rounds days up to months.
func monthsOf(days int) int { return max(1, (days+29)/30) }

// farthest is how many months ahead a month without a year is taken to be: beyond that,
// the one that is past is nearer (in December, 8月就过期了).
const farthest = 6

// monthsTo is how many months there are to a day, rounded up; 1 within this month, 0
// for one that is over or could be of several years.
func monthsTo(year, month, day string, at time.Time) int {
	m, _ := strconv.Atoi(month)
	if m < 1 || m > 12 {
		return 0
	}
	left := m - int(at.Month())
	switch y, err := strconv.Atoi(year); {
	case year == "" && left < 0:
		if left += 12; left > farthest {
			return 0
		}
	case err == nil:
		left += 12 * (y%100 - at.Year()%100)
	default:
		left += 12 * map[string]int{"明": 1, "后": 2}[year]
	}
	if d, err := strconv.Atoi(day); err == nil && d > at.Day() && left > 0 {
		left++
	}
	if left < 0 {
		return 0
	}
	return max(left, 1)
}

// monthsAhead reads how early they want to renew; 0 when not said.
func monthsAhead(text string) int {
	m := ahead.FindStringSubmatch(text)
	if m == nil || strings.ContainsAny(text, onlyThen) {
		return 0 // 只能提前3个月 is a claim
	}
	if m[1] == "" {
		return 6 // 半年
	}
	n, _ := Count(m[1])
	return n
}

var (
	// anyDay is a day, of whatever it is: 5月28.
	anyDay = regexp.MustCompile(date)
	// madeOn is when a photo or a receipt was made: 6月1号拍的.
	madeOn = regexp.MustCompile(`((?:20)?\d{2}|今|去)?年?(?:[.\-/年])?(\d{1,2})[月.\-/]份?(?:(\d{1,2})[日号]?)?[^,。!?\d元块去来要想到期过]{0,8}(?:拍|照|办|开|做|弄)(?:好|出|完)?(?:的回执|的照|的相|的单|的[^话]|的$|了)`)
)

// dayNamed is how many months there are to a day that a text names; 0 if it names none.
func dayNamed(text string, at time.Time) int {
	m := anyDay.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	return monthsTo(m[1], m[2], m[3], at)
}

// dayMade is the day on which something was made; zero when no day is said, or one that
// is still to come.
func dayMade(text string, at time.Time) (made time.Time) {
	m := madeOn.FindStringSubmatch(text)
	if m == nil {
		return made
	}
	month, _ := strconv.Atoi(m[2])
	day, err := strconv.Atoi(m[3])
	if month < 1 || month > 12 || err != nil || day < 1 || day > 31 {
		return made
	}
	year := at.Year()
	switch y, err := strconv.Atoi(m[1]); {
	case err == nil:
		year = fullYear(strconv.Itoa(y), at)
	case m[1] == "去":
		year--
	case m[1] == "今":
	case onDay(year, month, day, at).After(at):
		year--
	}
	if made = onDay(year, month, day, at); made.After(at) || made.Before(at.AddDate(-longAgo, 0, 0)) {
		return time.Time{}
	}
	return made
}

// longAgo is how many years back a day is taken for the one on which something was made
// that they ask about now.
const longAgo = 3

func onDay(year, month, day int, at time.Time) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, at.Location())
}

// monthsBetween is how many whole months of thirty days lie between, at least 1.
func monthsBetween(from, to time.Time) int {
	return max(1, int(to.Sub(from).Hours()/24)/30)
}
