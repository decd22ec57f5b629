package main

import (
	"context"
	"io"
	"os"

	"golang.org/x/term"

	"huizhi/bot/terminal"
)

// keyboard is where a customer types: a line at a time.
type keyboard struct {
	lines func(ctx context.Context) <-chan line
	leave func() // leaves the terminal as it was
}

// keyboardOf makes the most of what the input is: keys are edited where both
// input and output are a terminal that can move its cursor. stop is called when
// the customer presses Ctrl-C there.
func keyboardOf(c *call, stop func()) keyboard {
	in, typed := terminalOf(c.in)
	out, shown := terminalOf(c.out)
	if typed && shown && !c.config.plain {
		if k, ok := edited(c, in, out, stop); ok {
			return k
		}
	}
	read := func(ctx context.Context) <-chan line { return reading(ctx, c.in) }
	if typed {
		read = func(ctx context.Context) <-chan line { return plain(reading(ctx, c.in)) }
	}
	return keyboard{read, func() {}}
}

// edited takes over a terminal: all that is written to it goes through the editor.
func edited(c *call, in, out *os.File, stop func()) (keyboard, bool) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return keyboard{}, false
	}
	e := terminal.NewEditor(out, func() int { return columns(out) })
	if _, ok := terminalOf(c.errs); ok {
		divert(c.errs, aside{e})
	}
	divert(c.out, e)
	e.Begin()
	leave := func() {
		e.End()
		_ = term.Restore(int(in.Fd()), before)
	}
	return keyboard{func(ctx context.Context) <-chan line { return keys(ctx, e, in, stop) }, leave}, true
}

// columns is how wide a terminal is.
func columns(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return 80
	}
	return width
}

// aside writes what is told the operator between the lines of a conversation.
type aside struct{ *terminal.Editor }

func (a aside) Write(p []byte) (int, error) { return a.Aside(p) }

// ahead is how many lines may be typed before they are asked for; Ctrl-C is heard
// meanwhile.
const ahead = 16

// keys are the lines that an editor reads.
func keys(ctx context.Context, e *terminal.Editor, in io.Reader, stop func()) <-chan line {
	read := make(chan line, ahead)
	go func() {
		defer close(read)
		stopped := e.Read(in, func(text string) bool {
			select {
			case read <- line{text: []byte(text)}:
				return true
			case <-ctx.Done():
				return false
			}
		})
		if stopped {
			stop()
		}
	}()
	return read
}

// plain takes out of lines what is a key and no character.
func plain(lines <-chan line) <-chan line {
	read := make(chan line)
	go func() {
		defer close(read)
		for l := range lines {
			read <- line{[]byte(terminal.Plain(string(l.text))), l.err}
		}
	}()
	return read
}
