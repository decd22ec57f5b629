package nlu

import (
	"regexp"
	"strings"

	"huizhi/kb"
)

// Yuan is the unit of a fee.
const Yuan = "元"

// quantities are what customers put forward as a rule: 3个月, 20块钱.
var quantities = regexp.MustCompile(Number + `(?:块钱|块|元|个月|个工作日|天|日|年)`)

// bareFee is a fee without its unit: 补办收40?
var bareFee = regexp.MustCompile(`收(\d{1,3})(?:工本费|吗|吧|[,。!?]|$)`)

// Quantity is the first number of a text that counts money or time, if it has one.
func Quantity(text string) (n int, ok bool) {
	m := quantities.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, _ = Count(m[1])
	return n, true
}

// dated is a year of the calendar: no number of years.
var dated = regexp.MustCompile(`(?:19|20)\d{2}年|\d{2}年(?:\d{1,2}月|的|生|出生|初|底)|[0-9]0后`)

// onlyOne is what is said; nothing where different things are: of 三个月 and 半年 neither is
// claimed.
func onlyOne(said []string) string {
	for _, s := range said {
		if s != said[0] {
			return ""
		}
	}
	return strings.Join(said[:min(1, len(said))], "")
}

// passed is a time that went by or is left: no rule is claimed of it.
var passed = regexp.MustCompile(`岁(?:零|半|多|又)?` + Number + `个?(?:月|天)|(?:超过[^,。!?;]{0,4}|过了?|还有|还差|差|等了?|都|已经|才)` + Number + `个?(?:月|天|日|年|周|星期)|` + Number + `个?(?:月|天|日|年|周|星期)(?:了[^吗]?|前|以前|之前|多了|没)`)

// findClaim reads what the customer takes for true.
func (l *Language) findClaim(s *scan, q *Reading) {
	s.takeAnywhere(quantities)
	undated := passed.ReplaceAllString(dated.ReplaceAllString(q.Text, " "), " ")
	deny := l.cues["deny"].MatchString(q.Text)
	q.Claim = Claim{
		Deny:     deny,
		Confirm:  l.cues["confirm"].MatchString(q.Text) || deny && !l.cues["asks"].MatchString(q.Text),
		Only:     l.cues["only"].MatchString(q.Text),
		Free:     l.cues["free"].MatchString(q.Text),
		Quantity: onlyOne(quantities.FindAllString(undated, -1)),
	}
	if m := bareFee.FindStringSubmatch(q.Text); m != nil && q.Asks(kb.Fee) {
		q.Claim.Quantity = m[1] + Yuan
	}
}
