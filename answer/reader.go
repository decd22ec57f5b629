package answer

import (
	"context"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
)

// Reader is a language model that reads: of what we found for a message it chooses what
// answers it. Its opinion is checked value by value and weighed against the chances
// that the rules give (see opinion.go, reread.go). It supplies no fact.
type Reader interface {
	// Read gives its opinion on a message, and tells what was asked and what it cost.
	// The opinion counts only if the call did not fail.
	Read(ctx context.Context, m Matter) (Opinion, Call)
}

// Matter is what a reader is given. Of a customer it holds only what they wrote,
// personal numbers masked.
type Matter struct {
	Said       string       // the message, in its own words
	Before     []Turn       // the last turns before it, the older first
	Known      []string     // what is known of the case, in words
	Service    kb.Service   // what the rules take it to be about, if one thing,
	Aspects    []nlu.Aspect // and to ask
	Places     []place.Name // that were named: a reader names one by its number, from 1
	Candidates []Candidate  // what may answer it, by its number, from 1
}

// Turn is one message and the beginning of its reply.
type Turn struct {
	Asked string `json:"asked"`
	Told  string `json:"told,omitempty"`
}

// Candidate is a passage, as a reader is shown it.
type Candidate struct {
	ID      kb.PassageID // not told to a model
	Heading string
	Place   string
	Says    string // how it begins
}

// Opinion is what a reader says, as it says it. Anything in it may be wrong, or not be
// a value of ours at all.
type Opinion struct {
	Act       string   // a Sort of message; empty or ToAnswer: it wants an answer
	Asks      []Reread // what it asks, what weighs most first
	Service   Evidence // of the closed list
	Age       Evidence // of placeAges; a number is read in their words, not here
	Household Evidence // of the closed list
	Use, Home Evidence // numbers of Matter.Places: where they apply, where they are registered
	Missing   string   // what has to be asked back: AsksService, or nothing

	Shown int // how many of the candidates it saw, the first ones; the reader counts, not the model
}

// ToAnswer is the act of a message that wants an answer.
const ToAnswer = "answer"

// Reread is one question of a message as a reader puts it, and what answers it: numbers
// of candidates, or aspects that the cases know, the best first.
type Reread struct {
	Question string // as it would stand alone: it is looked for, and never shown or kept
	Picks    []string
}

// Evidence is a value, and the customer's own words for it.
type Evidence struct{ Is, Because string }
