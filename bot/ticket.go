package bot

import (
	"slices"
	"time"

	"huizhi/handoff"
	"huizhi/personal"
	"huizhi/phrases"
)

// nobodyWake begins the name of the wake that asks whether an agent came.
const nobodyWake = "nobody/"

// patience is how long a customer waits for an agent before we say how it
// stands.
const patience = 15 * time.Minute

// openTicket calls a person. The customer hears that it is done when it is done;
// what they asked before is answered all the same.
func (s *step) openTicket() {
	if s.c.Ticket != "" {
		s.stillOpen()
		return
	}
	s.c.Ticket = handoff.NewID(string(s.in.Key))
	s.do(MoveTicket{Ticket: s.c.Ticket, Event: handoff.Event{
		Kind: handoff.Opened, At: s.in.At, Transcript: s.transcript(), City: s.c.place(),
	}})
}

// transcript is the talk so far, with all of what was not replied to.
func (s *step) transcript() []handoff.Line {
	lines := slices.Clone(s.c.Transcript)
	var heard []Heard
	if b := s.c.Burst; b != nil {
		heard = b.Heard[max(0, len(b.Heard)-len(lines)):]
	}
	for i, h := range heard {
		lines[len(lines)-len(heard)+i].Text, _ = personal.Mask(h.Text)
	}
	return lines
}

// stillOpen says that a person is called already.
func (s *step) stillOpen() {
	s.standing(s.phrase("ticket.still", s.c.Ticket.Short()))
}

// offerPerson tells whoever asks whether somebody is there how to get a person, or
// how it stands with the one who was called.
func (s *step) offerPerson() {
	if s.c.Ticket != "" {
		s.stillOpen()
		return
	}
	s.phrase("ticket.offer").row(choiceHuman)
}

// alreadyThere says that the customer is talking to a person.
func (s *step) alreadyThere() { s.phrase("ticket.with_agent").row(choiceEnd) }

// ticketOpened says so, and honestly when somebody will answer.
func (s *step) ticketOpened() {
	s.c.Ticket = s.in.Event.(Moved).Ticket
	m := s.standing(s.phrase("ticket.opened", s.c.Ticket.Short()))
	m.Lines = append(m.Lines, line("ticket.meanwhile"))
	s.wake(nobodyWake+string(s.c.Ticket), patience)
}

// standing adds when agents are there, and the way out.
func (s *step) standing(m *Say) *Say {
	m.Lines = append(m.Lines, s.when())
	return m.row(choiceEnd)
}

// when says when agents are there.
func (s *step) when() Line {
	h := s.around.Hours
	switch {
	case !h.Set():
		return line("ticket.no_hours")
	case h.Open(s.in.At):
		return line("ticket.in_hours")
	}
	next := h.Next(s.in.At).In(handoff.Shanghai)
	return line("ticket.off_hours", int(next.Month()), next.Day(), next.Format("15:04"))
}

// nobodyCame says once that nobody has come yet.
func (s *step) nobodyCame() { s.standing(s.phrase("ticket.nobody", s.c.Ticket.Short())) }

// agentSpoke gives the customer what an agent says. From here on the bot is quiet.
func (s *step) agentSpoke() {
	s.forget()
	moved := s.in.Event.(Moved)
	m := s.phrase("ticket.agent_says", moved.Event.Agent.Name)
	if s.c.Stage != WithAgent || s.c.Ticket != moved.Ticket {
		m.Lines = []Line{line("ticket.agent_came", moved.Event.Agent.Name)}
		m.row(choiceEnd)
	}
	m.Lines = append(m.Lines, Line{Text: moved.Event.Text, Verbatim: true})
	s.c.Ticket = moved.Ticket
	s.c.spoke(handoff.TheAgent, moved.Event.Text, s.in.At)
}

// passOn gives what was said to the agent.
func (s *step) passOn() {
	s.record(s.text)
	s.warn()
}

// passOnPhoto tells the agent that there are pictures.
func (s *step) passOnPhoto() {
	e := s.in.Event.(Photo)
	s.said(handoff.TheCustomer, phrases.Say("photo.for_agent", len(e.Files)))
	if caption := s.plain(e.Caption); caption != "" {
		s.record(caption)
	}
	s.warn()
}

// warn says at once that a number was taken out: no answer will.
func (s *step) warn() {
	if s.c.Masked {
		s.phrase("answer.masked")
	}
	s.c.Masked = false
}

// askToEnd asks before it ends a talk with a person.
func (s *step) askToEnd() {
	if _, ok := s.in.Event.(Text); ok {
		s.record(s.text)
	}
	s.phrase("ticket.end_it").row(choiceEnd)
}

// endTicket takes back the call for a person.
func (s *step) endTicket() {
	if s.c.Ticket == "" {
		s.phrase("ticket.none")
		return
	}
	s.do(MoveTicket{Ticket: s.c.Ticket, Event: handoff.Event{Kind: handoff.Withdrawn, At: s.in.At}})
}

// ticketClosed says that it is over, and that the bot answers again. What it is
// answering goes on.
func (s *step) ticketClosed() {
	s.c.Ticket = ""
	if s.in.Event.(Moved).Event.Kind == handoff.Withdrawn {
		s.phrase("ticket.withdrawn")
		return
	}
	s.phrase("ticket.closed")
}

// ticketRefused takes up what nobody heard, because the ticket is closed: the
// bot answers it. The log says the rest.
func (s *step) ticketRefused() {
	s.retake()
	s.burst().Heard = append(slices.Clip(s.burst().Heard), Heard{Text: s.text})
	s.replySoon()
}

// ticketLost forgets a ticket that cannot be read, so that a new one can be opened.
func (s *step) ticketLost() {
	s.c.Ticket = ""
	s.phrase("ticket.lost").row(choiceHuman)
}
