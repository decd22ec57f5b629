package answer

import (
	"regexp"
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// english is a line for somebody who writes in English: that the answer is Chinese, and
// what it says in short, as far as that is a yes or no, a fee or a question.
func (in *inquiry) english(a Answer) string {
	if len(letters.FindAllString(in.q.Said, 2)) < 2 || strings.ContainsFunc(in.q.Said, nlu.IsHan) || a.Kind == KindSmalltalk {
		return ""
	}
	parts := []string{phrases.Say("english.only"), ruledEnglish(a.body())}
	if fees := fee.FindAllStringSubmatch(a.Text, -1); len(a.used) > 0 && in.q.Asks(kb.Fee) && len(fees) > 0 {
		var each []string
		for _, f := range fees {
			if !slices.Contains(each, f[1]) {
				each = append(each, f[1])
			}
		}
		parts = append(parts, phrases.Say("english.fee", strings.Join(each, " / ")))
	}
	if a.Asks != "" {
		parts = append(parts, phrases.Say("english.asks."+a.Asks))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// body is a reply without the line of ours that says what it was taken for.
func (a Answer) body() string {
	first, rest, more := strings.Cut(a.Text, "\n")
	if more && slices.Contains(a.ours, first) {
		return rest
	}
	return a.Text
}

var (
	// letters are words that are English, and no syllables of pinyin.
	letters = regexp.MustCompile(`(?i)\b(?:the|is|my|how|what|can|does|for|where|when|need|please|and|have|want|i|to|of|price|card|valid|person|help|lost|renew)\b`)
	fee     = regexp.MustCompile(`(\d+)元`)
)

// ruledEnglish is the yes or no that a reply begins with; empty if with neither.
func ruledEnglish(text string) string {
	switch begins := func(word string) bool { return strings.HasPrefix(text, word) }; {
	case begins("可以"):
		return phrases.Say("english.yes")
	case begins("不可以"), begins("不行"), begins("不能"), begins("还不行"):
		return phrases.Say("english.no")
	case begins("要看情况"):
		return phrases.Say("english.depends")
	}
	return ""
}
