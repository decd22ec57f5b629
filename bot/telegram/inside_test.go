package telegram

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
)

// A reply does not wait because its own drafts have used up the budget of its chat.
func TestDraftsDoNotHoldUpTheirReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begin := newLimiter(TelegramsBudget), time.Now()
		for range 10 { // a draft each 100 ms, as long as the model words
			l.spare(1)
			time.Sleep(100 * time.Millisecond)
		}
		ready := time.Now()
		must(t, l.wait(context.Background(), 1, bot.ToText))
		if waited := time.Since(ready); waited > 0 {
			t.Errorf("worded after %v, it waits %v for its drafts", ready.Sub(begin), waited)
		}
	})
}

// A name that begins like ours is somebody else's.
func TestALongerNameIsNotOurs(t *testing.T) {
	for text, want := range map[string]bool{
		"@trial_bot 在吗": true, "在吗@trial_bot": true, "/start@Trial_Bot": true,
		"@trial_bot2 在吗": false, "@trial_bot_test 在吗": false, "wang@trial_bot.example.com": false,
	} {
		raw, err := json.Marshal(map[string]any{"update_id": 1, "message": map[string]any{
			"message_id": 1, "text": text, "from": map[string]any{"id": 5}, "chat": map[string]any{"id": -100, "type": "supergroup"},
		}})
		must(t, err)
		if _, _, a, err := read(raw, "trial_bot"); a.addressed != want || err != nil {
			t.Errorf("%q: addressed is %v, %v", text, a.addressed, err)
		}
	}
}

// Who has blocked us for good is not remembered until the next start.
func TestTheAwayAreForgottenInTheEnd(t *testing.T) {
	now := time.Now()
	tele, err := New(Options{Token: "7:x", Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }})
	must(t, err)
	for chat := range int64(20_000) {
		tele.left(chat+1, addressOf(chat+1, 0))
		tele.greets(-chat - 1)
		tele.draftID(addressOf(chat+1, 0))
		now = now.Add(time.Hour)
	}
	for name, n := range map[string]int{"away": len(tele.away), "greeted": len(tele.greeted), "drafts": len(tele.drafts)} {
		if n == 20_000 {
			t.Errorf("%s holds %d after more than two years", name, n)
		}
	}
}
