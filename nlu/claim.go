package nlu

import (
	"regexp"
	"strings"

	"huizhi/kb"
)

// onlyThen turns 提前3个月 into a rule they heard of.
const onlyThen = "只才"

// Yuan is the unit of a fee.
const Yuan = "元"

// untilExpiry is how long the card is still good, 还有5个月到期, or how old a
// receipt is: 过了5个月.
var untilExpiry = regexp.MustCompile(`(?:还有|还剩下?|还差|剩下?|差|过了|不到|不满|不足)` + Number + `个?[多半]?(个?月|天|年|周)`)

// ahead is how early they want to come: 提前半年换可以吗.
var ahead = regexp.MustCompile(`(?:能|可以|想|要|去)?(?:提前|早)(?:半年|` + Number + `个月)`)

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

// findClaim reads what the customer takes for true.
func (l *Language) findClaim(s *scan, q *Reading) {
	s.takeAnywhere(quantities)
	deny := l.cues["deny"].MatchString(q.Text)
	q.Claim = Claim{
		Deny:     deny,
		Confirm:  l.cues["confirm"].MatchString(q.Text) || deny && !l.cues["asks"].MatchString(q.Text),
		Only:     l.cues["only"].MatchString(q.Text),
		Free:     l.cues["free"].MatchString(q.Text),
		Quantity: quantities.FindString(q.Text),
	}
	if m := bareFee.FindStringSubmatch(q.Text); m != nil && q.Asks(kb.Fee) {
		q.Claim.Quantity = m[1] + Yuan
	}
}

// monthsLeft reads how many months are left until expiry; 0 when not said.
func monthsLeft(text string) int {
	m := untilExpiry.FindStringSubmatch(text)
	if m == nil {
		return monthsAhead(text)
	}
	n, _ := Count(m[1])
	switch m[2] {
	case "年":
		return 12 * n
	case "周":
		return monthsOf(7 * n)
	case "天":
		return monthsOf(n)
	}
	return n
}

// monthsOf rounds days up to months.
func monthsOf(days int) int { return max(1, (days+29)/30) }

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
