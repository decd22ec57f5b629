package handoff

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// MaxLines is how many lines a ticket keeps. At twenty characters a line,
	// the usual, that is some 50 KB of JSON; at MaxText each, 2.4 MB.
	MaxLines = 400

	// MaxText is how many characters of a text are kept: half of what one
	// message on Telegram may have.
	MaxText = 2000
)

// Line is one thing said on a ticket.
type Line struct {
	Who  Party     `json:"who"` // TheCustomer, TheBot or TheAgent
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// with is the ticket with more lines, on paper of its own: tickets made from
// the same one do not share it.
func (t Ticket) with(more ...Line) Ticket {
	if len(more) == 0 {
		return t
	}
	lines := slices.Concat(t.Lines, more)
	for i := len(t.Lines); i < len(lines); i++ {
		lines[i].Text = cut(lines[i].Text)
	}
	over := max(0, len(lines)-MaxLines)
	t.Lines, t.Dropped = lines[over:], t.Dropped+over
	return t
}

// cut keeps the first MaxText characters of a text, and only characters:
// broken bytes would come back from JSON as something else.
func cut(text string) string {
	text = strings.ToValidUTF8(text, "")
	if utf8.RuneCountInString(text) <= MaxText {
		return text
	}
	return string([]rune(text)[:MaxText])
}
