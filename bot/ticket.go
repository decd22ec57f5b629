package bot

import (
	"slices"
	"time"

	"huizhi/handoff"
)

// nobodyWake begins the name of the wake that asks whether an agent came.
const nobodyWake = "nobody/"

// patience is how long a customer waits for an agent before we say how it
// stands.
const patience = 15 * time.Minute

// openTicket calls a person. The customer hears that it is done when it is done.
func (s *step) openTicket() {
	if s.c.Ticket != "" {
		s.stillOpen()
		return
	}
	s.overtake()
	s.c.Ticket = handoff.NewID(string(s.in.Key))
	e := handoff.Event{Kind: handoff.Opened, At: s.in.At, Transcript: slices.Clone(s.c.Transcript), City: s.c.place()}
	s.do(MoveTicket{Ticket: s.c.Ticket, Event: e})
}

// stillOpen says that a person is called already.
func (s *step) stillOpen() {
	m := &Say{Lines: append([]Line{line("ticket.still", s.c.Ticket.Short())}, s.when()...)}
	s.say(m.row(choiceEnd))
}

// alreadyThere says that the customer is talking to a person.
func (s *step) alreadyThere() { s.phrase("ticket.with_agent").row(choiceEnd) }

// ticketOpened says so, and honestly when somebody will answer.
func (s *step) ticketOpened() {
	m := &Say{Lines: append([]Line{line("ticket.opened", s.c.Ticket.Short())}, s.when()...)}
	m.Lines = append(m.Lines, line("ticket.meanwhile"))
	s.say(m.row(choiceEnd))
	s.wake(nobodyWake+string(s.c.Ticket), patience)
}

// when says when agents are there.
func (s *step) when() []Line {
	h := s.around.Hours
	switch {
	case !h.Set():
		return []Line{line("ticket.no_hours")}
	case h.Open(s.in.At):
		return []Line{line("ticket.in_hours")}
	}
	next := h.Next(s.in.At).In(handoff.Shanghai)
	return []Line{line("ticket.off_hours", int(next.Month()), next.Day(), next.Format("15:04"))}
}

// nobodyCame says once that nobody has come yet.
func (s *step) nobodyCame() {
	m := &Say{Lines: append([]Line{line("ticket.nobody", s.c.Ticket.Short())}, s.when()...)}
	s.say(m.row(choiceEnd))
}

// agentSpoke gives the customer what an agent says. From here on the bot is quiet.
func (s *step) agentSpoke() {
	s.overtake()
	e := s.in.Event.(Moved).Event
	m := s.phrase("ticket.agent_says", e.Agent.Name)
	if s.c.Stage != WithAgent {
		m.Lines = []Line{line("ticket.agent_came", e.Agent.Name)}
		m.row(choiceEnd)
	}
	m.Lines = append(m.Lines, Line{Text: e.Text, Verbatim: true})
	s.c.Stage = WithAgent
	s.c.spoke(handoff.TheAgent, e.Text, s.in.At)
}

// askToEnd asks before it ends a talk with a person.
func (s *step) askToEnd() { s.phrase("ticket.end_it").row(choiceEnd) }

// endTicket takes back the call for a person.
func (s *step) endTicket() {
	if s.c.Ticket == "" {
		s.phrase("ticket.none")
		return
	}
	s.overtake()
	s.do(MoveTicket{Ticket: s.c.Ticket, Event: handoff.Event{Kind: handoff.Withdrawn, At: s.in.At}})
}

// ticketClosed says that it is over, and that the bot answers again.
func (s *step) ticketClosed() {
	s.overtake()
	s.c.Stage, s.c.Ticket = Idle, ""
	if s.in.Event.(Moved).Event.Kind == handoff.Withdrawn {
		s.phrase("ticket.withdrawn")
		return
	}
	s.phrase("ticket.closed")
}

// ticketRefused takes up what came too late for a ticket that is closed: the
// bot answers it.
func (s *step) ticketRefused() {
	s.overtake()
	s.c.Stage, s.c.Ticket = Idle, ""
	if s.text != "" {
		s.hear()
	}
}
