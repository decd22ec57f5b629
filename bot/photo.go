package bot

import "huizhi/phrases"

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
	s.forget()
	s.phrase("photo.dismissed")
}

// order explains what an order asks for and what the photo must be like. Taking
// it is a later stage.
func (s *step) order() { s.explain("order.asks") }

// rules says what the photo must be like.
func (s *step) rules() { s.explain("") }

// explain answers the question of the rules for a photo, behind a lead; what was
// said and not replied to is answered with it.
func (s *step) explain(lead string) {
	s.void()
	s.c.Lead = lead
	s.ask(Question{Said: []Heard{{Text: phrases.Say("order.query")}}})
}
