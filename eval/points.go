package eval

import (
	"slices"
	"strings"
	"unicode"

	"huizhi/answer"
	"huizhi/kb"
)

// Point is one thing that a message asks, and what answers it.
type Point struct {
	Span     string         // the clause that asks, as it stands in the message
	Passages []kb.PassageID // which answer it
	Aspects  []kb.Field     // which the cases answer it by
}

// whole asks for everything at once: 怎么办.
const whole kb.Field = "how"

// Met reports whether one of the replies joined in an answer is to the point.
func (p Point) Met(t answer.Trace) bool {
	return slices.ContainsFunc(said(t), p.isMetBy)
}

// Right reports whether a way to reply to a question is to the point.
func (p Point) Right(w answer.Way) bool {
	switch w.Sort {
	case answer.OfPassage:
		return slices.Contains(p.Passages, w.Passage.ID)
	case answer.OfCase:
		return slices.ContainsFunc(p.Aspects, w.Reply.States) || slices.Contains(p.Aspects, whole) && w.Reply.States(kb.Bring) ||
			slices.ContainsFunc(p.Passages, func(id kb.PassageID) bool { return restsOn(w.Reply, id) })
	}
	return false
}

// Sort is what a message is that asks no more than this; empty where it may be either.
// What nothing answers is a question for prose that none answers.
func (p Point) Sort() answer.Sort {
	switch {
	case len(p.Aspects) == 0:
		return answer.OfPassage
	case len(p.Passages) == 0:
		return answer.OfCase
	}
	return ""
}

// In are the points whose clause stands in a part of the message.
func (m Message) In(text string) []Point {
	return slices.DeleteFunc(slices.Clone(m.Asks), func(p Point) bool { return shared(p.Span, text) < mostOf })
}

// mostOf is how much of a clause must stand in a part of a message that asks it: both
// are written a little differently.
const mostOf = 0.6

// shared is how many of the pairs of characters of a text stand in another, of 1.
func shared(of, in string) float64 {
	n, found := 0, 0
	rs := []rune(of)
	for i := range len(rs) - 1 {
		if !unicode.Is(unicode.Han, rs[i]) || !unicode.Is(unicode.Han, rs[i+1]) {
			continue
		}
		n++
		if strings.Contains(in, string(rs[i:i+2])) {
			found++
		}
	}
	return float64(found) / float64(max(n, 1))
}

// said are the replies that an answer was made of.
func said(t answer.Trace) []answer.Reading {
	all := t.Readings
	if len(all) > 1 {
		all = all[1:]
	}
	return slices.DeleteFunc(slices.Clone(all), func(r answer.Reading) bool { return r.Reply.Kind != answer.KindAnswer })
}

func (p Point) isMetBy(r answer.Reading) bool {
	if r.Quoted != nil && slices.Contains(p.Passages, r.Quoted.ID) {
		return true
	}
	return slices.ContainsFunc(r.Statements, func(s *kb.Statement) bool {
		opens := slices.Contains(p.Passages, kb.PassageID(s.Article.ID)) && slices.Contains(r.Question.Aspects, s.Field)
		return opens || slices.Contains(p.Aspects, s.Field) || slices.Contains(p.Aspects, whole) && s.Field == kb.Bring
	})
}

// astray counts the replies of an answer that are to none of the points.
func astray(points []Point, t answer.Trace) (n int) {
	for _, r := range said(t) {
		if !slices.ContainsFunc(points, func(p Point) bool { return p.isMetBy(r) }) {
			n++
		}
	}
	return n
}
