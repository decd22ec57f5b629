package telegram

import (
	"strings"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"huizhi/bot"
	"huizhi/phrases"
)

// How much one message holds, in UTF-16 units. What the sources may need is kept
// free; they are cut, a text never is.
const (
	longestMessage = 4096
	roomForSources = 600
	longestText    = longestMessage - roomForSources
)

// longestVerdict is how long a first line may be that stands out, in UTF-16 units.
const longestVerdict = 60

// rendered is a message as Telegram takes it. What stands out is told by entities:
// the text is sent as it is, so nothing in it can be taken for markup.
type rendered struct {
	text     string
	entities []models.MessageEntity
	keyboard [][]models.InlineKeyboardButton
}

// render makes a message what Telegram takes: the first line of several stands out, as
// does a title, and the sources fold up below.
func render(m bot.Message) rendered {
	out := rendered{text: plain(m.Text)}
	at := 0
	for line := range strings.Lines(out.text) {
		n := units(strings.TrimRight(line, "\n"))
		if verdict := at == 0 && n < units(out.text) && n <= longestVerdict; verdict || bot.IsTitle(line) {
			out.entities = append(out.entities, models.MessageEntity{Type: models.MessageEntityTypeBold, Offset: at, Length: n})
		}
		at += units(line)
	}
	if len(m.Sources) > 0 {
		sources := strings.Join(m.Sources, "\n")
		out.fold(phrases.In(phrases.ScriptOf(out.text+sources), phrases.Say("screen.sources")) + "\n" + sources)
	}
	out.keyboard = keyboard(m.Buttons)
	return out
}

// fold puts a text below that shows its first lines until it is tapped.
func (r *rendered) fold(text string) {
	begin := units(r.text) + 2
	text = head(plain(text), longestMessage-begin)
	if text == "" {
		return
	}
	r.text += "\n\n" + text
	r.entities = append(r.entities, models.MessageEntity{
		Type: models.MessageEntityTypeExpandableBlockquote, Offset: begin, Length: units(text),
	})
}

// plain is a text as Telegram keeps it: it takes carriage returns out, what breaks
// lines otherwise and what turns them round, and other control characters are blanks
// to it (clean_input_string in TDLib). Whoever counts must do so before.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r >= '\u2028' && r <= '\u202e':
			return -1
		case r < ' ' && r != '\n':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
}

// units is how long a text is as Telegram counts: in UTF-16.
func units(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// head is as much of a text as n units hold.
func head(text string, n int) string {
	if units(text) <= n {
		return text
	}
	n-- // for the dots
	for i, r := range text {
		if n -= utf16.RuneLen(r); n < 0 {
			return strings.TrimSpace(text[:i]) + "…"
		}
	}
	return text
}
