package nlu

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"huizhi/kb"
)

// Number is a pattern for a number as people write it, as one group.
const Number = `(\d{1,3}|[一二两三四五六七八九十百]{1,5})`

// The ways of stating an age. The first group is the number.
var (
	underAge = regexp.MustCompile(`(?:未满|不满|不到|还没满|没满|没到|小于)` + Number + `(?:周?岁)?`)
	below    = regexp.MustCompile(Number + `(?:周?岁)(?:以下|以内|之前)`)
	above    = regexp.MustCompile(Number + `(?:周?岁)?(?:以上|及以上)|(?:年满|已满|满了|超过|^满|[^刚才年未不没]满)` + Number + `(?:周岁|岁|了|以后|之后|再)`)
	exactly  = regexp.MustCompile(`周岁是?` + Number + `|,(\d{1,2})(?:,|$)|^(\d{1,2}),|我` + Number + `岁?(?:办|换|领)的|` + Number + `(?:周?岁半?|岁半)|` + Number + `多(?:岁|了)|(?:^|[,。 上那])` + Number + `了[,。!?一还没呢吧]|(?:都|已经|快)` + Number + `(?:周?岁|多?了)|(?:刚满|才满|今年满?|我|自己|拖到|等到)` + Number + `(?:多?周?岁|多?了|再|[,。!?]|$)`)
	almost   = regexp.MustCompile(`(?:马上|就快|快要?|快|即将)(?:就|要|才)?满` + Number + `(?:周?岁)?(?:[^再后以之]|$)`)
	grade    = regexp.MustCompile(`([一二三四五六1-6])年级`)
	months   = regexp.MustCompile(`(?:宝宝?|娃|儿|女|孙|甥|侄|弟|妹|孩)(?:才|刚|现在)?([一二两三四五六七八九十\d]{1,2})个月|([一二两三四五六七八九十\d]{1,2})个月(?:大|的(?:宝|孩|娃))`)
)

// difference is years between two, no age: 比真的大两岁, 改小3岁.
var difference = regexp.MustCompile(`(?:比[^,。!?]{0,10}|报|改|写|登|相?差|错)(?:大|小|高|低|了)*这?` + Number + `岁`)

// nominal is an age as it is counted from the year of birth on, one or two more.
var nominal = regexp.MustCompile(`虚岁?` + Number + `岁?`)

// own is how old a person named is: 我妈60岁, after 70岁以上才给长期.
var own = regexp.MustCompile(`(?:我|妈|爸|娘|爹|伯|婶|舅|姑|他|她|儿|子|娃|婆|公|爷|奶|弟|妹|哥|姐|叔|姨|侄|孙|女|妻)(?:今年|才|刚|都|已经|快)?` + Number + `(?:周?岁|了|[,。!?]|$)`)

// ruleOf goes on after an age that a rule is for: 18岁以上.
var ruleOf = regexp.MustCompile(`^(?:以|之|及以|才|的)`)

// asThen is how old somebody was when they got a card: 12岁办的.
var asThen = regexp.MustCompile(Number + `周?岁(?:时候?|那年)?(?:办|领|拍|做|换)的`)

// notYears goes on after a number that counts something else: 不满3个月.
var notYears = regexp.MustCompile(`^(?:个|年|天|日|元|块|次|张)`)

// findPerson reads the age, from numbers before words, and who is spoken of.
func (l *Language) findPerson(s *scan, q *Reading, at time.Time) {
	people := l.cues["not_applicant"].ReplaceAllString(s.own, " ")
	q.AgeThen, q.TwoAges = asThen.MatchString(s.text), twoAges(s.text)
	if q.Ages, q.AgeSaid = statedAge(s, at); !q.AgeSaid {
		for _, w := range l.ages {
			if w.words.MatchString(people) {
				q.Ages, q.AgeSaid, q.Kin = w.ages, true, w.ages.Top() < 16 && l.cues["grown_kin"].MatchString(people) && !l.cues["surely_young"].MatchString(people)
				break
			}
		}
	}
	q.Self = !q.AgeSaid && l.cues["self"].MatchString(people) && !l.cues["someone_else"].MatchString(s.text)
	q.Myself = !q.AgeSaid && l.cues["myself"].MatchString(people)
	for _, w := range l.ages {
		s.take(w.words)
	}
}

// statedAge reads an age given in numbers. One said of a person counts before
// others, and of the others the first: what comes later is more often a rule
// they heard of.
func statedAge(s *scan, at time.Time) (kb.Ages, bool) {
	if m := inEnglish.FindStringSubmatch(s.own); m != nil {
		n, _ := Count(m[1] + m[2])
		s.take(inEnglish)
		return kb.Exactly(n), n > 0 && n <= kb.MaxAge
	}
	if ages, ok := fromTo(s); ok {
		return ages, true
	}
	if ages, ok := birth(s, at); ok {
		return ages, true
	}
	if ages, ok := ownAge(s); ok {
		return ages, true
	}
	s.own = difference.ReplaceAllStringFunc(s.own, func(m string) string { return strings.Repeat(" ", len(m)) })
	if strings.Contains(s.own, "周岁") {
		s.own = nominal.ReplaceAllString(s.own, "") // 虚岁16周岁15
	}
	if m := nominal.FindStringSubmatch(s.own); m != nil {
		n, _ := Count(m[1])
		s.take(nominal)
		return kb.Ages{Min: max(n-2, 1), Max: max(n-1, 1)}, n > 0
	}
	first, found := -1, kb.Ages{}
	for _, way := range []struct {
		re   *regexp.Regexp
		ages func(n int) kb.Ages
	}{
		{almost, func(n int) kb.Ages { return kb.Exactly(max(n-1, 1)) }}, {underAge, kb.Under}, {below, kb.Under}, {above, kb.From}, {exactly, kb.Exactly},
		{grade, func(n int) kb.Ages { return kb.Ages{Min: n + 5, Max: n + 7} }},
		{months, func(int) kb.Ages { return kb.Exactly(1) }},
	} {
		at := way.re.FindStringSubmatchIndex(s.own)
		if at == nil || first >= 0 && at[0] >= first || notYears.MatchString(s.own[at[1]:]) {
			continue
		}
		m := way.re.FindStringSubmatch(s.own)
		if n, ok := Count(strings.Join(m[1:], "")); ok && n > 0 && n <= kb.MaxAge {
			first, found = at[0], way.ages(n)
			s.take(way.re)
		}
	}
	return found, first >= 0
}

// anAge is an age in figures: 15岁, 满16.
var anAge = regexp.MustCompile(`满(\d{1,2})|(\d{1,2})周?岁`)

// twoAges reports a text that names two different ages.
func twoAges(text string) bool {
	all := anAge.FindAllStringSubmatch(text, -1)
	return slices.ContainsFunc(all, func(m []string) bool { return m[1]+m[2] != all[0][1]+all[0][2] })
}

// inEnglish is an age as English speakers tell it: I'm 27, she is 8 years old.
var inEnglish = regexp.MustCompile(`(?i)\b(?:i'?m|i am|aged?|(?:he|she)(?:'s| is))\s*(\d{1,3})\b|(\d{1,3})\s*(?:years? old|yo\b)`)

// The ways of stating a range of ages: 满16没满18, 16到18岁.
var ranges = []*regexp.Regexp{
	regexp.MustCompile(`满` + Number + `(?:周?岁)?[,但]?(?:没|未|不|还没)满` + Number + `(?:周?岁)?`),
	regexp.MustCompile(Number + `(?:周?岁)?(?:到|至|-|~|、|和)` + Number + `(?:周?岁)(?:之间)?`),
}

// fromTo is an age between two: of 没满 the second does not count.
func fromTo(s *scan) (kb.Ages, bool) {
	for i, way := range ranges {
		m := way.FindStringSubmatch(s.own)
		if m == nil {
			continue
		}
		from, okFrom := Count(m[1])
		to, okTo := Count(m[2])
		if i == 0 {
			to--
		}
		if okFrom && okTo && 0 < from && from <= to && to <= kb.MaxAge {
			s.take(way)
			return kb.Ages{Min: from, Max: to}, true
		}
	}
	return kb.Ages{}, false
}

// ownAge is the age said of somebody, whatever ages rules are said to have.
func ownAge(s *scan) (kb.Ages, bool) {
	span := own.FindStringSubmatchIndex(s.own)
	if span == nil || ruleOf.MatchString(s.own[span[1]:]) || asThen.MatchString(s.own) {
		return kb.Ages{}, false
	}
	n, ok := Count(s.own[span[2]:span[3]])
	if !ok || n == 0 || n > kb.MaxAge {
		return kb.Ages{}, false
	}
	s.take(own)
	return kb.Exactly(n), true
}

var powers = map[rune]int{'十': 10, '百': 100}

var numerals = map[rune]int{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// Count reads a number below a thousand: "46", "四十六", "十六", "二百"; "半" is not one.
func Count(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	total, digit := 0, 0
	for _, r := range s {
		if tens, ok := powers[r]; ok {
			total, digit = total+max(digit, 1)*tens, 0
			continue
		}
		d, ok := numerals[r]
		if !ok {
			return 0, false
		}
		digit = d
	}
	return total + digit, s != ""
}
