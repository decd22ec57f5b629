package telegram

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"huizhi/bot"
)

// What may be wrong, in our words: errors of the library and of net/http hold the
// token, or whole replies.
var (
	errUnreachable = errors.New("telegram: the server cannot be reached")
	errUnreadable  = errors.New("telegram: the reply is none of Telegram's")
	errLease       = errors.New("telegram: another program that shares our data fetches the updates")
	errHook        = errors.New("telegram: the address for updates is not accepted")
	errHookGone    = errors.New("telegram: updates are brought elsewhere")
	errToken       = errors.New("telegram: the token is not accepted")
	errEntities    = fmt.Errorf("telegram: the entities: %w", bot.ErrRejected)
	errTopic       = fmt.Errorf("telegram: the topic is not there any more: %w", bot.ErrGone)
)

// movedError says which id a group has now.
type movedError struct{ to int64 }

func (e *movedError) Error() string { return "telegram: the group has another id now" }

// serverError is an error of Telegram's own.
type serverError struct{ code int }

func (e *serverError) Error() string { return fmt.Sprintf("telegram: the server says %d", e.code) }

// conflictError says that somebody else has our updates.
type conflictError struct{ description string }

func (e *conflictError) Error() string {
	return "telegram: somebody else fetches the updates of this bot"
}

// webhook reports that it is not another program but a webhook that is set.
func (e *conflictError) webhook() bool { return strings.Contains(e.description, "webhook is active") }

// badRequests is what Telegram says to what it does not take, by the words that are
// in it; the first that fits. Two texts are known for a topic that is gone
// (ruitunion-org/feedback-bot#1, LiveHelperChat/telegram#69).
var badRequests = []struct {
	has string
	err error
}{
	{"message is not modified", nil},
	{"message thread not found", errTopic},
	{"TOPIC_DELETED", errTopic},
	{"TOPIC_CLOSED", errTopic},
	{"message to edit not found", bot.ErrVanished},
	{"message can't be edited", bot.ErrVanished},
	{"no text in the message to edit", bot.ErrVanished},
	{"MESSAGE_ID_INVALID", bot.ErrVanished},
	{"can't parse entities", errEntities},
	{"ENTITY_", errEntities},
	{"chat not found", bot.ErrGone},
	{"PEER_ID_INVALID", bot.ErrGone},
}

// forbiddens is the same for who does not let us write to them. Whoever has blocked
// us, or has never written, may do so yet.
var forbiddens = []struct {
	has string
	err error
}{
	{"deactivated", bot.ErrGone},
	{"kicked", bot.ErrGone},
	{"deleted", bot.ErrGone},
	{"not a member", bot.ErrGone},
	{"blocked", bot.ErrAway},
	{"can't initiate", bot.ErrAway},
}

// verdict says in our words what became of a call. nil: it was done, or was so
// already.
func verdict(err error) error {
	late, moved := (*tg.TooManyRequestsError)(nil), (*tg.MigrateError)(nil)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	case errors.As(err, &late):
		return &bot.WaitError{For: time.Duration(late.RetryAfter) * time.Second}
	case errors.As(err, &moved):
		return &movedError{int64(moved.MigrateToChatID)}
	case errors.Is(err, tg.ErrorForbidden):
		return match(err, forbiddens, bot.ErrAway)
	case errors.Is(err, tg.ErrorBadRequest):
		return match(err, badRequests, bot.ErrRejected)
	case errors.Is(err, tg.ErrorUnauthorized), errors.Is(err, tg.ErrorNotFound):
		return errToken
	}
	return unknownOutcome(err)
}

// match says what an error is by the words in it.
func match(err error, list []struct {
	has string
	err error
}, otherwise error) error {
	for _, m := range list {
		if strings.Contains(err.Error(), m.has) {
			return m.err
		}
	}
	return described(otherwise, err)
}

// plainWords is a description in which Telegram quotes nothing that a person wrote:
// it has no quotes, no number and no other script.
var plainWords = regexp.MustCompile(`^[A-Za-z_ ,.:'-]{1,160}$`)

// described adds Telegram's own words, if they are nobody else's.
func described(as, err error) error {
	if _, words, ok := strings.Cut(err.Error(), ", "); ok && plainWords.MatchString(words) {
		return fmt.Errorf("%w (%s)", as, words)
	}
	return as
}

// unknownOutcome is a call of which nobody knows whether it was done.
func unknownOutcome(err error) error {
	code := 0
	if n, scanErr := fmt.Sscanf(afterComma(err.Error()), "%d", &code); scanErr == nil && n == 1 && code >= 500 {
		return &serverError{code}
	}
	if strings.Contains(err.Error(), "decode") {
		return errUnreadable
	}
	return errUnreachable
}

func afterComma(text string) string {
	_, after, _ := strings.Cut(text, ", ")
	return after
}
