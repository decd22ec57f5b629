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
		s.news(e.Message, e.Text)
		return s.texted(s.control(e.Text), e.Text)
	case Edited:
		if !s.remembers(e.Message) || !s.news(e.Message, e.Text) {
			return nothing
		}
		return s.texted(corrected, e.Text)
	case Photo:
		if len(e.Files) == 0 {
			return nothing
		}
		s.news(e.Message, e.Caption)
		return photographed
	case Unreadable:
		return s.unreadable(e.What)
	case Button:
		return s.press(e)
	case Answered:
		return s.current(answered, e.Generation)
	case AnswerFailed:
		return s.current(failed, e.Generation)
	case TicketFailed:
		return s.failure(e)
	case StockTaken:
		return stockTaken
	case ForgetFailed:
		return notErased
	case PutAside:
		return putAside
	case Unreached:
		return unreached
	case Woke:
		return s.woke(e)
	case Moved:
		return s.moved(e)
	}
	return nothing
}

// control is what a text means here.
func (s *step) control(text string) act {
	a, meant := s.erasing(control(text))
	if meant {
		return a
	}
	if reads := s.flow[s.c.Stage].reads; reads != nil {
		return reads(s, a)
	}
	return a
}

// word is a text without what does not change its meaning.
func (s *step) word() string {
	t, _ := s.in.Event.(Text)
	return fold(t.Text)
}

// number takes a bare number for what it is where no question asked for one.
func (s *step) number(a act) act {
	beside := s.c.Burst != nil || s.c.Pending != nil
	if a == asked && !beside && age.MatchString(s.word()) && s.c.Asks != answer.AsksAge {
		return numbered
	}
	return a
}

// toAgent takes all for said to the agent, but for the words that end the talk.
func (s *step) toAgent(a act) act {
	t, _ := s.in.Event.(Text)
	if !strings.HasPrefix(t.Text, "/") && a != cancelled && a != ended {
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
var unreadables = []string{"voice", "video", "sticker", "file", "location", "contact"}

// press reads a button. What it says as a text is its label.
func (s *step) press(b Button) act {
	verb, arg, _ := strings.Cut(b.Data, "/")
	a, ok := verbs[verb]
	if !ok || a == asked && strings.TrimSpace(b.Label) == "" {
		return unknown
	}
	if a == asked {
		a = control(b.Label) // it is as if it had been typed
	}
	if a == confirmed && !s.c.Erasing {
		a = toForget // the question is an old one
	}
	s.arg, s.text = arg, s.plain(b.Label)
	return a
}

// current is an act of this generation; of an earlier one it means nothing.
func (s *step) current(a act, generation int) act {
	if generation != s.c.Generation || s.c.Pending == nil {
		return nothing
	}
	return a
}

// failure is what a ticket did not take.
func (s *step) failure(f TicketFailed) act {
	switch {
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
	case w.Name == gatherWake && s.c.Burst != nil:
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
