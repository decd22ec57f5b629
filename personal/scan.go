package personal

import (
	"unicode"
	"unicode/utf8"
)

// maxGap is how many signs may lie between two digits of one number.
const maxGap = 8

// glyph is one digit or check letter of a text. It is small, since a long text
// may be nothing but digits.
type glyph struct {
	start, end int32  // its bytes in the text, with the marks that sit on it
	run        int32  // glyphs of one run can be one number
	script     script // how it is written
	before     gap    // what lies between it and the glyph before
}

// row is all glyphs of a text.
type row struct {
	glyphs []glyph
	values string // of each glyph '0' to '9' or 'X'
}

// scan reads the glyphs of a text.
func scan(text string) row {
	var s scanner
	for i := 0; i < len(text); {
		m, size := read(text[i:])
		start := i
		i += size
		if m.script == 0 {
			s.pass(m.gap)
			continue
		}
		marks := decoration(text[i:])
		i += marks
		s.add(m, start, i)
		if marks > 0 {
			s.pass(invisible)
		}
	}
	return row{s.glyphs, string(s.values)}
}

// scanner is where a scan stands.
type scanner struct {
	glyphs []glyph
	values []byte
	run    int32
	before gap // what lies between the last glyph and here
	signs  int // how many visible signs that are
}

// add notes a glyph.
func (s *scanner) add(m mark, start, end int) {
	s.glyphs = append(s.glyphs, glyph{int32(start), int32(end), s.run, m.script, s.before})
	s.values = append(s.values, m.value)
	s.before, s.signs = 0, 0
}

// pass notes a character that is no glyph. A word, or too many signs, start a
// new run.
func (s *scanner) pass(g gap) {
	s.before |= g
	if g != 0 && g != invisible {
		s.signs++
	}
	if g == 0 || s.signs > maxGap {
		s.run++
	}
}

// edge reports whether a number may begin or end between glyphs i-1 and i.
func (r row) edge(i int) bool {
	if i == 0 || i == len(r.glyphs) {
		return true
	}
	a, b := r.glyphs[i-1], r.glyphs[i]
	return a.run != b.run || b.before != 0 || a.script != b.script || a.script == check
}

// within reports whether the n glyphs from i on lie in one run.
func (r row) within(i, n int) bool {
	return i+n <= len(r.glyphs) && r.glyphs[i].run == r.glyphs[i+n-1].run
}

// loose reports whether the gaps between n glyphs are of several kinds, as
// between the numbers of a list: no one writes one number like that.
func (r row) loose(i, n int) bool {
	var all gap
	for _, g := range r.glyphs[i+1 : i+n] {
		all |= g.before &^ invisible
	}
	return all&(all-1) != 0
}

// decoration is the length of the combining marks at the start of s, such as
// the frame of a keycap: they go with the digit they sit on.
func decoration(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		n += size
	}
	return n
}
