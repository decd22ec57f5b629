package telegram

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"hash/fnv"
	"io"
	"net/http"

	tg "github.com/go-telegram/bot"

	"huizhi/bot"
)

// Webhook is where Telegram brings updates.
type Webhook struct {
	URL    string // as Telegram sees it: https, and nobody else's
	Secret string // 1 to 256 of A-Z a-z 0-9 _ -; the same after a restart
}

// longestUpdate is how much of a request is read. Telegram's updates are some
// kilobytes.
const longestUpdate = 1 << 20

// secretHeader is where Telegram says the secret.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token"

// Handler takes updates that Telegram brings. It says 200 when an update is on disk
// or put aside, whatever becomes of it: Telegram brings it again otherwise, for a
// day.
func (t *Telegram) Handler(desk Desk) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodPost:
			http.Error(w, "", http.StatusMethodNotAllowed)
			return
		case t.Webhook == nil || !same(r.Header.Get(secretHeader), t.Webhook.Secret):
			http.Error(w, "", http.StatusUnauthorized)
			return
		case desk.Load().All() > mostQueued:
			http.Error(w, "", http.StatusServiceUnavailable)
			return
		}
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestUpdate))
		if errors.As(err, new(*http.MaxBytesError)) {
			http.Error(w, "", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			return // whoever brought it is gone
		}
		t.polled()
		defer t.inTurn(raw)()
		// What was read is taken, even if Telegram hangs up now.
		if err := t.take(context.WithoutCancel(r.Context()), desk, []json.RawMessage{raw}); err != nil {
			http.Error(w, "", http.StatusInternalServerError)
		}
	})
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 && b != "" }

// setWebhook has Telegram bring updates. What waits there is brought, too.
func (t *Telegram) setWebhook(ctx context.Context) error {
	_, err := t.api.SetWebhook(ctx, &tg.SetWebhookParams{
		URL: t.Webhook.URL, SecretToken: t.Webhook.Secret, AllowedUpdates: wanted,
	})
	if err := verdict(err); !errors.Is(err, bot.ErrRejected) {
		return err
	}
	return errHook
}

// lookAfter is how often it is looked whether updates are still brought, in pauses.
const lookAfter = 60

// brought looks after a while whether updates are still brought here, and has them
// brought if not; false when ctx has ended.
func (t *Telegram) brought(ctx context.Context) bool {
	sleep(ctx, lookAfter*t.Pause)
	info, err := t.api.GetWebhookInfo(ctx)
	switch err := verdict(err); {
	case ctx.Err() != nil:
		return false
	case err != nil:
		t.unpolled(err)
	case info.URL != t.Webhook.URL:
		t.unpolled(errHookGone)
		t.insist(ctx, t.setWebhook)
	default:
		t.polled()
	}
	return true
}

// leaveWebhook has Telegram keep updates until they are fetched. Those that wait are
// not dropped.
func (t *Telegram) leaveWebhook(ctx context.Context) {
	t.Log.Warn("a webhook was set for this bot: it is taken away, and updates are fetched", "channel", Name)
	_, err := t.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{DropPendingUpdates: false})
	if err := verdict(err); err != nil && ctx.Err() == nil {
		t.unpolled(err)
	}
}

// inTurn lets the updates of one chat be taken one after the other, as a desk wants
// them; what it returns ends the turn.
func (t *Telegram) inTurn(raw json.RawMessage) (done func()) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(whose(raw).Chat))
	turn := &t.turns[h.Sum32()%uint32(len(t.turns))]
	turn.Lock()
	return turn.Unlock
}
