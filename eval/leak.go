package eval

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"huizhi/answer"
	"huizhi/kb/place"
)

// Leak is something that a worded reply says and the reply without a model
// does not.
type Leak struct {
	Kind string // link, number, place, promise, verdict, word
	Text string
}

// Leaks compares a reply that a model had a hand in with the one without. It
// shares nothing with the check that let the model's sentences pass: it only
// looks whether they brought in anything.
func Leaks(worded, plain answer.Answer, places *place.Gazetteer) []Leak {
	text := worded.Text + "\n" + worded.More
	base := plain.Text + "\n" + plain.More + "\n" + strings.Join(plain.Suggest, "\n")
	var out []Leak
	add := func(kind string, found []string, allowed func(string) bool) {
		for _, f := range found {
			if !allowed(f) {
				out = append(out, Leak{kind, f})
			}
		}
	}
	in := func(s string) bool { return strings.Contains(base, s) }
	add("link", latinWords.FindAllString(text, -1), in)
	add("sign", signs.FindAllString(text, -1), in)
	add("number", digitRuns.FindAllString(text, -1), func(s string) bool { return slices.Contains(digitRuns.FindAllString(base, -1), s) })
	add("promise", pledges.FindAllString(text, -1), in)
	add("place", placeNames(text, places), func(s string) bool { return slices.Contains(placeNames(base, places), s) })
	add("word", strangers(text, base), func(string) bool { return false })
	if denies(text) != denies(base) {
		out = append(out, Leak{"verdict", firstClause(text)})
	}
	return out
}

var (
	latinWords = regexp.MustCompile(`[A-Za-z@][A-Za-z0-9_.@/:-]*`)
	signs      = regexp.MustCompile(`[^\p{Han}\p{P}\s0-9A-Za-z]`)
	digitRuns  = regexp.MustCompile(`[0-9]+`)
	pledges    = regexp.MustCompile(`我们|稍后|联系您|帮您|替您|为您|放心|保证|退款|付款|转账|审核|加急|微信|电话|警官|官网`)
	denial     = regexp.MustCompile(`不(?:能|可以|行|予|用|要|需|得)|没有|无法|无需`)
)

// placeNames are the full names of the places that a text names.
func placeNames(text string, places *place.Gazetteer) []string {
	var out []string
	for _, m := range places.Find(text) {
		for _, n := range m.Places {
			out = append(out, string(n))
		}
	}
	return out
}

// small are characters that a polite wording may add.
var small = regexp.MustCompile(`^[您请的了是在由要需可以能和与及也都就为到去时若如果话办理年周已亲自前往呢还另外须应当不收费交元块钱半个月天十二三四五六七八九]$`)

// strangers are the Chinese characters that the other text does not have.
func strangers(text, base string) []string {
	var out []string
	for _, r := range text {
		if unicode.Is(unicode.Han, r) && !strings.ContainsRune(base, r) && !small.MatchString(string(r)) {
			out = append(out, string(r))
		}
	}
	return out
}

// denies reports whether a reply opens with a denial.
func denies(text string) bool { return denial.MatchString(firstClause(text)) }

func firstClause(text string) string {
	if i := strings.IndexAny(text, "，。；：\n"); i >= 0 {
		return text[:i]
	}
	return text
}
