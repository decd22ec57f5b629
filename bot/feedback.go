package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huizhi/phrases"
)

// Note keeps what an editor should see: a question we could not answer, or an
// answer that did not help.
type Note struct {
	Feedback Feedback
}

// Feedback is one line for editors. Personal numbers in it are masked.
type Feedback struct {
	Kind    string    `json:"kind"` // Miss, Up, Down or Why
	Reason  string    `json:"reason,omitempty"`
	Text    string    `json:"text"`
	Article string    `json:"article,omitempty"` // what was answered from,
	Passage string    `json:"passage,omitempty"` // and which passage of it, if one was quoted
	Place   string    `json:"place,omitempty"`
	At      time.Time `json:"at"`
}

// The kinds of feedback.
const (
	Miss = "miss" // a question that we could not answer
	Up   = "up"
	Down = "down"
	Why  = "why" // the reason for a Down
)

// reasons are what may be wrong with an answer, in the order of the buttons.
var reasons = []string{"beside", "place", "wrong", "unclear", "other"}

// praise takes 👍.
func (s *step) praise() {
	t, ok := s.voted()
	if !ok {
		return
	}
	s.note(Up, "", *t)
	s.phrase("feedback.up")
}

// blame takes 👎 and asks what is wrong.
func (s *step) blame() {
	t, ok := s.voted()
	if !ok {
		return
	}
	s.note(Down, "", *t)
	m := s.phrase("feedback.down")
	for pair := range slices.Chunk(reasons, 2) {
		var row []Choice
		for _, r := range pair {
			row = append(row, Choice{Label: phrases.Say("why." + r), Data: fmt.Sprintf("why/%s/%d", r, t.ID)})
		}
		m.row(row...)
	}
	if s.c.Ticket == "" {
		m.row(choiceHuman)
	}
}

// thank takes the reason for a 👎.
func (s *step) thank() {
	reason, id, _ := strings.Cut(s.arg, "/")
	t, ok := s.toldFor(id)
	if !ok || t.Why || !slices.Contains(reasons, reason) {
		s.phrase("feedback.again")
		return
	}
	t.Why = true
	s.note(Why, reason, *t)
	s.phrase("feedback.thanks").Here = true
}

// voted is the answer that is voted on, the last one if none is named; it can be
// voted on once.
func (s *step) voted() (*Told, bool) {
	if len(s.c.Told) == 0 {
		s.phrase("feedback.nothing")
		return nil, false
	}
	if s.arg == "" {
		s.arg = strconv.Itoa(s.c.Told[len(s.c.Told)-1].ID)
	}
	t, ok := s.toldFor(s.arg)
	if !ok || t.Voted {
		s.phrase("feedback.again")
		return nil, false
	}
	t.Voted = true
	return t, true
}

// toldFor is the answer that a button belongs to.
func (s *step) toldFor(id string) (*Told, bool) {
	n, err := strconv.Atoi(id)
	if err != nil {
		return nil, false
	}
	s.c.Told = slices.Clone(s.c.Told)
	i := slices.IndexFunc(s.c.Told, func(t Told) bool { return t.ID == n })
	if i < 0 {
		return nil, false
	}
	return &s.c.Told[i], true
}

func (s *step) note(kind, reason string, t Told) {
	s.do(Note{Feedback{Kind: kind, Reason: reason, Text: t.Text, Article: t.Article, Passage: t.Passage, Place: t.Place, At: s.in.At}})
}
