package terminal

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// Editor reads lines from a terminal that hands over every key as it is pressed,
// and shows them. What is pasted is part of one line, however many it has. It is
// where all that goes to that terminal is written, so that a line that is being
// typed and what comes meanwhile do not run into each other.
type Editor struct {
	out   io.Writer
	width func() int // of the terminal

	mu      sync.Mutex
	typing  typing
	asking  bool     // the prompt stands there
	unshown []string // lines that were sent before they were asked for
}

// NewEditor returns the editor of a terminal of the given width.
func NewEditor(out io.Writer, width func() int) *Editor { return &Editor{out: out, width: width} }

// What a terminal is told so that it marks what is pasted, or no longer.
const (
	marksPastes = "\x1b[?2004h"
	marksNone   = "\x1b[?2004l"
)

// Begin and End stand around the use of a terminal.
func (e *Editor) Begin() { _, _ = io.WriteString(e.out, marksPastes) }

// End leaves the terminal as it was, at the beginning of a row.
func (e *Editor) End() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.asking {
		_ = e.write("\n")
	}
	_ = e.write(marksNone)
}

// Read reads lines until the input ends, Ctrl-D or Ctrl-C, which it reports, is
// pressed, or each says that it is enough.
func (e *Editor) Read(in io.Reader, each func(line string) bool) (stopped bool) {
	var sent []byte
	for part := make([]byte, 4<<10); ; {
		n, err := in.Read(part)
		if alone(sent) && n > 0 && part[0] != '[' && part[0] != 'O' {
			sent = nil // Alt-x comes in one piece
		}
		sent = append(sent, part[:n]...)
		lines, rest, over := e.hear(sent)
		sent = bytes.Clone(rest)
		for _, line := range lines {
			if !each(line) {
				return false
			}
		}
		if over != nothing || err != nil {
			return over == stop
		}
	}
}

// alone reports whether all that was sent is the key Esc.
func alone(sent []byte) bool { return len(sent) == 1 && sent[0] == esc }

// hear takes the keys of what was sent: the lines they end, what is left for
// later, and the key that ends it all.
func (e *Editor) hear(sent []byte) (lines []string, rest []byte, over key) {
	e.mu.Lock()
	defer e.mu.Unlock()
	defer e.paint()
	for {
		p, n := next(sent)
		if n == 0 {
			return lines, sent, nothing
		}
		if p.key == enter && e.typing.pasting && bytes.HasPrefix(sent, []byte("\r\n")) {
			n = 2
		}
		sent = sent[n:]
		if e.typing.over(p.key) {
			return lines, nil, p.key
		}
		if e.typing.take(p) {
			lines = append(lines, e.finish())
		}
	}
}

// finish shows all of a line that is sent.
func (e *Editor) finish() string {
	text := e.typing.sent()
	if e.asking {
		e.show(text)
	} else {
		e.unshown = append(e.unshown, text)
	}
	return text
}

// show ends a prompt with a line.
func (e *Editor) show(text string) {
	e.write(erase + ps + text + "\n")
	e.asking = false
}

// Write writes to the terminal. Where that ends with the prompt, what was typed
// so far stands behind it.
func (e *Editor) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asking = bytes.HasSuffix(p, []byte(prompt))
	if err := e.write(string(p)); err != nil {
		return 0, err
	}
	switch {
	case e.asking && len(e.unshown) > 0:
		e.show(e.unshown[0])
		e.unshown = e.unshown[1:]
	case len(e.typing.line) > 0:
		e.paint()
	}
	return len(p), nil
}

// Aside writes what is not part of the conversation, between the lines of it.
func (e *Editor) Aside(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.asking {
		_ = e.write(erase)
	}
	err := e.write(string(p))
	e.paint()
	return len(p), err
}

// write hands text to the terminal, which does not begin lines by itself.
func (e *Editor) write(text string) error {
	_, err := io.WriteString(e.out, strings.ReplaceAll(text, "\n", "\r\n"))
	return err
}
