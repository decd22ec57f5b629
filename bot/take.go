package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"huizhi/phrases"
)

// Take makes a turn of an event: the step, and its effects in words and with
// keys that begin with the event's.
func Take(c Conversation, q Queued, in Incoming, around Around) Turn {
	t := Turn{Of: q}
	var effects []Effect
	t.Conversation, effects = Step(c, in, around)
	said := 0
	for _, e := range effects {
		switch e := e.(type) {
		case *Say:
			t.say(*e, in, deliveryKey(in.Key, said), around)
			said++
		case Wake:
			t.Wakes = append(t.Wakes, e)
		case Note:
			t.Notes = append(t.Notes, e.Feedback)
		default:
			if tasks.name(e) == "" {
				panic(fmt.Sprintf("bot: %T is no task", e)) // the event is parked
			}
			key := Key(fmt.Sprintf("%s/task%d", in.Key, len(t.Tasks)))
			t.Tasks = append(t.Tasks, Task{Key: key, From: in.From, Generation: t.Conversation.Generation, Effect: e})
		}
	}
	return t
}

// say words a message and cuts it to what the channel takes at once. The
// buttons stand below the last piece.
func (t *Turn) say(s Say, in Incoming, key Key, around Around) {
	to, can, script := t.Of.From, around.Can, t.Conversation.Script
	if s.To != (Address{}) && s.To != to {
		to, can, script = s.To, around.All[s.To.Channel], ""
	}
	m := worded(s, script)
	if !can.Buttons {
		m = unbuttoned(m, script)
	}
	pieces := cut(m.Text, can.Longest)
	for i, piece := range pieces {
		d := Delivery{Key: key, To: to, Message: Message{Text: piece}, Urgency: urgency(in.Event)}
		if i == 0 && can.Edit {
			d.Instead, d.Over = s.Instead, s.over(in.Event)
		}
		if i > 0 {
			d.Key = Key(fmt.Sprintf("%s+%d", key, i))
		}
		if i == len(pieces)-1 {
			d.Message.Buttons, d.Message.Sources, d.Message.Article = m.Buttons, m.Sources, m.Article
		}
		t.Messages = append(t.Messages, d)
	}
}

// over is the message that another takes the place of, if that is the one whose
// button was pressed.
func (s Say) over(e Event) Ref {
	if b, ok := e.(Button); ok && s.Here {
		return b.On
	}
	return ""
}

// urgency is how soon what is said of an event should be there.
func urgency(e Event) Urgency {
	switch e.(type) {
	case Button:
		return ToPress
	case Woke, Moved:
		return Notice
	}
	return ToText
}

// worded renders a message in the customer's script.
func worded(s Say, script phrases.Script) Message {
	var lines []string
	for _, l := range s.Lines {
		lines = append(lines, l.words(script))
	}
	m := Message{Text: strings.Join(lines, "\n"), Article: s.Article}
	for _, src := range s.Sources {
		m.Sources = append(m.Sources, phrases.In(script, src))
	}
	for _, row := range s.Buttons {
		var out []Choice
		for _, c := range row {
			out = append(out, c.worded(script))
		}
		m.Buttons = append(m.Buttons, out)
	}
	return m
}

func (c Choice) worded(script phrases.Script) Choice {
	if c.Key != "" {
		c.Label = phrases.Say(c.Key)
	}
	return Choice{Label: phrases.In(script, c.Label), Data: c.Data, Once: c.Once}
}

// unbuttoned lists in words those buttons that can be typed as well.
func unbuttoned(m Message, script phrases.Script) Message {
	var all []string
	for _, c := range slices.Concat(m.Buttons...) {
		if says(c.Data) || control(c.Label) != asked {
			all = append(all, c.Label)
		}
	}
	if len(all) > 0 {
		m.Text += "\n" + phrases.In(script, phrases.Say("screen.suggest", strings.Join(all, " / ")))
	}
	m.Buttons = nil
	return m
}

// cut cuts a text into pieces of at most n UTF-16 units, which is how channels
// count, at the ends of lines where it can. 0 is no limit.
func cut(text string, n int) []string {
	var out []string
	text = strings.TrimSpace(text)
	for n > 0 && fits(text, n) < len(text) {
		at := fits(text, n)
		if line := strings.LastIndexByte(text[:at], '\n'); line > at/2 {
			at = line
		}
		out = append(out, strings.TrimSpace(text[:at]))
		text = strings.TrimSpace(text[at:])
	}
	return append(out, text)
}

// fits is how many bytes of a text are at most n UTF-16 units; at least one
// character.
func fits(text string, n int) int {
	for i, r := range text {
		if n -= utf16.RuneLen(r); n < 0 && i > 0 {
			return i
		}
	}
	return len(text)
}
