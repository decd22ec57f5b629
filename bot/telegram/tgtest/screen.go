package tgtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// How large the screen is, in columns and lines. A bubble leaves room on the
// other side; a folded quote shows so many lines.
const (
	screenWidth  = 40
	screenHeight = 32
	bubbleWidth  = 34
	foldedQuote  = 3
)

// screen is what a phone shows, as lines.
type screen struct {
	lines   []string
	buttons []numbered
}

// numbered is a button that can be pressed by its number.
type numbered struct {
	Button
	message int
}

// draw draws the chat of a user: all of it.
func (s *Server) draw(u *User) *screen {
	x := &screen{}
	messages := u.Messages()
	x.number(messages)
	day := ""
	for _, m := range messages {
		if d := m.At.Format("2006-01-02"); d != day {
			day = d
			x.add(pad("", (screenWidth-len(d))/2) + d)
		}
		x.message(m)
	}
	x.state(s, u)
	return x
}

func (x *screen) add(lines ...string) { x.lines = append(x.lines, lines...) }

// number gives each button a number, beginning with those of the last message.
func (x *screen) number(messages []Message) {
	for _, m := range slices.Backward(messages) {
		for _, b := range slices.Concat(m.Rows...) {
			x.buttons = append(x.buttons, numbered{b, m.ID})
		}
	}
}

// state draws what is below the messages.
func (x *screen) state(s *Server, u *User) {
	if d := u.Draft(); d != nil {
		x.bubble(body(Message{Text: d.Text, Entities: d.Entities}), word("typing"), false)
	} else if u.Action() != "" {
		x.add(word("typing"))
	}
	switch {
	case u.Blocked():
		x.add("", word("blocked"))
	case !u.Started():
		x.add(s.welcome(u)...)
	}
}

// welcome is what stands in an empty chat.
func (s *Server) welcome(u *User) []string {
	text := s.described(u.user.form.Language)
	lines := []string{s.options.Name + " @" + s.options.Username, ""}
	if text != "" {
		lines = append(append(lines, word("empty")), wrap(text, screenWidth)...)
	}
	return append(lines, "", "["+word("start")+"]")
}

// described is the description for a language, a wider one, or everybody.
func (s *Server) described(language string) string {
	short, _, _ := strings.Cut(language, "-")
	return cmp.Or(s.Description(language), s.Description(short), s.Description(""))
}

// message draws a message and its buttons.
func (x *screen) message(m Message) {
	below := m.At.Format("15:04")
	if m.Edited > 0 {
		below = word("edited") + " " + below
	}
	if m.Reaction != "" {
		below = m.Reaction + " " + below
	}
	x.bubble(body(m), below, !m.Bot)
	for _, row := range m.Rows {
		x.row(m.ID, row)
	}
}

// body are the lines of a message.
func body(m Message) []string {
	var out []string
	if m.ReplyTo != 0 {
		out = append(out, fmt.Sprintf("┆%s #%d", word("reply"), m.ReplyTo))
	}
	if m.Kind != "text" && m.Kind != "" {
		out = append(out, word(m.Kind))
	}
	if m.Text == "" {
		return out
	}
	at := 0
	all := utf16.Encode([]rune(m.Text))
	for _, e := range m.Entities {
		if strings.HasSuffix(e.Type, "blockquote") && e.Offset >= at {
			out = append(out, prose(m, all, at, e.Offset, bubbleWidth-2)...)
			out = append(out, quote(prose(m, all, e.Offset, e.Offset+e.Length, bubbleWidth-5), e.Type == "expandable_blockquote")...)
			at = e.Offset + e.Length
		}
	}
	return append(out, prose(m, all, at, len(all), bubbleWidth-2)...)
}

// prose are the lines of a stretch of a text, links marked.
func prose(m Message, all []uint16, from, to, width int) []string {
	var text strings.Builder
	for _, e := range m.Entities {
		if end := e.Offset + e.Length; e.Type == "text_link" && e.Offset >= from && end <= to {
			text.WriteString(string(utf16.Decode(all[from:end])) + "↗")
			from = end
		}
	}
	text.WriteString(string(utf16.Decode(all[from:to])))
	plain := strings.Trim(text.String(), "\n")
	if plain == "" {
		return nil
	}
	return wrap(plain, width)
}

// quote draws a quote; a folded one shows its beginning.
func quote(lines []string, folds bool) []string {
	more := folds && len(lines) > foldedQuote
	if more {
		lines = lines[:foldedQuote]
	}
	var out []string
	for i, line := range lines {
		line = "▌" + line
		if more && i == foldedQuote-1 {
			line = pad(line, bubbleWidth-3) + "▼"
		}
		out = append(out, line)
	}
	return out
}

// bubble draws a frame around lines, on the left or on the right.
func (x *screen) bubble(lines []string, below string, right bool) {
	width := columns(below) + 2
	for _, line := range lines {
		width = max(width, columns(line))
	}
	indent := ""
	if right {
		indent = strings.Repeat(" ", max(0, screenWidth-width-2))
	}
	x.add(indent + "╭" + strings.Repeat("─", width) + "╮")
	for _, line := range lines {
		x.add(indent + "│" + pad(line, width) + "│")
	}
	x.add(indent + "╰" + strings.Repeat("─", width-columns(below)-2) + " " + below + " ╯")
}

// row draws a row of buttons; what does not fit goes on below.
func (x *screen) row(message int, row []Button) {
	line := ""
	for _, b := range row {
		i := slices.IndexFunc(x.buttons, func(n numbered) bool { return n.message == message && n.Button == b })
		label := fmt.Sprintf("[%d %s]", i+1, b.Label)
		if b.URL != "" {
			label = fmt.Sprintf("[%d %s ↗]", i+1, b.Label)
		}
		if line != "" && columns(line)+columns(label) > screenWidth {
			x.add(line)
			line = ""
		}
		line += label
	}
	x.add(line)
}

// text is the last screenful, or all.
func (x *screen) text(all bool) string {
	lines := x.lines
	if !all && len(lines) > screenHeight {
		lines = lines[len(lines)-screenHeight:]
	}
	return strings.Join(lines, "\n") + "\n"
}

// look is what of a chat can change: what it shows, and how much the bot said.
type look struct {
	text    string
	replies int
	busy    bool // the bot shows that it writes
}

// look looks at a chat.
func (s *Server) look(u *User) look {
	l := look{text: s.draw(u).text(true), busy: u.Draft() != nil || u.Action() != ""}
	for _, m := range u.Messages() {
		if m.Bot {
			l.replies += 1 + m.Edited
		}
	}
	return l
}

// How long nothing happens before a phone is taken to be quiet: when the bot
// has said something, and when it has not; and how long it is waited for at most.
const (
	quietAfterReply = 400 * time.Millisecond
	quiet           = 2 * time.Second
	longestSettle   = time.Minute
)
