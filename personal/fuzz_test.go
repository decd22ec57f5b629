package personal_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"huizhi/personal"
)

// FuzzMask checks what holds of every text: masking twice is masking once, a
// text stays a text, what is kept was there before, and no number that stands
// by itself is left.
func FuzzMask(f *testing.F) {
	for _, s := range texts {
		f.Add(s, "440106199003071231", "")
	}
	f.Add("我叫王小明，", "11010119070505092X", "，13800001738")
	f.Add("4", "4010619900307123", "1 13800001738\u200b1")
	f.Fuzz(func(t *testing.T, before, middle, after string) {
		text := before + middle + after
		once, found := personal.Mask(text)
		if twice, again := personal.Mask(once); twice != once || again != 0 {
			t.Errorf("Mask(%q) = %q, and masked again %q", text, once, twice)
		}
		if utf8.ValidString(text) && !utf8.ValidString(once) {
			t.Errorf("Mask(%q) = %q is no valid text", text, once)
		}
		if (found != 0) != (once != text) {
			t.Errorf("Mask(%q) = %q with kinds %b", text, once, found)
		}
		if !kept(text, once) {
			t.Errorf("Mask(%q) = %q changes more than the numbers", text, once)
		}
		for _, word := range runs(once) {
			if personal.ValidID(word) {
				t.Errorf("Mask(%q) = %q leaves %q", text, once, word)
			}
		}
	})
}

// kept reports whether the pieces between placeholders stand in text, in order.
func kept(text, masked string) bool {
	masked = strings.NewReplacer(personal.MobilePlaceholder, personal.IDPlaceholder, personal.CardPlaceholder, personal.IDPlaceholder).Replace(masked)
	for piece := range strings.SplitSeq(masked, personal.IDPlaceholder) {
		i := strings.Index(text, piece)
		if i < 0 {
			return false
		}
		text = text[i+len(piece):]
	}
	return true
}

// longGap is too much between two digits for one number.
var longGap = regexp.MustCompile(`[ -]{9,}`)

// runs lists the words of digits in a text, blanks and dashes taken out: a
// reader of digits much simpler than the one under test.
func runs(text string) []string {
	text = norm.NFKC.String(strings.Map(noTens, text))
	text = longGap.ReplaceAllString(strings.ReplaceAll(text, "\u200b", ""), "|")
	text = strings.NewReplacer(" ", "", "-", "", "x", "X").Replace(text)
	return strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789X", r) })
}

// noTens replaces a character that spells more than one digit, as ⑩ and ㏠ do.
func noTens(r rune) rune {
	s := norm.NFKC.String(string(r))
	written := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsLetter(r) })
	if strings.ContainsAny(s, "0123456789") && utf8.RuneCountInString(strings.Join(written, "")) > 1 {
		return '|'
	}
	return r
}
