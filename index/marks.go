package index

import (
	"hash/maphash"
	"strings"
	"unicode"
)

// mark is a character, a pair of characters or a word of another script.
type mark uint64

// marks numbers what texts are made of.
type marks struct {
	chars  []int32 // by common character: its number and one more; 0 for none
	others map[mark]int32
	seed   maphash.Seed
	count  int32   // of numbers
	seen   []int32 // by number: the text that had it last
	text   int32   // how many texts were read
}

func newMarks() *marks {
	return &marks{chars: make([]int32, lastChar-firstChar+1), others: map[mark]int32{}, seed: maphash.MakeSeed()}
}

// The common Chinese characters.
const firstChar, lastChar = 0x4e00, 0x9fff

// isHan is unicode.Han, the common characters first.
func isHan(r rune) bool { return firstChar <= r && r <= lastChar || unicode.Is(unicode.Han, r) }

// learn numbers the marks of a text, each once.
func (m *marks) learn(text string) (out []int32) {
	m.text++
	each(m.seed, text, func(k mark) {
		n := m.number(k)
		if n < 0 {
			n = m.add(k)
		}
		if m.seen[n] != m.text {
			m.seen[n] = m.text
			out = append(out, n)
		}
	})
	return out
}

// known is the marks of a text that have a number; one that stands there twice counts
// twice.
func (m *marks) known(text string) (out []int32) {
	each(m.seed, text, func(k mark) {
		if n := m.number(k); n >= 0 {
			out = append(out, n)
		}
	})
	return out
}

// number is a mark's; below zero for one that has none.
func (m *marks) number(k mark) int32 {
	if firstChar <= k && k <= lastChar {
		return m.chars[k-firstChar] - 1
	}
	if n, ok := m.others[k]; ok {
		return n
	}
	return -1
}

func (m *marks) add(k mark) int32 {
	n := m.count
	m.count++
	m.seen = append(m.seen, 0)
	if firstChar <= k && k <= lastChar {
		m.chars[k-firstChar] = n + 1
	} else {
		m.others[k] = n
	}
	return n
}

// each goes through the marks of a text.
func each(seed maphash.Seed, text string, do func(mark)) {
	var last rune
	for _, r := range text {
		if !isHan(r) {
			last = 0
			continue
		}
		if do(mark(r)); last != 0 {
			do(mark(last)<<32 | mark(r))
		}
		last = r
	}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return isHan(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		do(mark(maphash.String(seed, strings.ToLower(word))) | 1<<63)
	}
}
