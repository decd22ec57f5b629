package nlu

import (
	"regexp"
	"strings"
	"unicode"
)

// scan is a text of which recognisers mark what they have understood.
type scan struct {
	text string
	own  string // the same without what is said of people who do not apply
	used []bool
}

// take marks every occurrence and reports whether there was one.
func (s *scan) take(re *regexp.Regexp) bool {
	spans := re.FindAllStringIndex(s.free(), -1)
	for _, m := range spans {
		s.mark(m[0], m[1])
	}
	return len(spans) > 0
}

// takeAnywhere marks occurrences even where parts are understood already.
func (s *scan) takeAnywhere(re *regexp.Regexp) {
	for _, m := range re.FindAllStringIndex(s.text, -1) {
		s.mark(m[0], m[1])
	}
}

func (s *scan) mark(from, to int) {
	for i := from; i < to; i++ {
		s.used[i] = true
	}
}

// free is the text with blanks for what is understood, so that the 身份证 in
// 临时身份证 is not found once more.
func (s *scan) free() string {
	b := []byte(s.text)
	for i, used := range s.used {
		if used {
			b[i] = ' '
		}
	}
	return string(b)
}

// rest is what nobody used, without punctuation.
func (s *scan) rest() string {
	return strings.Join(strings.FieldsFunc(s.free(), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
