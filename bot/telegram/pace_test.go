package telegram_test

import (
	"fmt"
	"strings"
	"testing"

	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// Under the limits that Telegram is known to have: with a budget far fewer calls are
// refused than without (those that were a moment on their way; the two are run beside
// each other and compared, where the machine is quick enough to come to the limits at all).
// Either way no pause that Telegram asks for is broken, and everything arrives once and in
// order.
func TestTelegramsLimits(t *testing.T) {
	bottest.TakesTime(t)
	var with, without int
	t.Run("together", func(t *testing.T) {
		t.Run("budget", func(t *testing.T) {
			t.Parallel()
			with = refused(t, telegram.TelegramsBudget)
		})
		t.Run("none", func(t *testing.T) {
			t.Parallel()
			without = refused(t, telegram.Budget{})
		})
	})
	t.Logf("%d calls are refused with a budget, %d without", with, without)
	if without >= 20 && with > without/2 {
		t.Errorf("%d calls are refused with a budget, %d without", with, without)
	}
}

// refused is how many calls are refused while 61 customers are answered.
func refused(t *testing.T, budget telegram.Budget) int {
	d := open(t, options{
		server:   tgtest.Options{Limits: tgtest.TelegramLimits()},
		telegram: func(o *telegram.Options) { o.Budget = budget },
	})
	eager := d.User(1, "急")
	for i := range 60 {
		d.User(int64(100+i), "小明").Say("甲")
		if i%6 == 0 {
			eager.Say(fmt.Sprintf("第%d问", i/6))
		}
	}
	for i := range 60 {
		d.said(t, d.User(int64(100+i), ""), 1)
	}
	for i, text := range texts(d.said(t, eager, 10)) {
		if !strings.Contains(text, fmt.Sprintf("第%d问", i)) {
			t.Errorf("at %d: %q", i, text)
		}
	}
	if n := d.Floods(); n > 0 {
		t.Errorf("%d calls came within a pause", n)
	}
	d.sound(t)
	n := 0
	for _, c := range d.CallsOf("sendMessage") {
		if c.Status == 429 {
			n++
		}
	}
	return n
}
