package openai

import (
	"context"
	"sync"
	"time"

	"huizhi/answer"
)

// watchdog ends a context when what is expected next does not come in time. The
// context's cause says what did not come.
type watchdog struct {
	end context.CancelCauseFunc

	mu    sync.Mutex
	timer *time.Timer
	wait  answer.Reason // what is wrong if nothing comes now
}

// watch returns a context and the watchdog that may end it; stop it.
func watch(ctx context.Context) (context.Context, *watchdog) {
	ctx, end := context.WithCancelCause(ctx)
	return ctx, &watchdog{end: end}
}

// expect gives what comes next its time; what came before has come.
func (w *watchdog) expect(within time.Duration, otherwise answer.Reason) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	w.wait = otherwise
	w.timer = time.AfterFunc(within, func() { w.end(fail(otherwise)) })
}

// connected reports whether more than a connection was waited for.
func (w *watchdog) connected() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wait != answer.NoConnection
}

// stop calls the watchdog off and ends the context.
func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer.Stop()
	w.end(nil)
}
