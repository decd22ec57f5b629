package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/phrases"
)

// How often operators are told the same, and how often we look by ourselves.
const (
	alertEvery = 10 * time.Minute
	lookEvery  = 15 * time.Second
	alertQueue = 64
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
	told map[string]time.Time
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

// tell tells them. What was told a short while ago is only logged.
func (a *alerts) tell(text string) {
	a.log.Error("alert", "text", text)
	a.metrics.alerts.Inc()
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if now.Sub(a.told[text]) < alertEvery {
		return
	}
	a.told[text] = now
	select {
	case a.queue <- text:
	default: // the log has it
	}
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

func (a *alerts) post(ctx context.Context, text string) {
	if a.notify == nil {
		return
	}
	if err := a.notify(ctx, text); err != nil && ctx.Err() == nil {
		a.log.Error("alert not delivered", "err", err)
	}
}

// last tells them why the desk ends, before it does.
func (a *alerts) last(ctx context.Context, text string) {
	a.log.Error("alert", "text", text)
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer stop()
	a.post(ctx, text)
}

// look looks now and then whether somebody waits for too long.
func (a *alerts) look(ctx context.Context, b *bot.Bot) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(lookEvery):
		}
		if load := b.Load(); load.Oldest > longestStuck {
			a.tell(phrases.Say("alert.queue", int(longestStuck.Minutes()), load.Events, load.Deliveries))
		}
	}
}
