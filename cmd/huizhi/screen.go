package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"huizhi/answer"
	"huizhi/phrases"
)

// screen prints answers for people: with colours on a terminal, plain when piped.
type screen struct {
	out    io.Writer
	colour bool
}

func newScreen(c *call) screen {
	f, ok := c.out.(*os.File)
	return screen{out: c.out, colour: ok && !c.config.plain && term.IsTerminal(int(f.Fd()))}
}

// The few styles used.
const (
	bold = "\x1b[1m"
	dim  = "\x1b[2m"
	blue = "\x1b[36m"
)

func (s screen) style(code, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return code + text + "\x1b[0m"
}

// show prints an answer: its first line stands out, sources stand back.
func (s screen) show(a answer.Answer) {
	first, rest, _ := strings.Cut(a.Text, "\n")
	fmt.Fprintln(s.out, s.style(bold, first))
	if rest != "" {
		fmt.Fprintln(s.out, rest)
	}
	if len(a.Suggest) > 0 {
		fmt.Fprintln(s.out, s.style(blue, phrases.Say("screen.suggest", strings.Join(a.Suggest, " / "))))
	}
	for i, src := range a.Sources {
		if i == 0 {
			fmt.Fprintln(s.out, "\n"+s.style(dim, phrases.Say("screen.sources")))
		}
		fmt.Fprintln(s.out, s.style(dim, cite(src)))
	}
}

// cite words one source with its dates.
func cite(s answer.Source) string {
	text := phrases.Say("screen.source", s.Body, s.Title, s.Date, s.Checked)
	if s.URL != "" {
		text += " " + s.URL
	}
	return text
}
