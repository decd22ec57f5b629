package nlu

import "strings"

// unwrapped is a text without the courtesies and the urging around what it asks; the
// whole, if there is nothing else. Both are lists, so that 请问 inside a question stays.
func (l *Language) unwrapped(text string) string {
	for range mostWrapped {
		core := l.cues["opens"].ReplaceAllString(text, "")
		core = l.cues["closes"].ReplaceAllString(core, "")
		if core == text || !strings.ContainsFunc(core, isSaid) {
			break
		}
		text = core
	}
	return text
}

// mostWrapped is how many courtesies stand one before the other at most.
const mostWrapped = 4

// isSaid is a sign that says something.
func isSaid(r rune) bool { return IsHan(r) || r < 0x80 && isLetter(byte(r)) }
