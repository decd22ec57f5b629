package terminal

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// key is what a press of the keyboard means.
type key int

// The keys that mean something. All others, Alt-x and F5, are nothing.
const (
	nothing key = iota
	char        // a character
	enter
	backspace
	del // or the end of the input, where nothing is typed
	left
	right
	home
	end
	up
	down
	cut      // to the beginning
	cutRest  // to the end
	cutWord  // the word before
	stop     // Ctrl-C
	pasteOn  // what follows was not typed
	pasteOff // it was
)

// press is a key, and for char which.
type press struct {
	key  key
	char rune
}

// controls are the keys of one byte.
var controls = map[byte]key{
	'\r': enter, '\n': enter, 0x7f: backspace, 0x08: backspace, 0x04: del, 0x03: stop,
	0x01: home, 0x05: end, 0x02: left, 0x06: right, 0x10: up, 0x0e: down,
	0x15: cut, 0x0b: cutRest, 0x17: cutWord,
}

// sequences are the keys of which a terminal tells by ESC [ or ESC O and this.
var sequences = map[string]key{
	"A": up, "B": down, "C": right, "D": left, "H": home, "F": end,
	"1~": home, "7~": home, "4~": end, "8~": end, "3~": del, "200~": pasteOn, "201~": pasteOff,
}

const esc = 0x1b

// next takes the first key off what a terminal sent, and says of how many bytes
// it is; 0 if the rest of it is still to come.
func next(sent []byte) (press, int) {
	switch {
	case len(sent) == 0:
		return press{}, 0
	case sent[0] == esc:
		k, n := sequence(sent)
		return press{key: k}, n
	case sent[0] == '\t':
		return press{char, ' '}, 1
	case !utf8.FullRune(sent):
		return press{}, 0
	}
	if k, ok := controls[sent[0]]; ok {
		return press{key: k}, 1
	}
	r, n := utf8.DecodeRune(sent)
	if r == utf8.RuneError && n == 1 || unicode.IsControl(r) {
		return press{}, n
	}
	return press{char, r}, n
}

// sequence reads what begins with ESC. Alt and a character come together; an ESC
// that more does not follow is the key of that name.
func sequence(sent []byte) (key, int) {
	if len(sent) == 1 {
		return nothing, 0
	}
	switch c := sent[1]; {
	case c == '[':
		return controlSequence(sent)
	case c == 'O' && len(sent) == 2:
		return nothing, 0
	case c == 'O':
		return sequences[string(sent[2:3])], 3
	case c < ' ' || c > '~': // ESC, then something else
		return nothing, 1
	}
	return nothing, 2
}

// controlSequence reads ESC [, parameters and a last byte.
func controlSequence(sent []byte) (key, int) {
	last := slices.IndexFunc(sent[2:], func(c byte) bool { return c < ' ' || c > '?' }) + 2
	switch {
	case last < 2:
		return nothing, 0
	case sent[last] == '[' && last == 2: // ESC [ [ A: F1 of the Linux console
		if len(sent) == 3 {
			return nothing, 0
		}
		return nothing, 4
	case sent[last] < '@' || sent[last] > '~': // broken off
		return nothing, last
	}
	return sequences[string(sent[2:last+1])], last + 1
}

// Plain is a line as it came from a keyboard, with the characters of it alone:
// arrow keys and their like are not part of a question.
func Plain(line string) string {
	sent := bytes.TrimRight([]byte(line), "\r\n")
	var b strings.Builder
	for len(sent) > 0 {
		p, n := next(sent)
		if n == 0 {
			break
		}
		if p.key == char {
			b.WriteRune(p.char)
		}
		sent = sent[n:]
	}
	return b.String()
}
