package eval

import (
	"context"
	"slices"
	"time"

	"huizhi/answer"
)

// Treatment is how a labelled message was replied to.
type Treatment string

// The treatments, in the order they are told. What is done is done: a person
// would be called.
const (
	ByPassage  Treatment = "passage" // answered by a passage
	ByCase     Treatment = "case"    // answered from the cases, or one fact asked back
	NotKnown   Treatment = "unknown" // owned up to, with or without questions to choose from
	Understood Treatment = "act"     // taken for the act that it is
	Hinted     Treatment = "button"  // that act is among the buttons
	WrongAct   Treatment = "other"   // taken for another act
	Done       Treatment = "done"    // an act was done that was not wanted
)

// Treatments are all of them.
var Treatments = []Treatment{ByPassage, ByCase, NotKnown, Understood, Hinted, WrongAct, Done}

// Treated is a message and how it was replied to.
type Treated struct {
	Message
	Treatment Treatment
	Reply     answer.Answer
	Chance    float64 // that the likeliest way to reply was right; 0 where nothing was weighed
	Right     bool    // whether it was
	Met       []Point // of its points, those that the reply is to
	Astray    int     // replies joined in it that are to none of them
}

// Messages sends labelled messages, each alone or after what was written before it.
func Messages(ctx context.Context, answers *answer.Answerer, list []Message, at time.Time) ([]Treated, error) {
	var out []Treated
	for _, m := range list {
		t, err := Treat(ctx, answers, answers, m, at)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Treat sends one labelled message; what was written before it, others answer.
func Treat(ctx context.Context, before, answers *answer.Answerer, m Message, at time.Time) (t Treated, err error) {
	var f answer.Facts
	for _, text := range m.Before {
		var err error
		if f, _, err = before.Answer(ctx, f, text, at); err != nil {
			return t, err
		}
	}
	_, reply, trace, err := answers.Follow(ctx, f, m.Text, at, nil)
	if err != nil {
		return t, err
	}
	t = Treated{Message: m, Treatment: m.treatment(reply), Reply: reply}
	if ways := trace.Readings[0].Ways; len(ways) > 0 {
		t.Chance = ways[0].Chance
		t.Right = m.Right(answer.Way{Sort: ways[0].Sort, Passage: ways[0].Passage, Reply: reply})
	}
	t.Met = slices.DeleteFunc(slices.Clone(m.Asks), func(p Point) bool { return !p.Met(trace) })
	t.Astray = astray(m.Asks, trace)
	return t, nil
}

// treatment is how a reply treats a message.
func (m Message) treatment(r answer.Answer) Treatment {
	wanted := m.Sort()
	act := !wanted.None() && wanted != answer.OfPassage && wanted != answer.OfCase
	switch {
	case act && r.Act == wanted && replied(r):
		return Understood
	case act && r.Act == wanted:
		return Hinted
	case r.Kind == answer.KindHandoff:
		return Done
	case r.Act != "" && replied(r):
		return WrongAct
	case r.Kind == answer.KindUnknown:
		return NotKnown
	case r.Passage != "":
		return ByPassage
	}
	return ByCase
}

// replied reports that a reply is about an act, rather than an answer with a
// button for it.
func replied(r answer.Answer) bool {
	switch r.Kind {
	case answer.KindHandoff, answer.KindOrder, answer.KindSmalltalk:
		return true
	}
	return r.Act == answer.Misuse
}
