package bot

import (
	"strings"

	"huizhi/answer"
	"huizhi/phrases"
)

// breakOff ends what is beside the stage: the burst, or the search for an answer.
func (s *step) breakOff() {
	s.forget()
	s.phrase("cancel.done")
}

// cancel breaks off what is under way.
func (s *step) cancel() {
	switch {
	case !s.atRest():
		s.breakOff()
	case s.c.Ticket != "":
		s.endTicket()
	default:
		s.phrase("cancel.nothing")
	}
}

// back undoes the last question: what it told us is forgotten again.
func (s *step) back() {
	last := s.c.Last
	switch {
	case !s.atRest():
		s.cancel()
	case last.Text == "" && s.c.Count > 0:
		s.phrase("back.once")
	case last.Text == "":
		s.phrase("back.nothing")
	default:
		s.c.Facts, s.c.Known = last.Before, last.Known
		s.c.Last, s.c.More, s.c.Asks = Question{}, "", ""
		s.sayKnown()
	}
}

// sayKnown says what is still known after going back, or that nothing is.
func (s *step) sayKnown() {
	if len(s.c.Known) == 0 {
		s.phrase("back.blank")
		return
	}
	s.phrase("back.done", strings.Join(labels(s.c.Known), "、")).row(Choice{Key: "button.change", Data: "change"})
}

// restart forgets what was said, but not that a person was asked for.
func (s *step) restart() {
	s.blank()
	m := s.phrase("restart.done")
	for _, row := range starters {
		m.row(row...)
	}
}

// blank forgets what was said.
func (s *step) blank() {
	s.forget()
	old := s.c
	s.c = Conversation{Version: version, Stage: old.Stage, Data: old.Data, Generation: old.Generation, Sent: old.Sent, Script: old.Script, Ticket: old.Ticket, Transcript: old.Transcript, Count: old.Count}
}

// change shows what the answers go by; each fact can be taken back.
func (s *step) change() {
	if len(s.c.Known) == 0 {
		s.phrase("change.nothing")
		return
	}
	m := s.phrase("change.which")
	for _, k := range s.c.Known {
		m.row(Choice{Label: phrases.Say("change."+k.Name, k.Label), Data: "drop/" + k.Name})
	}
	m.row(Choice{Key: "button.restart", Data: "restart"})
}

// drop forgets one fact and asks for it anew.
func (s *step) drop() {
	var kept []answer.Known
	for _, k := range s.c.Known {
		if k.Name != s.arg {
			kept = append(kept, k)
		}
	}
	if len(kept) == len(s.c.Known) {
		s.oldButton()
		return
	}
	s.c.Known, s.c.Facts, s.c.Asks = kept, s.c.Facts.Without(s.arg), s.arg
	m := s.phrase("drop." + s.arg)
	m.Here = true
	m.row(anew[s.arg]...)
}

// anew are the usual replies where a fact is asked for anew.
var anew = map[string][]Choice{
	answer.AsksAge:       {{Key: "button.under16", Data: "say"}, {Key: "button.from16", Data: "say"}},
	answer.AsksHousehold: {{Key: "button.local", Data: "say"}, {Key: "button.other_city", Data: "say"}, {Key: "button.other_province", Data: "say"}},
}
