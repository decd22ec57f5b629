package terminal

import (
	"fmt"
	"io"
	"strings"

	"huizhi/bot"
	"huizhi/phrases"
)

// Screen prints messages for people: with colours on a terminal, plain when
// piped.
type Screen struct {
	Out    io.Writer
	Live   bool // a terminal: somebody reads along
	Colour bool
	Waits  bool // for a language model: worth saying so, and taking that back
	shown  string
	said   bool // that it may take a moment
}

// clear takes back the line that is being written.
const clear = "\r\x1b[2K"

// Wait says that it may take a moment.
func (s *Screen) Wait() {
	if s.Live && s.Waits {
		fmt.Fprint(s.Out, s.style(dim, phrases.Say("screen.wait")))
		s.said = true
	}
}

// Draft shows as much of a reply as there is.
func (s *Screen) Draft(text string) {
	more, goesOn := strings.CutPrefix(text, s.shown)
	if !s.Live || !goesOn {
		return
	}
	s.unsay()
	fmt.Fprint(s.Out, more)
	s.shown = text
}

// unsay takes back what Wait said.
func (s *Screen) unsay() {
	if s.said {
		fmt.Fprint(s.Out, clear)
	}
	s.said = false
}

// Show prints a message: all of it, or what is missing of a draft.
func (s *Screen) Show(m bot.Message) {
	s.unsay()
	rest, goesOn := strings.CutPrefix(m.Text, s.shown)
	switch {
	case s.shown == "":
		s.text(m.Text)
	case goesOn:
		fmt.Fprintln(s.Out, rest)
	default:
		fmt.Fprintln(s.Out, "\n"+phrases.Say("screen.instead"))
		s.text(m.Text)
	}
	s.shown = ""
	s.buttons(m.Buttons)
	s.sources(m.Sources)
}

// The few styles used.
const (
	bold = "\x1b[1m"
	dim  = "\x1b[2m"
	blue = "\x1b[36m"
)

func (s *Screen) style(code, text string) string {
	if !s.Colour || text == "" {
		return text
	}
	return code + text + "\x1b[0m"
}

// text prints a reply: its first line stands out, and what is a title.
func (s *Screen) text(text string) {
	for i, line := range strings.Split(text, "\n") {
		if i == 0 || bot.IsTitle(line) {
			line = s.style(bold, line)
		}
		fmt.Fprintln(s.Out, line)
	}
}

// buttons prints each row with the numbers to press.
func (s *Screen) buttons(rows [][]bot.Choice) {
	n := 0
	for _, row := range rows {
		var out []string
		for _, c := range row {
			n++
			out = append(out, phrases.Say("chat.button", n, c.Label))
		}
		fmt.Fprintln(s.Out, s.style(blue, strings.Join(out, "  ")))
	}
}

// sources prints where the reply comes from, standing back.
func (s *Screen) sources(lines []string) {
	for i, line := range lines {
		if i == 0 {
			fmt.Fprintln(s.Out, "\n"+s.style(dim, phrases.Say("screen.sources")))
		}
		fmt.Fprintln(s.Out, s.style(dim, line))
	}
}
