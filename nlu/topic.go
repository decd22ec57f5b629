package nlu

import (
	"regexp"
	"slices"
	"time"

	"huizhi/kb"
)

// aspectOrder is the order in which they are told apart: what a message asks first
// is what the answer leads with.
var aspectOrder = []Aspect{kb.Lead, kb.Validity, kb.Fee, kb.Bring, kb.Who, kb.Time, kb.Where, kb.Can}

// findTopic reads what is asked, and about which channel or paper.
func (l *Language) findTopic(s *scan, q *Reading, at time.Time) {
	q.spans, q.scanned = map[Aspect][]int{}, s.text
	for _, a := range aspectOrder {
		if at := l.aspects[a].FindStringIndex(s.text); at != nil {
			q.spans[a] = at
			q.Aspects = append(q.Aspects, a)
		}
	}
	slices.SortStableFunc(q.Aspects, func(a, b Aspect) int { return q.spans[a][0] - q.spans[b][0] })
	if onSheet.MatchString(s.text) {
		q.drop(kb.Where)
	}
	l.findThing(s, q)
	l.findManner(s, q, at)
	q.settle(l.cues["accepts"].MatchString(s.text))
	if q.Services.Only(kb.Receipt) {
		s.takeAnywhere(l.cues["accepts"])
	}
	if q.Company != NoCompany && len(q.Aspects) == 0 && l.asks(s.text) {
		q.Aspects = []Aspect{kb.Who} // 要不要大人一齐去
	}
	switch {
	case len(q.Aspects) > 0, q.Must:
	case q.Channel == Booking, q.Channel != "" && q.Services != nil && !q.Services.Only(kb.Receipt):
		q.Aspects = []Aspect{kb.Where} // 手机上直接补证
	case l.cues["how"].MatchString(s.text):
		q.Aspects = []Aspect{How}
	}
	for _, a := range aspectOrder {
		if a != kb.Can {
			s.takeAnywhere(l.aspects[a])
		}
	}
	s.takeAnywhere(untilExpiry)
	s.takeAnywhere(anyDay)
	s.takeAnywhere(l.cues["single"])
}

// findManner reads how it is asked.
func (l *Language) findManner(s *scan, q *Reading, at time.Time) {
	says := func(cue string) bool { return l.cues[cue].MatchString(s.text) }
	q.Months = monthsLeft(s.text, at)
	q.Due = q.Months > 0 && dueOn(s.text)
	q.Day, q.Dated = dayNamed(s.text, at), dayMade(s.text, at)
	if !q.Dated.IsZero() {
		q.Old = monthsBetween(q.Dated, at)
	}
	q.Lasts = stillGood.MatchString(s.text)
	q.Collect = says("collect")
	q.MayNot = says("may_not")
	q.Must = says("must_i")
	q.May = (q.Asks(kb.Can) || says("accepts")) && !q.MayNot && !q.Must
	q.Photo, q.Sheets = photo.MatchString(s.text), sheets.MatchString(s.text)
	q.Back = says("myself_again")
	q.Vague = says("vague")
	q.Settled = says("settled")
	q.Company = l.company(says)
	q.Compare = says("compare")
	q.Enumerate = says("enumerate")
	q.Follow = says("follow")
	q.Open = says("open")
	q.Card = says("card_again")
	q.TheCard = says("the_card")
	q.Hours = says("hours")
	q.Single = says("single")
}

// company tells the questions about who has to be there apart.
func (l *Language) company(says func(string) bool) Company {
	switch {
	case says("alone") && !says("delegate"): // 自己去还是可以代办
		return Alone
	case says("delegate"):
		return Delegate
	case says("must_come"):
		return InPerson
	case says("accompany"):
		return Accompany
	}
	return NoCompany
}

// The channels and the paper of the vocabulary that the code has to tell apart.
const (
	Window       = "窗口"
	Booking      = "预约"
	Online       = "网办"
	ReceiptPaper = "相片回执" // the receipt as a paper to bring
)

// findThing reads the channel and the paper a question is about.
func (l *Language) findThing(s *scan, q *Reading) {
	for _, c := range l.channels {
		if c.word != Window && c.words.MatchString(s.free()) && q.Channel != Booking {
			q.Channel = c.word // whoever asks about booking asks about that
		}
	}
	if l.cues["need_receipt"].MatchString(s.text) && !q.Services.Only(kb.Receipt) {
		q.Paper = ReceiptPaper
		if !q.Asks(kb.Bring) {
			q.Aspects = append([]Aspect{kb.Bring}, q.Aspects...)
		}
		return
	}
	for _, p := range l.papers {
		if p.words.MatchString(s.text) && q.Asks(kb.Bring) && p.word != ReceiptPaper {
			q.Paper = p.word
			return
		}
	}
}

// general aspects are asked for by words that any question may hold.
var general = []Aspect{kb.Can, kb.Where, How}

// Named are the fields asked for by words of their own.
func (q Reading) Named() []Aspect {
	return slices.DeleteFunc(slices.Clone(q.Aspects), func(a Aspect) bool { return slices.Contains(general, a) })
}

// onSheet asks where on the sheet something stands: 回执号在哪.
var onSheet = regexp.MustCompile(`[号码](?:写|印)?在哪|(?:写|印|显示)在哪`)

var (
	// photo is the photo, or having it taken.
	photo = regexp.MustCompile(`照|相片|拍|图像|回执`)
	// stillGood asks whether what was made then can still be used.
	stillGood = regexp.MustCompile(`还?能[用使]|用得|有效|作数|过没过|过期|失效|来得及`)
	// sheets are how receipts are counted.
	sheets = regexp.MustCompile(`[一两二三1-9][张份]`)
)
