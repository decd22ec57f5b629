package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"huizhi/answer"
	"huizhi/phrases"
)

// screen prints answers for people: with colours on a terminal, plain when piped.
type screen struct {
	out     io.Writer
	live    bool // a terminal: what is written may be taken back
	colour  bool
	explain bool
	waits   bool // for a language model
}

func newScreen(c *call) screen {
	f, ok := c.out.(*os.File)
	live := ok && term.IsTerminal(int(f.Fd()))
	return screen{out: c.out, live: live, colour: live && !c.config.plain, explain: c.config.explain, waits: c.config.model.name != ""}
}

// answer answers one message and prints the reply: on a terminal, sentence by
// sentence as a model words it.
func (s screen) answer(ctx context.Context, answers *answer.Answerer, f answer.Facts, text string) (answer.Facts, answer.Answer, error) {
	p := progress{screen: s}
	p.wait()
	f, a, t, err := answers.Follow(ctx, f, text, time.Now(), p.show)
	p.done()
	if err != nil {
		return f, a, err
	}
	if s.explain {
		explain(s.out, t)
	}
	p.finish(a)
	return f, a, nil
}

// progress is a reply that is on its way.
type progress struct {
	screen
	shown string
}

// clear takes back the line that is being written.
const clear = "\r\x1b[2K"

// wait says that it may take a moment.
func (p *progress) wait() {
	if p.live && p.waits && !p.explain {
		fmt.Fprint(p.out, p.style(dim, phrases.Say("screen.wait")))
	}
}

// show prints what was added to a reply.
func (p *progress) show(text string) {
	more, goesOn := strings.CutPrefix(text, p.shown)
	if !p.live || p.explain || !goesOn {
		return
	}
	if p.shown == "" {
		fmt.Fprint(p.out, clear)
	}
	fmt.Fprint(p.out, more)
	p.shown = text
}

// done ends the waiting.
func (p *progress) done() {
	if p.shown == "" && p.live && p.waits && !p.explain {
		fmt.Fprint(p.out, clear)
	}
}

// finish prints the rest of a reply; all of it, if it did not go on from what
// was shown.
func (p *progress) finish(a answer.Answer) {
	rest, goesOn := strings.CutPrefix(a.Text, p.shown)
	switch {
	case p.shown == "":
		p.text(a.Text)
	case goesOn:
		fmt.Fprintln(p.out, rest)
	default:
		fmt.Fprintln(p.out, "\n"+phrases.Say("screen.instead"))
		p.text(a.Text)
	}
	p.below(a)
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

// text prints a reply: its first line stands out.
func (s screen) text(text string) {
	first, rest, _ := strings.Cut(text, "\n")
	fmt.Fprintln(s.out, s.style(bold, first))
	if rest != "" {
		fmt.Fprintln(s.out, rest)
	}
}

// show prints an answer that is complete.
func (s screen) show(a answer.Answer) {
	s.text(a.Text)
	s.below(a)
}

// below prints the ways to go on and the sources, which stand back.
func (s screen) below(a answer.Answer) {
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
