package openai

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

// failure is why a try came to nothing, and what a second one should know.
type failure struct {
	answer.ModelError
	heard bool          // some text had come
	after time.Duration // what the server asks to wait before the next
}

// unsaid is a wait the server did not ask for.
const unsaid time.Duration = -1

func fail(r answer.Reason) *failure {
	return &failure{ModelError: answer.ModelError{Reason: r}, after: unsaid}
}

// refused reports whether the server's status was an error: then nothing was
// read or written by the model.
func (f *failure) refused() bool { return f.Status >= http.StatusMultipleChoices }

// reasonOf is what the caller gets to see.
func reasonOf(err error) *answer.ModelError {
	var f *failure
	if errors.As(err, &f) {
		return &answer.ModelError{Reason: f.Reason, Status: f.Status}
	}
	return &answer.ModelError{Reason: answer.Rejected} // by go-openai, before it was sent
}

// causeOf tells who ended a context: one of our clocks, or else the caller.
func causeOf(ctx context.Context) *failure {
	var f *failure
	var theirs *answer.ModelError // a clock of the caller's
	switch cause := context.Cause(ctx); {
	case errors.As(cause, &f):
		return fail(f.Reason)
	case errors.As(cause, &theirs):
		return fail(theirs.Reason)
	}
	return fail(answer.Abandoned)
}

// judge finds out why a try failed; nil if it did not. What we found ourselves
// comes first, then what ended the context, since an error that follows from
// that says nothing of its own.
func judge(ctx context.Context, err error, connected bool) *failure {
	var f *failure
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return f
	case ctx.Err() != nil:
		return causeOf(ctx)
	}
	return fail(reason(err, connected))
}

// reason classifies an error of go-openai or of the network by its type. The
// errors hold text of the server and are not kept.
func reason(err error, connected bool) answer.Reason {
	var said *openai.APIError
	var sent *url.Error
	switch {
	case errors.As(err, &said): // in the stream: a status is caught at the gate
		return answer.ServerFault
	case connected:
		return answer.CutOff
	case errors.As(err, &sent):
		return answer.NoConnection
	}
	return answer.Rejected // go-openai would not send it
}
