package terminal

import (
	"slices"
	"unicode"
)

// typing is a line that is being typed, and those before it.
type typing struct {
	line    []rune
	at      int // where the next character goes
	pasting bool
	past    []string
	back    int    // how far back in the past we are
	fresh   string // what was typed before going there
}

// longest is how many characters a line may have; what is beyond it is dropped.
const longest = 100_000

// take does what a key says. done is that the line is sent.
func (t *typing) take(p press) (done bool) {
	switch {
	case p.key == pasteOn || p.key == pasteOff:
		t.pasting = p.key == pasteOn
	case p.key == enter && t.pasting:
		t.insert('\n')
	case p.key == char:
		t.insert(p.char)
	case t.pasting: // keys are no text
	case p.key == enter:
		return true
	default:
		t.edit(p.key)
	}
	return false
}

// over reports whether a key ends the input.
func (t *typing) over(k key) bool {
	return !t.pasting && (k == stop || k == del && len(t.line) == 0)
}

func (t *typing) insert(r rune) {
	if len(t.line) >= longest {
		return
	}
	t.line = slices.Insert(t.line, t.at, r)
	t.at++
}

// edit moves about in the line, and takes from it.
func (t *typing) edit(k key) {
	switch k {
	case left:
		t.at = max(t.at-1, 0)
	case right:
		t.at = min(t.at+1, len(t.line))
	case home:
		t.at = 0
	case end:
		t.at = len(t.line)
	case backspace:
		t.remove(max(t.at-1, 0), t.at)
	case del:
		t.remove(t.at, min(t.at+1, len(t.line)))
	case cut:
		t.remove(0, t.at)
	case cutRest:
		t.remove(t.at, len(t.line))
	case cutWord:
		t.remove(t.word(), t.at)
	case up:
		t.recall(t.back + 1)
	case down:
		t.recall(t.back - 1)
	}
}

func (t *typing) remove(from, to int) {
	t.line, t.at = slices.Delete(t.line, from, to), from
}

// word is where the word before begins.
func (t *typing) word() int {
	at := t.at
	for at > 0 && unicode.IsSpace(t.line[at-1]) {
		at--
	}
	for at > 0 && !unicode.IsSpace(t.line[at-1]) {
		at--
	}
	return at
}

// recall puts an earlier line in the place of this one.
func (t *typing) recall(back int) {
	if back < 0 || back > len(t.past) {
		return
	}
	if t.back == 0 {
		t.fresh = string(t.line)
	}
	text := t.fresh
	if back > 0 {
		text = t.past[len(t.past)-back]
	}
	t.line, t.back = []rune(text), back
	t.at = len(t.line)
}

// sent is the line, which is in the past now.
func (t *typing) sent() string {
	text := string(t.line)
	if text != "" {
		t.past = append(t.past, text)
	}
	t.line, t.at, t.back, t.fresh = nil, 0, 0, ""
	return text
}
