package handoff

import (
	"errors"
	"fmt"
	"time"
)

// Status is where a ticket stands. The words are stored and never renamed.
type Status string

const (
	Unopened Status = ""        // the zero Ticket
	Waiting  Status = "waiting" // nobody took it yet
	Open     Status = "open"    // an agent has spoken
	Closed   Status = "closed"
)

// Final reports whether nobody has anything left to do, unless it is reopened.
func (s Status) Final() bool { return s == Closed }

// Kind is what happened. The words are stored and never renamed.
type Kind string

const (
	Opened       Kind = "opened"
	CustomerSaid Kind = "customer_said"
	BotSaid      Kind = "bot_said"
	AgentSaid    Kind = "agent_said"
	Ended        Kind = "closed"    // an agent, or a silence, closed it
	Withdrawn    Kind = "withdrawn" // the customer no longer wants it
	Reopened     Kind = "reopened"
	Unreached    Kind = "unreached" // what was said did not arrive: the customer is not there
)

// transitions is the whole life of a ticket: what may happen, and what it then is.
var transitions = map[Status]map[Kind]Status{
	Unopened: {Opened: Waiting},
	Waiting:  {CustomerSaid: Waiting, BotSaid: Waiting, Unreached: Waiting, AgentSaid: Open, Ended: Closed, Withdrawn: Closed},
	Open:     {CustomerSaid: Open, BotSaid: Open, Unreached: Open, AgentSaid: Open, Ended: Closed, Withdrawn: Closed},
	Closed:   {Reopened: Waiting}, // a customer who writes again opens a new one
}

// Event is one thing that happened to a ticket.
type Event struct {
	Kind  Kind      `json:"kind"`
	At    time.Time `json:"at"`
	Agent Agent     `json:"agent,omitzero"` // AgentSaid: who
	Text  string    `json:"text,omitempty"` // what was said, by whomever the kind names

	// Opened brings these.
	Customer   string `json:"customer,omitempty"`
	City       string `json:"city,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Transcript []Line `json:"transcript,omitempty"` // the talk so far
}

// Apply returns the ticket as it is after the event. What the table does not
// allow is a TransitionError, and the ticket comes back as it was. The ticket
// handed in is never written to.
func Apply(t Ticket, e Event) (Ticket, error) {
	to, ok := transitions[t.Status][e.Kind]
	if !ok {
		return t, &TransitionError{Status: t.Status, Kind: e.Kind}
	}
	next := t.after(e)
	next.Status = to
	next.Version++
	if next.Waiting() != t.Waiting() {
		next.Since = e.At
	}
	return next, nil
}

// after is the ticket with what an event brings, in its old status.
func (t Ticket) after(e Event) Ticket {
	switch e.Kind {
	case Opened:
		t.Customer, t.City, t.Reason, t.Opened = e.Customer, e.City, cut(e.Reason), e.At
	case CustomerSaid:
		t.Spoke = TheCustomer
	case AgentSaid:
		t.Agent, t.Spoke = e.Agent, TheAgent
	case Reopened:
		t.Agent = Agent{} // nobody took it yet
	}
	return t
}

// ErrRefused is what every TransitionError is.
var ErrRefused = errors.New("handoff: refused")

// TransitionError says that a ticket in this status takes no event of this kind.
type TransitionError struct {
	Status Status
	Kind   Kind
}

// Error tells what was refused, for the log.
func (e *TransitionError) Error() string {
	if e.Status == Unopened {
		return fmt.Sprintf("handoff: %s refused: there is no ticket yet", e.Kind)
	}
	return fmt.Sprintf("handoff: %s refused: the ticket is %s", e.Kind, e.Status)
}

// Unwrap makes errors.Is(err, ErrRefused) true.
func (e *TransitionError) Unwrap() error { return ErrRefused }
