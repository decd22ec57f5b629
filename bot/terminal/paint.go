package terminal

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// ps is what stands before a line that is typed.
const ps = "> "

// What moves the cursor, and takes back what is shown.
const (
	erase  = "\r\x1b[K" // the line
	keep   = "\x1b7"    // where the cursor is
	goBack = "\x1b8"    // to where it was kept
)

// paint shows the line that is being typed: as much of it around the cursor as
// one row holds. A terminal knows best how wide it draws a character, so it is
// asked to remember where the cursor was instead of being told.
func (e *Editor) paint() {
	if !e.asking {
		return
	}
	before, after := e.typing.window(e.width() - len(ps) - 1)
	_ = e.write(erase + ps + before + keep + after + goBack)
}

// window is what is shown before and after the cursor in so many columns.
func (t *typing) window(columns int) (before, after string) {
	from, to := t.at, t.at
	for ; from > 0 && columns >= wide(t.line[from-1]); from-- {
		columns -= wide(t.line[from-1])
	}
	for ; to < len(t.line) && columns >= wide(t.line[to]); to++ {
		columns -= wide(t.line[to])
	}
	return visible(t.line[from:t.at]), visible(t.line[t.at:to])
}

// visible shows where lines end, in one row.
func visible(line []rune) string { return strings.ReplaceAll(string(line), "\n", "↵") }

// wide is how many columns a character takes.
func wide(r rune) int {
	switch k := width.LookupRune(r).Kind(); {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case k == width.EastAsianWide || k == width.EastAsianFullwidth || r == '↵' || r == '\n':
		return 2
	}
	return 1
}
