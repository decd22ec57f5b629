package answer

import (
	"context"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"
)

// Model is a language model. Without one, everything works. It may be asked
// for two things, see Purpose; it never supplies a fact.
type Model interface {
	// Complete asks once. chunk, if it is not nil, gets the reply piece by piece
	// as it comes; what it got counts for nothing unless Complete succeeds. The
	// Completion tells what was spent even when there is an error, which is a
	// *ModelError.
	Complete(ctx context.Context, p Prompt, chunk func(string)) (Completion, error)
}

// Purpose is what a model is asked for.
type Purpose string

// The purposes.
const (
	ToRead Purpose = "read" // what a message asks, and what of ours answers it
	ToWord Purpose = "word" // how to say what we know
)

// Prompt is what a model is asked. System is ours alone; what a customer wrote
// stands only in User, as a value of a JSON object.
type Prompt struct {
	Purpose Purpose
	System  string
	User    string
	Schema  json.RawMessage // a JSON schema of the one object that a reply has to be; nil for plain text
	Tokens  int             // that it may write at most, thoughts apart; 0 is the default
}

// Completion is what a model wrote, and what it cost.
type Completion struct {
	Text  string
	In    int // tokens read; as the server counted, else estimated
	Out   int // tokens written
	Tries int
	Took  time.Duration
}

// Complete asks a model once, and tells what came of it.
func Complete(ctx context.Context, m Model, p Prompt, chunk func(string)) Call {
	done, err := m.Complete(ctx, p, chunk)
	if err == nil {
		return Call{p, done, ""}
	}
	failed := Garbled
	if e := (*ModelError)(nil); errors.As(err, &e) {
		failed = e.Reason
	}
	return Call{p, done, failed}
}

// Tokens estimates what a text takes: a Chinese character is a token, four bytes of
// ASCII are one.
func Tokens(s string) int {
	ascii, wide := 0, 0
	for _, c := range s {
		if c < utf8.RuneSelf {
			ascii++
		} else {
			wide++
		}
	}
	return wide + (ascii+3)/4
}

// Reason says why a model's reply was not used.
type Reason string

// Why a model did not reply. What a server says of it is never shown: it may
// hold anything.
const (
	NoConnection Reason = "no_connection" // no connection within its time, or it was refused
	Silent       Reason = "silent"        // no first token within its time
	Stalled      Reason = "stalled"       // nothing more within its time
	Overtime     Reason = "overtime"      // not done within the whole time
	CutOff       Reason = "cut_off"       // the stream ended without a finish reason
	Unfinished   Reason = "unfinished"    // a finish reason other than stop
	TooLong      Reason = "too_long"      // more than the cap, on the wire or as text
	Blank        Reason = "blank"         // finished, without any text
	Garbled      Reason = "garbled"       // not what a chat completion looks like: HTML, broken JSON
	NoAccess     Reason = "no_access"     // 401, 403: the key
	NotThere     Reason = "not_there"     // 404: the model or the address
	RateLimited  Reason = "rate_limited"  // 429
	ServerFault  Reason = "server_fault"  // 5xx, or an error in the middle of a stream
	Rejected     Reason = "rejected"      // any other status
	Oversize     Reason = "oversize"      // the prompt is over the cap: not sent
	Busy         Reason = "busy"          // too many at once: not sent
	Resting      Reason = "resting"       // failed too often just now: not sent
	Abandoned    Reason = "abandoned"     // the caller gave up
)

// ModelError is why a model did not reply. It holds no text of the server.
type ModelError struct {
	Reason Reason
	Status int // of HTTP, if there was one
}

func (e *ModelError) Error() string { return "model: " + string(e.Reason) }
