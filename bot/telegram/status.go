package telegram

import (
	"errors"
	"sync"
	"time"

	"huizhi/bot"
	"huizhi/phrases"
)

// Status is how receiving goes.
type Status struct {
	Last    time.Time // when Telegram was last heard of
	Trouble error     // why nothing comes; nil if all is well
}

// status is a Status that is kept up, and what operators were told of it.
type status struct {
	mu    sync.Mutex
	now   Status
	told  string
	since time.Time // when the trouble began
}

// patience is how long a server may be away before operators hear of it.
const patience = 2 * time.Minute

// Status says how receiving goes.
func (t *Telegram) Status() Status {
	t.status.mu.Lock()
	defer t.status.mu.Unlock()
	return t.status.now
}

// polled notes that Telegram was heard of.
func (t *Telegram) polled() {
	t.status.mu.Lock()
	defer t.status.mu.Unlock()
	t.status.now, t.status.told, t.status.since = Status{Last: t.Now()}, "", time.Time{}
}

// unpolled notes why nothing comes. It is told once, in plain words: at once what
// somebody must see to, the rest when it lasts.
func (t *Telegram) unpolled(err error) {
	t.Log.Warn("no updates", "channel", Name, "err", err)
	if text := t.trouble(err); text != "" {
		t.Alert(text)
	}
}

// trouble keeps what is wrong, and says what operators have not heard yet.
func (t *Telegram) trouble(err error) string {
	t.status.mu.Lock()
	defer t.status.mu.Unlock()
	s := &t.status
	s.now.Trouble = err
	if s.since.IsZero() {
		s.since = t.Now()
	}
	text := ""
	switch conflict := (*conflictError)(nil); {
	case errors.As(err, &conflict), errors.Is(err, errHookGone):
		text = phrases.Say("telegram.conflict")
	case errors.Is(err, errHook):
		text = phrases.Say("telegram.webhook")
	case errors.Is(err, errLease): // it may stand by; /readyz says so
	case errors.Is(err, errToken):
		text = phrases.Say("telegram.token")
	case t.Now().Sub(s.since) >= patience:
		text = phrases.Say("telegram.unreachable")
	}
	if text == s.told {
		return ""
	}
	s.told = text
	return text
}

// The outcomes of a call, as they are counted.
const (
	Done     = "done"
	Limited  = "limited"
	Blocked  = "blocked"
	Refused  = "refused"
	Vanished = "vanished"
	Unknown  = "unknown" // nobody knows whether it was done
)

// outcome is what became of a call, in one word.
func outcome(err error) string {
	switch {
	case err == nil:
		return Done
	case errors.As(err, new(*bot.WaitError)):
		return Limited
	case errors.Is(err, bot.ErrRejected), errors.Is(err, errTopic):
		return Refused
	case errors.Is(err, bot.ErrAway), errors.Is(err, bot.ErrGone):
		return Blocked
	case errors.Is(err, bot.ErrVanished):
		return Vanished
	}
	return Unknown
}

// count counts a call.
func (t *Telegram) count(what string, err error) {
	if t.Called != nil {
		t.Called(what, outcome(err))
	}
}
