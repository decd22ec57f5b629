package bot

// table has a row for each stage.
type table map[Stage]row

// row is what a stage is.
type row struct {
	moves moves
	// reads says what a text that would be an act elsewhere means here; nil if that.
	reads func(*step, act) act
	// shows says again what is waited for, after something else was talked of; nil
	// where nothing is.
	shows func(*step)
}

// moves says what each act does.
type moves map[act]move

// move is what an act does, and where it leads.
type move struct {
	do  func(*step)
	way way
}

// way is where a move leads.
type way struct {
	kind   wayKind
	stages []Stage
}

type wayKind uint8

const (
	stays   wayKind = iota // wherever it was
	leads                  // to the one stage, for good
	sets                   // to the one stage, until a move goes back
	returns                // to where it was before
	chooses                // to one of these or nowhere, as the step says itself
)

// The ways.
var (
	stay = way{}
	back = way{kind: returns}
)

func to(s Stage) way     { return way{leads, []Stage{s}} }
func aside(s Stage) way  { return way{sets, []Stage{s}} }
func may(s ...Stage) way { return way{chooses, s} }

// find is the move for an act; own if the stage itself names it.
func (t table) find(c *Conversation, a act) (m move, own bool) {
	if c.Burst != nil || c.Pending != nil {
		if m, ok := beside[a]; ok {
			return m, false
		}
	}
	if m, ok := t[c.Stage].moves[a]; ok {
		return m, true
	}
	for _, rest := range []moves{anywhere, t[Idle].moves} {
		if m, ok := rest[a]; ok {
			return m, false
		}
	}
	return anywhere[nothing], false
}

// atRest reports a conversation that waits for nothing in particular.
func (s *step) atRest() bool { return s.c.Stage == Idle }
