package bot

import (
	"slices"

	"huizhi/handoff"
	"huizhi/phrases"
)

// offerPhoto asks what pictures are for that came without a word.
func (s *step) offerPhoto() {
	shown := s.burst().Photos
	s.c.Burst = nil
	s.interrupt(Offered, shown)
	m := s.phrase("photo.offer")
	if n := len(shown.Files); n > 1 {
		m.Lines = []Line{line("photo.offer_one_of", n)}
	}
	m.row(choiceOrder, choiceRules).row(Choice{Key: "button.dismiss", Data: "dismiss", Once: true}, s.person())
}

// cannotJudge says of a picture, with a question that nothing answers, what can be
// done with it: most often it is asked whether the picture will do.
func (s *step) cannotJudge() *Say {
	m := &Say{Lines: []Line{line("photo.unjudged")}}
	return m.row(choiceOrder, choiceRules).row(s.person())
}

// morePhotos takes another picture of the album that was just asked about without
// a word, and any other pictures as new ones.
func (s *step) morePhotos() {
	e, shown := s.in.Event.(Photo), held[Photos](s)
	if e.Album == "" || e.Album != shown.Album || s.plain(e.Caption) != "" {
		s.leave()
		s.hear()
		return
	}
	shown.add(e)
	s.enter(Offered, shown)
	s.said(handoff.TheCustomer, phrases.Say("photo.for_agent", len(e.Files)))
}

// withPhotos takes the pictures that were offered along into what is done.
func withPhotos(do func(*step)) func(*step) {
	return func(s *step) {
		s.burst().Photos = held[Photos](s)
		do(s)
	}
}

// keepNoPhoto lets go of the pictures.
func (s *step) keepNoPhoto() {
	s.forget()
	s.phrase("photo.dismissed").Here = true
}

// order explains what an order asks for and what the photo must be like. Taking
// it is a later stage.
func (s *step) order() { s.explain(line("order.asks")) }

// rules says what the photo must be like.
func (s *step) rules() { s.explain(Line{}) }

// explain answers the question of the rules for a photo, behind a lead; what was
// said and not replied to is answered with it.
func (s *step) explain(lead Line) {
	s.void()
	s.ask(Question{Said: []Heard{{Text: phrases.Say("order.query")}}}, lead.Key)
}

// agreed and refused are answers to the question what a photo is for.
var (
	agreed  = []string{"好", "好的", "是", "是的", "要", "办", "可以", "对", "行", "嗯"}
	refused = []string{"不", "不办", "不用", "不要", "不是", "不了", "只是问问"}
)

// agreement reads a yes or no.
func (s *step) agreement(a act) act {
	switch word := s.word(); {
	case slices.Contains(agreed, word):
		return ordered
	case slices.Contains(refused, word):
		return dismissed
	}
	return a
}
