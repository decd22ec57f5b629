package main

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"time"
	"unicode"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/phrases"
)

// How often operators are told the same, how often we look by ourselves, and how an
// alert is tried again.
const (
	alertEvery = 10 * time.Minute
	lookEvery  = 15 * time.Second
	alertQueue = 64
	alertTries = 5
	alertPause = 10 * time.Second
	lastWords  = 5 * time.Second
)

// alerts tells operators what they must see to: always in the log, before anything
// else, and in their chat, if they have one.
type alerts struct {
	log     *slog.Logger
	metrics *metrics
	queue   chan string
	notify  func(ctx context.Context, text string) error // set when there is a chat

	mu   sync.Mutex
	told map[string]time.Time // by the text without its numbers
}

func newAlerts(log *slog.Logger, m *metrics) *alerts {
	return &alerts{log: log, metrics: m, queue: make(chan string, alertQueue), told: map[string]time.Time{}}
}

// to sends alerts to a chat, too; 0 is none.
func (a *alerts) to(t *telegram.Telegram, chat int64) {
	if chat != 0 {
		a.notify = func(ctx context.Context, text string) error { return t.Notify(ctx, chat, text) }
	}
}

// tell tells them. What was told a short while ago, but for its numbers, is only
// logged.
func (a *alerts) tell(text string) {
	a.log.Error("alert", "text", text)
	a.metrics.alerts.Inc()
	if !a.fresh(text) {
		return
	}
	select {
	case a.queue <- text:
	default: // the log has it
	}
}

// fresh reports what was not told a short while ago.
func (a *alerts) fresh(text string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(a.told, func(_ string, at time.Time) bool { return now.Sub(at) >= alertEvery })
	same := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text)
	_, known := a.told[same]
	if !known {
		a.told[same] = now
	}
	return !known
}

// parked tells them that something broke the conversation and was put aside.
func (a *alerts) parked(reason string) { a.tell(phrases.Say("alert.parked", reason)) }

// send sends alerts to the operators' chat until ctx ends.
func (a *alerts) send(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case text := <-a.queue:
			a.post(ctx, text)
		}
	}
}

// post sends an alert, again if Telegram does not take it now.
func (a *alerts) post(ctx context.Context, text string) {
	if a.notify == nil {
		return
	}
	for range alertTries {
		err := a.notify(ctx, text)
		if err == nil || ctx.Err() != nil {
			return
		}
		a.log.Error("alert not delivered", "err", err)
		pause := alertPause
		if w := (*bot.WaitError)(nil); errors.As(err, &w) {
			pause = w.For
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// last tells them why the desk ends, before it does.
func (a *alerts) last(ctx context.Context, text string) {
	a.log.Error("alert", "text", text)
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer stop()
	a.post(ctx, text)
}

// look looks now and then whether customers wait for too long.
func (a *alerts) look(ctx context.Context, b *bot.Bot) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(lookEvery):
		}
		if load := b.Load(); standsStill(load) {
			a.tell(phrases.Say("alert.queue", load.Stuck, int(bot.StuckAfter.Minutes()), load.Events, load.Deliveries))
		}
	}
}

// mostStuck is how many chats may be stuck: in some Telegram wants no more of us for
// a while, which is no fault of the desk.
const mostStuck = 5

// standsStill reports a desk that does not get on with its work.
func standsStill(l bot.Load) bool {
	return l.Stuck >= mostStuck || l.Stuck > 0 && l.Oldest > longestWait
}

// longestWait is how long even one customer may wait.
const longestWait = 15 * time.Minute
