package bot

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Channel carries messages to customers. What comes from them it hands to
// Bot.Accept.
type Channel interface {
	Name() string
	Can() Capabilities
	// Send delivers a message and says what the channel calls it. ErrGone: the
	// customer cannot be reached. ErrAway: not now; Bot.Back says when.
	// ErrRejected: this message never will be taken. *WaitError: not before then.
	// Any other error is tried again for a day.
	Send(ctx context.Context, d Delivery) (Ref, error)
	// Edit replaces a message; ErrVanished if it is not there any more. One that
	// reads so already is no error.
	Edit(ctx context.Context, ref Ref, d Delivery) error
}

// Drafter is a channel that can show a reply while it is being worded. A draft
// is a courtesy: it is not kept, and the delivery that follows counts. No text says
// that none follows.
type Drafter interface {
	Draft(ctx context.Context, to Address, text string)
}

// Typist is a channel that can show that a reply is on its way. It does so for a
// few seconds, or until the next message; who wants it longer says so again.
type Typist interface {
	Typing(ctx context.Context, to Address)
}

// Rememberer is a channel that remembers something of a customer at their end, and can
// forget it.
type Rememberer interface {
	Forgotten(of Address)
}

// Capabilities is what a channel can do.
type Capabilities struct {
	Edit    bool          // change a message that was sent
	Stream  bool          // show a reply while it is being worded
	Buttons bool          // show buttons below a message
	Files   bool          // take pictures and give files
	Longest int           // UTF-16 units in one message; 0 for any number
	Gather  time.Duration // how long to wait for a next message before replying
}

// Ref is what a channel calls a message that it sent.
type Ref string

// Message is what a customer gets to see, in words.
type Message struct {
	Text    string     `json:"text"`
	Buttons [][]Choice `json:"buttons,omitempty"`
	Sources []string   `json:"sources,omitempty"` // a line each; a channel may let them stand back
	Article string     `json:"article,omitempty"` // that it rests on; a channel may lead to it
}

// IsTitle reports a line of a message that stands over what follows, as a reply to several
// questions has one for each: 【带什么】.
func IsTitle(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "【") && strings.HasSuffix(line, "】")
}

// Why a message did not arrive.
var (
	ErrGone     = errors.New("the customer cannot be reached")
	ErrAway     = errors.New("the customer is away")
	ErrRejected = errors.New("the channel does not take this message")
	ErrVanished = errors.New("the message is not there any more")
)

// WaitError says when a channel will take messages again.
type WaitError struct{ For time.Duration }

func (e *WaitError) Error() string { return "wait " + e.For.String() }
