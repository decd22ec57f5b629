package answer

import (
	"regexp"
	"slices"

	"huizhi/kb"
)

// topics in the order in which they are told apart: what a message asks first
// is what the answer leads with.
var topics = []Aspect{kb.Lead, kb.Validity, kb.Fee, kb.Bring, kb.Who, kb.Time, kb.Where, kb.Can}

// untilExpiry is how long the card is still good, 还有5个月到期, or how old a
// receipt is: 过了5个月.
var untilExpiry = regexp.MustCompile(`(?:还有|还剩下?|还差|剩下?|差|过了)` + number + `个?[多半]?(个?月|天|年|周)`)

// yuan is the unit of a fee.
const yuan = "元"

// ahead is how early they want to come: 提前半年换可以吗.
var ahead = regexp.MustCompile(`提前(?:半年|` + number + `个月)[^,。!?]{0,4}(?:换|办)?(?:可以|行|能)`)

// quantities are what customers put forward as a rule: 3个月, 20块钱.
var quantities = regexp.MustCompile(number + `(?:块钱|块|元|个月|个工作日|天|日|年)`)

// findTopic reads what is asked, and about which channel or paper.
func (l *Language) findTopic(s *scan, q *Question) {
	asked := map[Aspect]int{}
	for _, a := range topics {
		if at := l.aspects[a].FindStringIndex(s.text); at != nil {
			asked[a] = at[0]
			q.Aspects = append(q.Aspects, a)
		}
	}
	slices.SortStableFunc(q.Aspects, func(a, b Aspect) int { return asked[a] - asked[b] })
	l.findThing(s, q)
	l.findManner(s, q)
	q.settleTopics(l.cues["accepts"].MatchString(s.text))
	if q.Services.Only(kb.Receipt) {
		s.takeAnywhere(l.cues["accepts"])
	}
	if len(q.Aspects) == 0 && l.cues["how"].MatchString(s.text) {
		q.Aspects = []Aspect{How}
	}
	for _, a := range topics {
		if a != kb.Can {
			s.takeAnywhere(l.aspects[a])
		}
	}
	s.takeAnywhere(untilExpiry)
}

// findManner reads how it is asked.
func (l *Language) findManner(s *scan, q *Question) {
	says := func(cue string) bool { return l.cues[cue].MatchString(s.text) }
	q.Months = monthsLeft(s.text)
	q.Vague = says("vague")
	q.Company = l.company(says)
	q.Compare = says("compare")
	q.Enumerate = says("enumerate")
	q.Follow = says("follow")
	about := q.Channel != "" || q.Paper != "" || q.Months > 0 // a thing the cases know
	q.Prose = says("why") || !about && (says("prose") || says("photo") && !q.Services.Only(kb.Receipt))
}

// company tells the questions about who has to be there apart.
func (l *Language) company(says func(string) bool) Company {
	switch {
	case says("alone"):
		return Alone
	case says("delegate"):
		return Delegate
	case says("accompany"):
		return Accompany
	}
	return NoCompany
}

// receiptPaper is the receipt as a paper to bring.
const receiptPaper = "相片回执"

// findThing reads the channel and the paper a question is about.
func (l *Language) findThing(s *scan, q *Question) {
	for _, c := range l.channels {
		if c.word != window && c.words.MatchString(s.free()) && q.Channel != booking {
			q.Channel = c.word // whoever asks about booking asks about that
		}
	}
	if l.cues["need_receipt"].MatchString(s.text) && !q.Services.Only(kb.Receipt) {
		q.Paper = receiptPaper
		if !q.Asks(kb.Bring) {
			q.Aspects = append([]Aspect{kb.Bring}, q.Aspects...)
		}
		return
	}
	for _, p := range l.papers {
		if p.words.MatchString(s.text) && q.Asks(kb.Bring) && p.word != receiptPaper {
			q.Paper = p.word
			return
		}
	}
}

// settleTopics drops the aspect that another one explains: 多久过期 is not
// about how long the office takes, and 自助机能换吗 is about the machine.
func (q *Question) settleTopics(accepts bool) {
	drop := func(a Aspect) {
		q.Aspects = slices.DeleteFunc(q.Aspects, func(x Aspect) bool { return x == a })
	}
	if q.Asks(kb.Validity) || q.Asks(kb.Lead) {
		drop(kb.Time)
		drop(kb.Can)
	}
	if q.Channel != "" && q.Asks(kb.Where) {
		drop(kb.Can)
	}
	if q.Channel != "" && q.Asks(kb.Can) && !q.Asks(kb.Where) {
		q.Aspects = append(q.Aspects, kb.Where)
		drop(kb.Can)
	}
	if q.Asks(kb.Lead) && q.Asks(kb.Validity) {
		drop(kb.Validity)
	}
	if q.Asks(kb.Lead) && (q.Services == nil || q.Services.Has(kb.Renew)) {
		q.Services = kb.Set[kb.Service]{kb.Renew} // nothing else expires
	}
	if q.Asks(kb.Who) && q.Company != NoCompany {
		drop(kb.Can)
	}
	if q.Asks(kb.Can) && q.Enumerate {
		drop(kb.Bring) // 需要什么条件
	}
	if q.Services.Only(kb.Receipt) {
		drop(kb.Can) // whether a receipt may be used for something is prose
		if accepts {
			q.Aspects = append([]Aspect{kb.Can}, q.Aspects...)
		}
	}
	if q.Compare && q.Prose {
		drop(kb.Where)
	}
}

// monthsLeft reads how many months are left until expiry; 0 when not said.
func monthsLeft(text string) int {
	m := untilExpiry.FindStringSubmatch(text)
	if m == nil {
		return monthsAhead(text)
	}
	n, _ := count(m[1])
	switch m[2] {
	case "年":
		return 12 * n
	case "天", "周":
		return 1
	}
	return n
}

// bareFee is a fee without its unit: 补办收40?
var bareFee = regexp.MustCompile(`收(\d{1,3})(?:工本费|吗|吧|[,。!?]|$)`)

// findClaim reads what the customer takes for true.
func (l *Language) findClaim(s *scan, q *Question) {
	s.takeAnywhere(quantities)
	q.Claim = Claim{
		Deny:     l.cues["deny"].MatchString(q.Text),
		Confirm:  l.cues["confirm"].MatchString(q.Text),
		Free:     l.cues["free"].MatchString(q.Text),
		Quantity: quantities.FindString(q.Text),
	}
	if m := bareFee.FindStringSubmatch(q.Text); m != nil && q.Asks(kb.Fee) {
		q.Claim.Quantity = m[1] + yuan
	}
}

// monthsAhead reads how early they want to renew; 0 when not said.
func monthsAhead(text string) int {
	m := ahead.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	if m[1] == "" {
		return 6 // 半年
	}
	n, _ := count(m[1])
	return n
}
