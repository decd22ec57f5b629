package handoff

import (
	"strings"
	"time"
	"unicode/utf8"
)

// MaxText is how many characters of a text are shown: half of what one message
// on Telegram may have.
const MaxText = 2000

// Line is one thing said on a ticket.
type Line struct {
	Who  Party     `json:"who"` // TheCustomer, TheBot or TheAgent
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// speakers are who says something with an event.
var speakers = map[Kind]Party{CustomerSaid: TheCustomer, BotSaid: TheBot, AgentSaid: TheAgent}

// Lines is what was said with an event: for Opened the talk until then.
func (e Event) Lines() []Line {
	var out []Line
	for _, l := range e.Transcript {
		l.Text = cut(l.Text)
		out = append(out, l)
	}
	if who, ok := speakers[e.Kind]; ok {
		out = append(out, Line{who, cut(e.Text), e.At})
	}
	return out
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
