package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huizhi/handoff"
)

// Store keeps what must survive. A method that writes returns when it is on
// disk. ErrStale means that there is nothing to do any more, ErrDamaged that one
// record is lost; after any other error nobody knows what was written, and the
// program stops: what was begun is found again by Backlog.
type Store interface {
	// Accept journals the events whose keys are new, and moves the cursor, in
	// one transaction. It returns the new ones, in the order given. Of whom nothing is
	// known it takes only what Introduces them.
	Accept(ctx context.Context, b Batch) ([]Queued, error)
	// Load reads a journalled event; ErrStale if it is done or erased.
	Load(q Queued) (Incoming, error)
	// Conversation reads the conversation of an address; the zero one if there is
	// none. Of a damaged one it still says how many turns it has had.
	Conversation(a Address) (Conversation, error)
	// Commit takes the event out of the journal and keeps all that came of it,
	// in one transaction; ErrStale if the event is not there any more, ErrRaced if
	// the conversation has had another turn since it was read. It gives the
	// deliveries their place in line, and keeps an event that is parked.
	Commit(ctx context.Context, t Turn) ([]Outgoing, error)
	// Finish ends a task and journals what came of it, in one transaction;
	// ErrStale if the task is not there any more.
	Finish(ctx context.Context, t Task, result Incoming) ([]Queued, error)
	// Waiting is what is not sent yet to an address, in order.
	Waiting(a Address) ([]Outgoing, error)
	// Sent ends a delivery; ref, if it is not empty, is kept for a week.
	Sent(ctx context.Context, o Outgoing, ref Ref) error
	// Ref is what a channel called a message that was sent; empty if unknown.
	Ref(a Address, delivery Key) (Ref, error)
	// Ring journals the wakes that are due, and says when the next one is; the
	// zero time if there is none.
	Ring(ctx context.Context, now time.Time) (due []Queued, next time.Time, err error)
	// Backlog is everything begun and not done, in order.
	Backlog() (Backlog, error)
	// Hold gives a holder an address until a time, and takes it back with one that
	// is past; false if another has it. For programs that share a store.
	Hold(ctx context.Context, a Address, holder string, until time.Time) (bool, error)
	// Rest takes an address back from its holder, if nothing waits in its journal or
	// on its way to it, or if it is away; false if something does.
	Rest(ctx context.Context, a Address, holder string, away bool) (bool, error)

	// Kept counts what is kept of the customer at an address.
	Kept(a Address) (Kept, error)
	// Forget erases the customer at an address with all that is of them, whatever is
	// under way; ErrStale if nobody is there. If it is cut off, they cannot be read
	// any more, or nothing has happened.
	Forget(ctx context.Context, a Address) error

	// MoveTicket applies an event to a ticket and appends it to the log. A key
	// that came before, however long ago, gets what came of it then. A refusal is
	// a *handoff.TransitionError if the ticket's life does not allow the event, and
	// an *OutdatedError if whoever moves it has not seen how it stands.
	MoveTicket(ctx context.Context, m TicketMove) (TicketChange, error)
	// TicketsAfter reads the log of tickets: at most n changes, and the cursor
	// behind the last of them.
	TicketsAfter(cursor uint64, n int) ([]TicketChange, uint64, error)
	// Cursor is how far a follower has read.
	Cursor(name string) (uint64, error)
	// Changed is signalled after a ticket has moved. Each follower has a signal of
	// its own.
	Changed(follower string) <-chan struct{}
}

// What a store may answer that is not its end.
var (
	// ErrStale says that something was done already, or erased: nothing is to do.
	ErrStale = errors.New("done already")
	// ErrRaced says that a turn was made of a conversation that is not so any more:
	// another program, on the same store, was faster.
	ErrRaced = errors.New("the conversation has changed")
	// ErrDamaged says that one record cannot be read. The others can.
	ErrDamaged = errors.New("damaged")
)

// Batch is what a channel or a follower accepts at once.
type Batch struct {
	Events []Incoming
	Follow string // the cursor's name, empty for none
	Cursor uint64
	Odd    []Odd
}

// Odd is something of a channel that no event could be made of. It is put aside for
// a week, for whoever mends that.
type Odd struct {
	Key Key
	Of  Address // who it seems to be of, for when they are erased; nobody if that cannot be read
	Raw []byte
	Why string
}

// Queued is an event in the journal, waiting for its step.
type Queued struct {
	Seq  uint64
	From Address
	Rank Rank
}

// Task is an effect that runs after its turn.
type Task struct {
	Key        Key
	From       Address
	Generation int
	Effect     Effect // one that has a row in runners, or an UnknownTask
}

// Delivery is one message on its way.
type Delivery struct {
	Key     Key
	To      Address
	Message Message
	Instead Key // the delivery that it replaces, if the channel can
	Over    Ref // the same, by the channel's name for it
	Urgency Urgency
}

// Urgency is who goes first where a channel takes only so much at a time: lower
// ones. It is stored.
type Urgency uint8

// What is waited for comes first.
const (
	ToPress Urgency = iota // of a button: somebody looks at it
	ToText                 // or to anything else that somebody did
	Notice                 // what happens by itself
)

// Outgoing is a delivery and its place in the line of its address.
type Outgoing struct {
	Seq uint64
	Delivery
}

// Backlog is what is left to do when a store opens.
type Backlog struct {
	Events     []Queued
	Tasks      []Task
	Deliveries []Outgoing
	Soon       []Address // woken within a minute
}

// TicketMove is one event for one ticket.
type TicketMove struct {
	Key    Key
	From   Address // whose ticket it is
	Ticket handoff.ID
	Seen   int // the version that the mover saw; 0 for any
	Event  handoff.Event
}

// OutdatedError says that something has changed since it was looked at.
type OutdatedError struct{ Seen, Version int }

func (e *OutdatedError) Error() string {
	return fmt.Sprintf("version %d was seen, it is %d", e.Seen, e.Version)
}

// TicketChange is one line of the log of tickets.
type TicketChange struct {
	Seq    uint64
	Ticket handoff.ID
	From   Address // whose ticket it is
	Event  handoff.Event
	Number int // of the change within its ticket, from 1: the version it made
}
