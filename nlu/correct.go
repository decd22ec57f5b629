package nlu

import (
	"regexp"
	"strings"

	"huizhi/kb"
)

// The ways to take back what was said. What they take back is the first group, where
// there is one.
var (
	takenBack = regexp.MustCompile(`(?:^|[,。!?;])(?:哦|噢|啊|额|呃|唉)?(?:不对|说错了?|打错了?|记错了?|搞错了?|写错了?|错了|不不|哦不|不是不是)(?:[,。!;]|应该|是)`)
	notButIs  = regexp.MustCompile(`(?:^|[^是])((?:并|又|可)?不是[^,。!?;吗嘛么说是]{1,12}?)[,;]?(?:而|应该)?是[^不否]`)
	notThis   = regexp.MustCompile(`(?:^|[,。!?;])((?:并|又|可|我)?不是[^,。!?;吗嘛么说吧是]{1,8})(?:$|[,。!;])`)
	notLost   = regexp.MustCompile(`(?:又|还|也|并|倒|其实)?没(?:有|弄|搞)?(?:丢|掉|遗失|坏)(?:了|失|过)?`)
	booksLost = regexp.MustCompile(`户口[本簿页][^。!?;证和跟]{0,5}(?:丢|掉|不见)了?|(?:丢|掉)了户口[本簿]`)
	feared    = regexp.MustCompile(`(?:(?:^|[^恐可])怕(?:[^是]|$)|担心|免得|省得|以免|防止)[^,。!?;]{0,4}(?:丢|掉|坏)(?:了|失)?`)
)

// correct blanks what a message takes back: 5岁,不对,是15岁 is 15, 不是丢了,是到期 is
// expired, 没丢 is not lost. Every other byte stays where it is. denied is what was
// taken back.
func (l *Language) correct(text string) (kept, denied string) {
	b := []byte(text)
	var gone strings.Builder
	blank := func(from, to int) {
		gone.WriteString(text[from:to] + ",")
		copy(b[from:to], strings.Repeat(" ", to-from))
	}
	for _, way := range []*regexp.Regexp{notButIs, notThis} {
		for _, at := range way.FindAllStringSubmatchIndex(text, -1) {
			if said := text[at[2]:at[3]]; l.namesAny(said) || l.services[kb.Receipt].MatchString(said) || stated.MatchString(said) {
				blank(at[2], at[3]) // 不是深户 is a household, and read as that
			}
		}
	}
	for _, way := range []*regexp.Regexp{notLost, feared, booksLost} {
		for _, at := range way.FindAllStringIndex(text, -1) {
			if !asksBack.MatchString(text[at[1]:]) {
				blank(at[0], at[1])
			}
		}
	}
	if at := takenBack.FindStringIndex(text); at != nil && at[0] > 0 {
		for _, span := range l.replaced(text[:at[0]], text[at[1]:]) {
			blank(span[0], span[1])
		}
	}
	return string(b), gone.String()
}

// asksBack turns a denial into a question: 没丢吗.
var asksBack = regexp.MustCompile(`^(?:吗|吧)`)

// replaced lists what of the first half of a message the second half says otherwise:
// places, ages, services.
func (l *Language) replaced(before, after string) (spans [][]int) {
	if places := l.places.Find(before); len(l.places.Find(after)) > 0 {
		for _, m := range places {
			spans = append(spans, []int{m.Start, m.End})
		}
	}
	if l.namesAny(after) {
		for _, s := range append([]kb.Service{kb.Temporary}, Worded...) {
			spans = append(spans, l.services[s].FindAllStringIndex(before, -1)...)
		}
	}
	if stated.MatchString(after) {
		spans = append(spans, stated.FindAllStringIndex(before, -1)...)
	}
	return spans
}

// stated is an age in numbers.
var stated = regexp.MustCompile(Number + `(?:周?岁|个月大)`)

// namesAny reports a text that names a service with words of its own.
func (l *Language) namesAny(text string) bool {
	for _, s := range Worded {
		if l.services[s].MatchString(text) {
			return true
		}
	}
	return false
}

// deniedServices are the services that a message says it is not about.
func (l *Language) deniedServices(denied string) (out []kb.Service) {
	for _, s := range append([]kb.Service{kb.Receipt}, Worded...) {
		if l.services[s].MatchString(denied) {
			out = append(out, s)
		}
	}
	return out
}
