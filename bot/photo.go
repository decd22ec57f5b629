package bot

import (
	"huizhi/handoff"
	"huizhi/phrases"
)

// offerPhoto asks what pictures are for that came without a word.
func (s *step) offerPhoto() {
	s.c.Stage, s.c.Heard = Offered, nil
	m := s.phrase("photo.offer")
	if n := len(s.c.Photos); n > 1 {
		m.Lines = []Line{line("photo.offer_one_of", n)}
	}
	m.row(choiceOrder, choiceRules).row(Choice{Key: "button.dismiss", Data: "dismiss"}, choiceHuman)
}

// keepNoPhoto lets go of the pictures.
func (s *step) keepNoPhoto() {
	s.overtake()
	s.phrase("photo.dismissed")
}

// order explains what an order asks for and what the photo must be like. Taking
// it is a later stage.
func (s *step) order() { s.explain("order.asks") }

// rules says what the photo must be like.
func (s *step) rules() { s.explain("") }

// explain answers the question of the rules for a photo, behind a lead.
func (s *step) explain(lead string) {
	s.overtake()
	s.c.Lead = lead
	s.ask(Question{Text: phrases.Say("order.query")})
}

// passOnPhoto tells the agent that there are pictures.
func (s *step) passOnPhoto() {
	e := s.in.Event.(Photo)
	s.record(phrases.Say("photo.for_agent", len(e.Files)))
	if e.Caption != "" {
		s.record(e.Caption)
	}
}

// passOn gives what was said to the agent.
func (s *step) passOn() { s.record(s.text) }

// toTicket adds what was said to the ticket, if there is one.
func (s *step) toTicket(kind handoff.Kind, text string) {
	if s.c.Ticket == "" || text == "" {
		return
	}
	s.do(MoveTicket{Ticket: s.c.Ticket, Event: handoff.Event{Kind: kind, At: s.in.At, Text: text}})
}
