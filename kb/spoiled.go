package kb

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"huizhi/phrases"
)

// conflict is a line that git leaves where two changes met.
var conflict = regexp.MustCompile(`^(<{7}|\|{7}|={7}|>{7})(\s|$)`)

// spoiled finds what spoils a file whatever it is: an encoding that is not UTF-8,
// or the marks of a merge that nobody finished. Nothing else in such a file means
// anything.
func spoiled(file string, data []byte) []Problem {
	var out []Problem
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if !utf8.Valid(text) {
			return []Problem{{File: file, Line: line, Text: phrases.Say("lint.not_utf8")}}
		}
		if m := conflict.FindSubmatch(text); m != nil {
			out = append(out, Problem{File: file, Line: line, Text: phrases.Say("lint.conflict", string(m[1]))})
		}
	}
	return out
}
