package answer

import (
	"huizhi/grounding"
	"huizhi/kb"
)

// Trace tells how a reply came about, for those who look after the articles.
// It holds the customer's words, masked; it is shown and never kept.
type Trace struct {
	Readings []Reading // of the whole message, then of its questions if they were answered apart
	Placed   string    // what a model took the question for; empty if the rules placed it
	Offered  string    // what it may be about, for the customer to say
	Calls    []Call
	Claims   []Claimed
	Worded   bool
	Fallback Reason // why a wording was not used; empty if none was asked for
}

// Reading is one question and what was found for it.
type Reading struct {
	Facts      Facts
	Question   Question
	Matches    []kb.Match
	Quoted     *kb.Passage
	Statements []*kb.Statement
	Reply      Answer
}

// Call is one call of a model.
type Call struct {
	Prompt     Prompt
	Completion Completion
	Failed     Reason // empty if it replied
}

// Claimed is one sentence of a model, and whether it was shown.
type Claimed struct {
	Text   string
	Lines  []int    // the numbers it names
	Cited  []string // those lines, if there are such
	Why    Drop     // empty if it was shown
	Faults []grounding.Fault
}

// Drop says why a sentence was not shown.
type Drop string

// Why a sentence was dropped.
const (
	Unnamed  Drop = "unnamed"  // it names no line, or one that there is not
	Misorder Drop = "misorder" // its lines are not next to each other, or were said already
	Unsound  Drop = "unsound"  // it says what its lines do not say
	Partial  Drop = "partial"  // it leaves out something of them
	Late     Drop = "late"     // there are too many
)

// read notes what an inquiry found.
func (t *Trace) read(in *inquiry, reply Answer) {
	t.Readings = append(t.Readings, Reading{in.facts, in.q, in.matches, in.quoted, reply.used, reply})
}
