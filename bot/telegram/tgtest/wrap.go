package tgtest

import (
	"strings"
	"unicode"
)

// columns is how wide a text is on a phone where a Chinese character is two wide.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// columnsOf is how wide one character is.
func columnsOf(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// closing are characters that no line begins with.
const closing = "，。：；！？、）》」』”’…,.:;!?)]}%"

// wrap breaks a text into lines of so many columns: between words and between
// Chinese characters, never before what closes.
func wrap(text string, width int) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, wrapLine(line, width)...)
	}
	return out
}

// wrapLine is wrap of one line.
func wrapLine(text string, width int) []string {
	var out []string
	line := ""
	for _, piece := range pieces(text) {
		if line != "" && columns(line)+columns(strings.TrimRight(piece, " ")) > width {
			out, line = append(out, strings.TrimRight(line, " ")), ""
		}
		for columns(strings.TrimRight(piece, " ")) > width {
			head := fitting(piece, width)
			out, piece = append(out, head), piece[len(head):]
		}
		line += piece
	}
	return append(out, strings.TrimRight(line, " "))
}

// fitting is as much of a text as fits, at least one character.
func fitting(text string, width int) string {
	n := 0
	for i, r := range text {
		if n += columnsOf(r); n > width && i > 0 {
			return text[:i]
		}
	}
	return text
}

// pieces are the parts of a line that are not broken: a word with the blanks
// after it, a Chinese character, each with what closes it.
func pieces(line string) []string {
	var out []string
	before := ' '
	for _, r := range line {
		if n := len(out); n > 0 && joins(before, r) {
			out[n-1] += string(r)
		} else {
			out = append(out, string(r))
		}
		before = r
	}
	return out
}

// joins reports whether no line is broken between two characters.
func joins(a, b rune) bool {
	switch {
	case strings.ContainsRune(closing, b), columnsOf(b) == 0, b == ' ':
		return true
	case a == ' ':
		return false
	}
	return columnsOf(a) == 1 && columnsOf(b) == 1
}

// pad fills a text up with blanks.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text)))
}
