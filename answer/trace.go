package answer

import (
	"cmp"
	"math"
	"slices"

	"huizhi/grounding"
	"huizhi/kb"
	"huizhi/nlu"
)

// Trace tells how a reply came about, for those who look after the articles.
// It holds the customer's words, masked; it is shown and never kept.
type Trace struct {
	Readings []Reading // of the whole message, then of its questions if they were answered apart
	Kind     Kind      // of the reply
	Reread   bool      // the reply is another than the rules alone would give
	Refused  []string  // what a reader said that does not count
	Calls    []Call
	Claims   []Claimed
	Worded   bool
	Fallback Reason // why a wording was not used; empty if none was asked for
}

// Band is how sure a reply was.
type Band string

// The bands, in the order in which a reply may be trusted.
const (
	Certain Band = "certain" // nothing was weighed: exact words, grammar, a rule of its own
	Sure    Band = "sure"
	Likely  Band = "likely"
	Torn    Band = "torn"
)

// Told is what came of a question: the kind of the reply, and how sure it was.
func (t Trace) Told() (Kind, Band) {
	if len(t.Readings) == 0 {
		return KindUnknown, Certain
	}
	r := t.Readings[0]
	if t.Reread {
		r = t.Readings[len(t.Readings)-1]
	}
	if len(r.Ways) == 0 {
		return t.Kind, Certain
	}
	switch chance := r.Ways[0].Chance; {
	case chance >= sure:
		return t.Kind, Sure
	case chance >= likely:
		return t.Kind, Likely
	}
	return t.Kind, Torn
}

// Reading is one question and what was found for it.
type Reading struct {
	Facts      Facts
	Question   nlu.Reading
	Matches    []kb.Match
	Ways       []Weighed // the likeliest first; none where nothing was weighed
	Quoted     *kb.Passage
	Statements []*kb.Statement
	Reply      Answer
}

// Weighed is a way to reply, its chance, and what spoke for it.
type Weighed struct {
	Sort    Sort
	Passage *kb.Passage // of OfPassage
	Chance  float64
	Shares  []Share // the weightiest first
}

// Share is what one feature adds to a way's sum.
type Share struct {
	Feature string
	Value   float64
	Adds    float64
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
	t.Readings = append(t.Readings, Reading{in.facts, in.q, in.matches, in.language.weigher.weighed(in.options), in.quoted, reply.used, reply})
}

// weighed tells what spoke for each way.
func (w *weigher) weighed(ways []way) (out []Weighed) {
	for _, x := range ways {
		var shares []Share
		for _, t := range w.row(x.features) {
			shares = append(shares, Share{w.ways.Names[t.Feature], t.Value, t.Value * w.ways.Weights[t.Feature] / w.ways.Heat})
		}
		slices.SortStableFunc(shares, func(a, b Share) int { return cmp.Compare(math.Abs(b.Adds), math.Abs(a.Adds)) })
		out = append(out, Weighed{x.sort, x.match.Passage, x.chance, shares})
	}
	return out
}
