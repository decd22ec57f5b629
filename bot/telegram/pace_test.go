package telegram_test

import (
	"fmt"
	"strings"
	"testing"

	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// Under the limits that Telegram is known to have: with a budget hardly a call is
// refused (those that were a moment on their way), without one many are. Either way no pause that Telegram asks for is
// broken, and everything arrives once and in order.
func TestTelegramsLimits(t *testing.T) {
	bottest.TakesTime(t)
	for name, budget := range map[string]telegram.Budget{"budget": telegram.TelegramsBudget, "none": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
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
			refused := 0
			for _, c := range d.CallsOf("sendMessage") {
				if c.Status == 429 {
					refused++
				}
			}
			t.Logf("%d of %d calls are refused", refused, len(d.CallsOf("sendMessage")))
			if n := d.Floods(); n > 0 {
				t.Errorf("%d calls came within a pause", n)
			}
			if most := 10; name == "budget" && refused > most || name == "none" && refused <= most {
				t.Errorf("%d calls are refused", refused)
			}
			d.sound(t)
		})
	}
}
