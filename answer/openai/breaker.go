package openai

import (
	"errors"
	"time"

	"github.com/sony/gobreaker/v2"

	"huizhi/answer"
)

// breaker lets a model rest. A client has two, one within the other: the one
// counts what the other does not, and each rests in its own time.
type breaker = gobreaker.CircuitBreaker[answer.Completion]

// newBreaker returns a breaker that opens after so many failures in a row, and after
// a rest lets one trial through. That a caller gave up says nothing of the server,
// nor does a call that the other breaker did not let through.
func newBreaker(failures int, rest time.Duration, failed func(error) bool) *breaker {
	return gobreaker.NewCircuitBreaker[answer.Completion](gobreaker.Settings{
		MaxRequests:  1,
		Timeout:      rest,
		ReadyToTrip:  func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= uint32(failures) },
		IsSuccessful: func(err error) bool { return !failed(err) },
		IsExcluded:   func(err error) bool { return rests(err) || err != nil && reasonOf(err).Reason == answer.Abandoned },
	})
}

// rests reports whether a breaker let no call through.
func rests(err error) bool {
	return errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests)
}

// inVain reports whether the customer waited, and nothing came of it. Whoever
// fails at once keeps nobody waiting.
func inVain(err error) bool {
	if err == nil {
		return false
	}
	switch reasonOf(err).Reason {
	case answer.NoConnection, answer.Silent, answer.Stalled, answer.Overtime:
		return true
	}
	return false
}
