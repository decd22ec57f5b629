package personal

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// script is how a digit is written. Where it changes, a number may begin or end.
type script uint8

const (
	western   script = iota + 1 // 1
	styled                      // １, ①, ١
	chinese                     // 一, 壹, 幺
	lookalike                   // O for 0, l for 1
	check                       // X, the check letter
)

// mark is what a character means in a number. Its zero value is a word: it
// ends every number.
type mark struct {
	script script // if it is a digit or the check letter
	value  byte   // '0' to '9' or 'X'
	gap    gap    // if it only stands between digits
}

// gap is a set of what stands between two digits.
type gap uint8

const (
	plainGap  gap = 1 << iota // blanks, dashes, commas, brackets
	dotGap                    // full stops: decimals and dates have them too
	oddGap                    // any other sign
	invisible                 // zero-width, bidi and combining characters
)

// read tells what the first character of s means in a number, and its length.
func read(s string) (mark, int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r < utf8.RuneSelf:
		return ascii(r), size
	case r >= 0x4e00 && r <= 0x9fff: // most of any message
		return sinogram(r), size
	}
	m := single(r)
	if m.script == 0 {
		if parts := norm.NFKC.PropertiesString(s).Decomposition(); parts != nil {
			m = composed(parts)
		}
	}
	return m, size
}

// composed reads what a compatibility character stands for: Ｘ, ⑴, ㊀, 𝟏. It
// is a digit if exactly one digit is left when signs are put aside, and a sign
// if it is made of nothing else.
func composed(parts []byte) mark {
	var found mark
	for _, r := range string(parts) {
		switch m := single(r); {
		case m == mark{}, m.script != 0 && found.script != 0:
			return mark{}
		case m.script != 0:
			found = m
		case found == mark{}, found.script == 0 && m.gap != invisible:
			found = m
		}
	}
	if found.script == western {
		found.script = styled
	}
	return found
}

// single reads a character as it stands.
func single(r rune) mark {
	if r < utf8.RuneSelf {
		return ascii(r)
	}
	if m := sinogram(r); m.script != 0 {
		return m
	}
	if v, ok := digit(r); ok {
		return mark{script: styled, value: v}
	}
	if m := letter(r); m.script != 0 {
		return m
	}
	return mark{gap: gapOf(r)}
}

func ascii(r rune) mark {
	if r >= '0' && r <= '9' {
		return mark{script: western, value: byte(r)}
	}
	if m := letter(r); m.script != 0 {
		return m
	}
	return mark{gap: gapOf(r)}
}

// letter reads letters that stand in a number: the check letter, and those
// that look like a digit.
func letter(r rune) mark {
	switch r {
	case 'X', 'x', 'Х', 'х', 'Χ', 'χ', '×', '✕', '✖', '╳', '叉':
		return mark{script: check, value: 'X'}
	case 'O', 'o', 'О', 'о', 'Ο', 'ο':
		return mark{script: lookalike, value: '0'}
	case 'l', 'I', 'І', 'Ι':
		return mark{script: lookalike, value: '1'}
	}
	return mark{}
}

// gapOf tells what a character that is no digit does between two of them.
func gapOf(r rune) gap {
	switch {
	case r == '.', r == '·', r == '。', r == '•', r == '・':
		return dotGap
	case unicode.In(r, unicode.Cf, unicode.M, unicode.Other_Default_Ignorable_Code_Point):
		return invisible
	case r == ',', r == '、', r == '/', r == '_', unicode.In(r, unicode.Pd, unicode.Ps, unicode.Pe):
		return plainGap
	case unicode.IsSpace(r):
		return plainGap
	case unicode.In(r, unicode.P, unicode.S, unicode.Cc):
		return oddGap
	}
	return 0
}
