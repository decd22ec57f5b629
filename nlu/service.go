package nlu

import (
	"regexp"
	"slices"
	"strings"

	"huizhi/kb"
)

// findDocument tells which document is meant. The ID card wins over others:
// 居住证 and 护照 are also papers to bring for one, and
// what somebody has with them is a paper too: 户口本没带,有护照.
func (l *Language) findDocument(s *scan, q *Reading) {
	text := s.text
	if !l.services[kb.Receipt].MatchString(text) {
		text = l.cues["held"].ReplaceAllString(text, " ")
	}
	q.Documents = l.Documents(text)
}

// Worded are the services with words of their own.
var Worded = []kb.Service{kb.First, kb.Renew, kb.Damaged, kb.Lost, kb.Change}

// findService tells which service is meant. Words of its own beat loose ones:
// 过期了怎么补办 is a renewal.
func (l *Language) findService(s *scan, q *Reading) {
	if s.take(l.services[kb.Temporary]) {
		q.Services = kb.Set[kb.Service]{kb.Temporary}
		return
	}
	text := l.cues["besides_receipt"].ReplaceAllString(s.text, "") // 除了回执还要带什么
	receipt := l.services[kb.Receipt].MatchString(text) || l.cues["own_photo"].MatchString(text)
	needed := receipt && l.cues["need_receipt"].MatchString(s.text)
	q.Need = needed || receipt && l.cues["accepts"].MatchString(s.text)
	s.take(l.services[kb.Receipt])
	for _, other := range []*regexp.Regexp{settledIn, bookBroken} {
		for _, at := range other.FindAllStringSubmatchIndex(s.text, -1) {
			s.mark(at[2], at[3])
		}
	}
	for _, at := range asksWhen.FindAllStringIndex(s.text, -1) {
		s.mark(at[0], at[1])
	}
	for _, service := range Worded {
		if s.take(l.services[service]) {
			q.Services = append(q.Services, service)
		}
	}
	if q.Services == nil {
		l.findLooseService(s, q)
	}
	if receipt && !(needed && q.Services != nil) {
		q.Services, q.Generic = kb.Set[kb.Service]{kb.Receipt}, false
	}
}

// asksWhen asks how long a card is good: 几年到期 of a new one is no renewal.
var asksWhen = regexp.MustCompile(`(?:几年|几岁|多少年|多久|多长时间|什么时候|啥时候|啥子时候|哪年)[才就会要]{0,2}(?:到期|过期)`)

// settledIn is 落在 of a household, not of a thing left behind.
var settledIn = regexp.MustCompile(`(?:户口|户籍)[^,。!?]{0,8}(落在)`)

// bookBroken is what became of a household book, not of a card.
var bookBroken = regexp.MustCompile(`(?:^|[^和跟与、连及])户口[本簿][^,。!?身证]{0,4}?((?:被|给|让)?[^,。!?身证]{0,2}(?:烧|泡|湿|撕|烂|坏|破)[^,。!?身证]{0,2})`)

// findLooseService reads 换证 and the like, which leave several services open.
func (l *Language) findLooseService(s *scan, q *Reading) {
	for _, g := range l.groups {
		if s.take(g.words) {
			q.Services, q.Loose = g.services, true
			return
		}
	}
	q.Generic = len(q.Documents) > 0 && q.Documents[0] == kb.IDCard
	if (q.Documents == nil || q.Generic) && exchanges(s.text) {
		q.Services, q.Generic = exchanged, false
	}
}

// exchanged are the services that 换 leaves open.
var exchanged = kb.Set[kb.Service]{kb.Renew, kb.Damaged}

var (
	exchange = regexp.MustCompile(`换(?:了|过|完|好|下|一|个)?`)
	// otherThing goes on after 换 where it is no card that is exchanged.
	otherThing = regexp.MustCompile(`^的(?:新|旧)?(?:身份)?证|^(?:个|家|种|张)?(?:手机|电话|号|微信|工作|单位|房|住|地|城市|说法|问法|衣|发型|照片|相|头像|背景|底|人|客服|真人|话题|户|绑|成|到|乘|句|钱|位|岗|问题|家|别|其他|会说|台|门|芯片|名字)`)
)

// alone is 换 with nothing that tells of what.
var alone = regexp.MustCompile(`^(?:那|就)?我?(?:就|想|要|来|能)?换(?:了|一下|吗)?[,。!?]?$`)

// exchanges reports 换 of a card, whatever stands between: 身份证能在外地换吗, 现在换会不会太早.
func exchanges(text string) bool {
	return !alone.MatchString(text) && slices.ContainsFunc(exchange.FindAllStringIndex(text, -1), func(at []int) bool {
		return !otherThing.MatchString(text[at[1]:]) && !strings.HasSuffix(text[:at[0]], "兑") && !strings.HasSuffix(text[:at[0]], "更")
	})
}

// findHousehold reads what is said of the household without naming a place.
func (l *Language) findHousehold(s *scan, q *Reading) {
	for _, h := range households {
		if l.household[h.word].MatchString(s.own) && s.take(l.household[h.word]) {
			q.Household = append(q.Household, h.means...)
		}
	}
}

// Households are the classes of households that a text speaks of.
func (l *Language) Households(text string) (out []kb.Household) {
	for _, h := range households {
		if l.household[h.word].MatchString(text) {
			out = append(out, h.means...)
		}
	}
	return out
}

// households gives the words of the lexicon their meaning.
var households = []struct {
	word  string
	means kb.Set[kb.Household]
}{
	{"other_city", kb.Set[kb.Household]{kb.OtherCity}},
	{"other_province", kb.Set[kb.Household]{kb.OtherProvince}},
	{"outside", kb.Outside},
	{"local", kb.Set[kb.Household]{kb.Local}},
}
