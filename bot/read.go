package bot

import (
	"regexp"
	"slices"
	"strings"

	"huizhi/answer"
	"huizhi/handoff"
	"huizhi/personal"
)

// read says what the event means, and keeps what it carries.
func (s *step) read() act {
	switch e := s.in.Event.(type) {
	case Text:
		return s.texted(s.control(e.Text), e.Text)
	case Edited:
		return s.texted(corrected, e.Text)
	case Photo:
		if len(e.Files) == 0 {
			return nothing
		}
		return photographed
	case Unreadable:
		return s.unreadable(e.What)
	case Button:
		return s.press(e)
	case Answered:
		return s.current(answered, e.Generation)
	case Failed:
		return s.failure(e)
	case Woke:
		return s.woke(e)
	case Moved:
		return s.moved(e)
	}
	return nothing
}

// control is what a text means here: to a person, all is said but the words that
// end the talk.
func (s *step) control(text string) act {
	a := control(text)
	switch word := fold(text); {
	case s.c.Stage == Offered && slices.Contains(agreed, word):
		return ordered
	case s.c.Stage == Offered && slices.Contains(refused, word):
		return dismissed
	case a == asked && s.c.Stage == Idle && age.MatchString(word) && s.c.Asks != answer.AsksAge:
		return numbered
	}
	if s.c.Stage == WithAgent && !strings.HasPrefix(text, "/") && a != cancelled && a != ended {
		return asked
	}
	return a
}

// unreadable is something we cannot read, by its kind.
func (s *step) unreadable(what string) act {
	s.arg = "other"
	if slices.Contains(unreadables, what) {
		s.arg = what
	}
	return unread
}

// texted is an act of a text; one without a character means nothing.
func (s *step) texted(a act, text string) act {
	s.text = s.plain(text)
	if s.text == "" {
		return nothing
	}
	return a
}

// unreadables are the kinds that have a phrase of their own.
var unreadables = []string{"voice", "video", "sticker", "file"}

// press reads a button. What it says as a text is its label.
func (s *step) press(b Button) act {
	verb, arg, _ := strings.Cut(b.Data, "/")
	a, ok := verbs[verb]
	if !ok || a == asked && strings.TrimSpace(b.Label) == "" {
		return unknown
	}
	s.arg, s.text = arg, s.plain(b.Label)
	return a
}

// current is an act of this generation; of an earlier one it means nothing.
func (s *step) current(a act, generation int) act {
	if generation != s.c.Generation || s.c.Stage != Answering {
		return nothing
	}
	return a
}

// failure tells what a ticket did not take from an answer that was not found.
func (s *step) failure(f Failed) act {
	switch {
	case f.Ticket == "":
		return s.current(failed, f.Generation)
	case f.Text != "":
		s.text = s.plain(f.Text)
		return ticketRefused
	case f.Reason == Broken && f.Ticket == s.c.Ticket:
		return ticketLost
	}
	return nothing // the log says what became of the ticket
}

// woke reads a wake: the end of a burst, or of the wait for an agent.
func (s *step) woke(w Woke) act {
	ticket, ok := strings.CutPrefix(w.Name, nobodyWake)
	switch {
	case ok && handoff.ID(ticket) == s.c.Ticket && s.c.Stage != WithAgent:
		return nobodyCame
	case w.Name == gatherWake && s.c.Stage == Gathering:
		return gathered
	}
	return nothing
}

// moved reads what staff did, or the log's word that a ticket is open.
func (s *step) moved(m Moved) act {
	if m.Event.Kind == handoff.AgentSaid {
		return agentSpoke // whatever we know of the ticket: a person's words arrive
	}
	opens := m.Event.Kind == handoff.Opened || m.Event.Kind == handoff.Reopened
	switch {
	case opens && (s.c.Ticket == "" || s.c.Ticket == m.Ticket):
		return ticketOpened
	case !opens && s.c.Ticket == m.Ticket:
		return ticketClosed
	}
	return nothing
}

// plain is what was said, as a sentence of its own, without personal numbers:
// nothing behind this line ever sees them. A bare number after a question about
// the age is an age.
func (s *step) plain(text string) string {
	text, found := personal.Mask(strings.TrimSpace(strings.ToValidUTF8(cut(text, longestText)[0], "\uFFFD")))
	s.c.Masked = s.c.Masked || found != 0
	if s.c.Asks == answer.AsksAge && age.MatchString(text) {
		return text + years
	}
	return text
}

// longestText is how much of one message is kept, in UTF-16 units: as much as
// chat apps let one type.
const longestText = 4096

// age is an age without its unit.
var age = regexp.MustCompile(`^([0-9０-９]{1,2}|1[01][0-9])$`)

const years = "岁"
