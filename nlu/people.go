package nlu

import (
	"regexp"
	"slices"
	"strings"
)

// role is what somebody has to do with an application.
type role uint8

const (
	open      role = iota // nothing says
	applicant             // the card is theirs
	helper                // comes along, brings somebody, fetches something
	bystander             // is only spoken of
)

// someone is a person that a message speaks of.
type someone struct {
	start, end int
	young      bool // 儿子: the card may well be for them
	theirs     bool // 他妈妈: of the family of whom the card is for
	role       role
	until      int // what is said of them ends here
}

// people are all whom a message names by kinship and the like, with their roles.
//
//	奶奶65岁带8岁孙女去      奶奶 helps, 孙女 applies
//	他妈妈在广州上班回不来    妈妈 is only spoken of
//	让我老公帮我拿            老公 helps
//	给我妈换证                我妈 applies
func (l *Language) people(text string) (all []someone) {
	for _, at := range l.cues["people"].FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		all = append(all, someone{start: at[0], end: at[1], young: l.cues["young"].MatchString(word), theirs: ofThem.MatchString(word)})
	}
	for i := range all {
		next := len(text)
		if i+1 < len(all) {
			next = all[i+1].start
		}
		all[i].until = min(next, all[i].end+clauseEnd(text[all[i].end:]))
		l.cast(text, &all[i])
	}
	asks := l.asks(text)
	applies := slices.ContainsFunc(all, func(p someone) bool { return p.role == applicant || p.young && p.role == open })
	for i, p := range all {
		said := text[p.end:p.until]
		switch {
		case p.role == open && busy.MatchString(said) && !strings.Contains(said, "证"):
			all[i].role = bystander // 儿子上班,我自己一个人去
		case p.role == open && !asks && stranger.MatchString(text[p.start:p.end]):
			all[i].role = bystander // 可是我朋友在九江用的回执
		case p.role == applicant && !p.young && papers.MatchString(said) && hasYoung(all) && !wanted.MatchString(said):
			all[i].role = bystander // 妈妈的身份证 is what a child brings
		case p.role == open && !p.young && (p.theirs && (len(all) > 1 || !strings.Contains(said, "证")) || applies && l.cues["of_person"].MatchString(said)):
			all[i].role = bystander
		}
	}
	return all
}

func hasYoung(all []someone) bool {
	return slices.ContainsFunc(all, func(p someone) bool { return p.young })
}

var (
	stranger = regexp.MustCompile(`朋友|同事|同学|室友|舍友|邻居|网友|老乡|工友`)
	ofThem   = regexp.MustCompile(`^(?:他|她|孩子|孩儿|小孩|娃|宝宝)`)
	busy     = regexp.MustCompile(`^(?:们)?(?:也|都|要|在|又|天天|还|今天|平时){0,3}(?:上班|没空|没时间|走不开|很忙|忙|出差|回不来|加班)`)
	papers   = regexp.MustCompile(`^的?(?:身份证|证件|户口)`)
	stops    = regexp.MustCompile(`[,。!?;:\n]`)
	brings   = regexp.MustCompile(`^([^,。!?;]{0,8}?)(?:(?:带|陪|抱)(?:着|了|同)?(?:$|[他她我孩小娃宝儿女弟妹孙侄去来过行可能吗不\d,。!?;])|(?:领|送)着?[他她我孩小娃宝儿女弟妹孙])`)
	helps    = regexp.MustCompile(`^([^,。!?;]{0,6}?)(?:帮|替|代)[我他她忙孩娃儿女弟妹办领拿取去]`)
	asked    = regexp.MustCompile(`(?:让|叫|(?:^|[^申])请|由|被|托|找|喊|跟着?|随)$`)
	forWhom  = regexp.MustCompile(`(?:给|帮|替|(?:^|[^因])为)$`)
	wants    = regexp.MustCompile(`^(?:的?(?:身份证|证件?|旧证|新证)|(?:也|就|还|现在)?(?:要|想|需要|得|打算|准备|该)[^,。!?;]{0,3}[办补换申领])`)
	wanted   = regexp.MustCompile(`丢|补|换|办|坏`)
	leads    = regexp.MustCompile(`^[^,。!?;]{0,6}(?:带|陪|抱|领|送|帮|替)(?:着|了)?[他她我弟妹孩小娃宝儿女孙]`)
	bringMe  = regexp.MustCompile(`我(?:自己)?(?:今年|都|已经)?(?:\d+岁)?(?:想|要|能|可以)?(?:带|陪|领|抱)着?[我他她孩小娃宝儿女弟妹孙]`)
)

// cast tells somebody's role from the words around them, and how far what is said of
// them goes if they only help.
func (l *Language) cast(text string, p *someone) {
	before, after := text[:p.start], text[p.end:]
	switch {
	case forWhom.MatchString(before):
		p.role = applicant
	case asked.MatchString(before):
		p.role, p.until = helper, p.end
	case wants.MatchString(after):
		p.role = applicant
	case p.young && !leads.MatchString(after): // 小孩能代办吗, 孩子要不要带去
	default:
		for _, does := range []*regexp.Regexp{brings, helps} {
			if m := does.FindStringSubmatchIndex(after); m != nil && p.end+m[3] <= p.until {
				p.role, p.until = helper, p.end+m[3]
				return
			}
		}
	}
}

// clauseEnd is where a clause ends.
func clauseEnd(text string) int {
	if at := stops.FindStringIndex(text); at != nil {
		return at[0]
	}
	return len(text)
}

// ofApplicant blanks what a message says of people who do not apply: their ages, where
// they are, where they are registered. The other bytes stay where they are.
func (l *Language) ofApplicant(text string) string {
	b := []byte(text)
	blank := func(from, to int) { copy(b[from:to], strings.Repeat(" ", to-from)) }
	for _, p := range l.people(text) {
		if p.role == helper || p.role == bystander {
			blank(p.start, p.until)
		}
	}
	if bringMe.MatchString(text) {
		for _, at := range speakerAge.FindAllStringIndex(text, -1) {
			blank(at[0], at[1])
		}
	}
	return string(b)
}

// speakerAge is how old the speaker is.
var speakerAge = regexp.MustCompile(`我(?:今年|才|刚|都|已经)?` + Number + `(?:周?岁|了)`)

// another reports somebody else than the speaker whom the card is for.
func (l *Language) another(text string) bool {
	return slices.ContainsFunc(l.people(text), func(p someone) bool { return p.role == applicant || p.role == open })
}
