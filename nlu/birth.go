package nlu

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"huizhi/kb"
)

// The ways to tell when somebody was born: 1995年3月生, 08年的儿子, 零六年的, 95后.
var (
	born   = regexp.MustCompile(`(?:^|[^\d])((?:19|20)?\d{2}|[零〇一二三四五六七八九]{2})年?(?:(\d{1,2})月)?份?(?:\d{1,2}[日号])?(?:出?生(?:[^日病意活]|$)|的)`)
	decade = regexp.MustCompile(`(?:^|[^\d满到过])(\d)([05])后`)
)

// notBirth goes on after a year in which something else came to be: 08年的旧证.
var notBirth = regexp.MustCompile(`^[^,。!?]{0,3}(?:证|身份|卡|时候|办|拍|领|照|回执|政策|规定|文件|说法|新规|事|通知|费|钱|票|号|可以|还是|吗)`)

// ofSomebody stands before a bare 08年的: whoever it is said of.
var ofSomebody = regexp.MustCompile(`(?:我|他|她|儿子?|女儿?|孩子?|娃|宝宝?|弟弟?|妹妹?|哥|姐|爸|妈|爷爷?|奶奶?|公|婆|老公|老婆)(?:今年|是|也是|都是)?$`)

// birth is the age of somebody of whom it is said when they were born.
func birth(s *scan, at time.Time) (kb.Ages, bool) {
	for _, m := range born.FindAllStringSubmatchIndex(s.own, -1) {
		year, month := s.own[m[2]:m[3]], ""
		if m[4] >= 0 {
			month = s.own[m[4]:m[5]]
		}
		bare := strings.HasSuffix(s.own[m[0]:m[1]], "的")
		if bare && slices.Contains([]string{"5", "05", "10", "20"}, year) {
			continue // how long a card is good
		}
		end := m[1]
		if i := strings.LastIndex(s.own[m[0]:end], "生"); i >= 0 {
			end = m[0] + i + len("生") // without what goes on after it
		}
		after := s.own[end:]
		theirs := peopleAhead.MatchString(after)
		if !theirs && (notBirth.MatchString(after) || bare && !ofSomebody.MatchString(s.own[:m[2]])) {
			continue
		}
		if ages, ok := bornIn(year, month, at); ok {
			s.mark(m[2], end)
			if n, err := strconv.Atoi(year); bare && err == nil && n <= old && ages.Min > old && s.own[m[3]:m[1]] == "的" {
				ages = kb.Exactly(n) // 我老婆44的
			}
			return ages, true
		}
	}
	if m := decade.FindStringSubmatch(s.own); m != nil {
		youngest, okYoung := bornIn(m[1]+string(m[2][0]+4), "", at)
		oldest, okOld := bornIn(m[1]+m[2], "", at)
		if m[2] == "0" {
			youngest, okYoung = bornIn(m[1]+"9", "", at)
		}
		return kb.Ages{Min: youngest.Min, Max: oldest.Max}, okYoung && okOld && youngest.Min <= oldest.Max
	}
	return kb.Ages{}, false
}

// old is the age up to which 44的 is how old somebody is, where the year of it would make
// them older.
const old = 65

// peopleAhead goes on after a bare year: 08年的儿子.
var peopleAhead = regexp.MustCompile(`^(?:儿|女|孩|娃|小孩|宝|学生|老人)`)

// bornIn is the age of somebody born in a year, of two digits or four, and, if it is
// not empty, a month: without one the birthday may be still to come.
func bornIn(year, month string, at time.Time) (kb.Ages, bool) {
	years := at.Year() - fullYear(year, at)
	if years < 0 || years > kb.MaxAge {
		return kb.Ages{}, false
	}
	ages := kb.Ages{Min: max(years-1, 1), Max: max(years, 1)}
	switch m, err := strconv.Atoi(month); {
	case err != nil:
	case m < int(at.Month()):
		ages.Min = ages.Max
	case m > int(at.Month()):
		ages.Max = ages.Min
	}
	return ages, true
}

// fullYear is a year of the calendar: 95 is 1995, 08 and 零八 are 2008.
func fullYear(year string, at time.Time) int {
	y, err := strconv.Atoi(year)
	if err != nil {
		y = 0
		for _, r := range year {
			y = 10*y + numerals[r] // 零 is 0
		}
	}
	switch {
	case y >= 100:
		return y
	case y > at.Year()%100:
		return 1900 + y
	}
	return 2000 + y
}
