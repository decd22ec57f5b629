// Package handoff is the talk between a customer and an agent: the life of a
// ticket, what was said on it, and when agents are there.
//
// A Ticket changes only by Apply, over the one table in life.go. There is no
// clock and no store here: time comes with the Event, and whoever keeps a
// Ticket keeps what Apply returns, as JSON, and beside it the events: what was
// said is in those (Event.Lines), so that a long talk makes no long ticket.
package handoff

import (
	"log/slog"
	"time"
)

// Ticket is a customer's wish to talk to a person, and what came of it. A new
// one is Ticket{ID: NewID(key)} with Opened applied.
type Ticket struct {
	ID       ID        `json:"id"`
	Customer string    `json:"customer"` // the customer's code, never a name
	Status   Status    `json:"status"`
	City     string    `json:"city"`
	Reason   string    `json:"reason"` // why it was opened
	Opened   time.Time `json:"opened"`
	Since    time.Time `json:"since"`   // when the turn of the present Waiting party began
	Agent    Agent     `json:"agent"`   // who has it: the agent who spoke last
	Spoke    Party     `json:"spoke"`   // who spoke last, the bot not counted
	Version  int       `json:"version"` // how many events were accepted
}

// Agent is a person who talks to customers.
type Agent struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Party is who can speak on a ticket, or have the next action.
type Party string

const (
	TheCustomer Party = "customer"
	TheBot      Party = "bot"
	TheAgent    Party = "agent"
	Nobody      Party = "nobody"
)

// Waiting tells who has the next action.
func (t Ticket) Waiting() Party {
	switch {
	case t.Status == Waiting, t.Status == Open && t.Spoke == TheCustomer:
		return TheAgent
	case t.Status == Open:
		return TheCustomer
	}
	return Nobody
}

// LogValue leaves out who the customer is, where, and what was said.
func (t Ticket) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", string(t.ID)),
		slog.String("status", string(t.Status)),
		slog.Int("version", t.Version),
		slog.Time("since", t.Since),
	)
}
