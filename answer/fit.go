package answer

import (
	"huizhi/phrases"
	"strings"
	"unicode/utf8"
)

// maxReply is a phone screen, in characters.
const maxReply = 500

// fit keeps a reply and its closing lines to a phone screen: whole lines first,
// then whole sentences; what does not fit goes behind 更多, before the rest that
// is there already.
func fit(text, rest, closing string) (head, more string) {
	if whole := phrases.Lines(text, closing); rest == "" && utf8.RuneCountInString(whole) <= maxReply {
		return whole, ""
	}
	closing = phrases.Lines(phrases.Say("answer.more"), closing)
	if room := maxReply - utf8.RuneCountInString(closing) - 1; utf8.RuneCountInString(text) > room {
		text, more = splitAt(text, room)
	}
	return phrases.Lines(text, closing), phrases.Lines(more, rest)
}

// head is what fits a phone screen of a reply that is not finished.
func head(text string) string {
	text, _ = fit(text, "", "")
	return text
}

// splitAt cuts at the last line end before n characters, or sentence end.
func splitAt(text string, n int) (head, tail string) {
	rs := []rune(text)
	for _, marks := range []string{"\n", "。！？；"} {
		for i := n - 1; i > n/3; i-- {
			if strings.ContainsRune(marks, rs[i]) {
				return strings.TrimSpace(string(rs[:i+1])), strings.TrimSpace(string(rs[i+1:]))
			}
		}
	}
	return string(rs[:n]), string(rs[n:])
}
