package telegram

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// Examination is what Telegram says of a bot and of where it writes.
type Examination struct {
	Name    string        // of the bot, without @
	Err     error         // why Telegram told nothing; then all below is empty but Ahead
	Ahead   time.Duration // of our clock before the server's; below a second is none
	Dated   bool          // the server told its time
	Webhook WebhookState
	Groups  []GroupState // in the order in which they were asked for
}

// WebhookState is what Telegram has of a webhook.
type WebhookState struct {
	URL     string    // empty if none is set. It may hold a secret of whoever set it
	Pending int       // updates that wait
	Failed  time.Time // when an update could last not be brought; zero for never
	Why     string    // in Telegram's words, if they are plain
	Err     error     // why Telegram did not tell
}

// GroupState is what the bot may do in a chat.
type GroupState struct {
	ID     int64
	Moved  int64 // the id that the group has now, if it is another; the rest is of that
	Writes bool
	Forum  bool
	Topics bool  // it may make topics
	Err    error // why Telegram did not tell
}

// Refused reports whether Telegram does not accept the token.
func (e Examination) Refused() bool { return errors.Is(e.Err, errToken) }

// Unreachable reports whether there was no word from a server in time.
func (e Examination) Unreachable() bool { return errors.Is(e.Err, errUnreachable) }

// Absent reports whether there is no such chat, or the bot is not in it.
func (g GroupState) Absent() bool { return errors.Is(g.Err, bot.ErrGone) }

// Examine asks Telegram how things are with the bot and with chats, groups mostly.
// It changes nothing, and fetches no updates: whoever fetches them may go on.
func (t *Telegram) Examine(ctx context.Context, groups []int64) Examination {
	by := client(callTime)
	clock := &dated{RoundTripper: by.Transport, now: t.Now}
	by.Transport = clock
	api, err := t.connect(by)
	if err != nil {
		return Examination{Err: err}
	}
	me, err := api.GetMe(ctx)
	e := Examination{Err: told(err)}
	e.Ahead, e.Dated = clock.ahead()
	if e.Err != nil {
		return e
	}
	e.Name, e.Webhook = me.Username, webhookState(ctx, api)
	for _, id := range groups {
		e.Groups = append(e.Groups, groupState(ctx, api, id, me.ID))
	}
	return e
}

// told is a verdict that may be shown to people: a call that took too long could not
// reach the server.
func told(err error) error {
	err = verdict(err)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return errUnreachable
	}
	return err
}

func webhookState(ctx context.Context, api *tg.Bot) WebhookState {
	info, err := api.GetWebhookInfo(ctx)
	if err := told(err); err != nil {
		return WebhookState{Err: err}
	}
	s := WebhookState{URL: info.URL, Pending: info.PendingUpdateCount}
	if info.LastErrorDate != 0 {
		s.Failed = time.Unix(int64(info.LastErrorDate), 0)
	}
	if plainWords.MatchString(info.LastErrorMessage) {
		s.Why = info.LastErrorMessage
	}
	return s
}

// groupState asks for a chat, by its new id if it has one.
func groupState(ctx context.Context, api *tg.Bot, id, me int64) GroupState {
	chat, err := api.GetChat(ctx, &tg.GetChatParams{ChatID: id})
	err = told(err)
	if moved := (*movedError)(nil); errors.As(err, &moved) && moved.to != id {
		now := groupState(ctx, api, moved.to, me)
		now.ID, now.Moved = id, moved.to
		return now
	}
	if err != nil {
		return GroupState{ID: id, Err: err}
	}
	s := GroupState{ID: id, Forum: chat.IsForum}
	if chat.Type == models.ChatTypePrivate {
		s.Writes = true // a chat that somebody has opened
		return s
	}
	member, err := api.GetChatMember(ctx, &tg.GetChatMemberParams{ChatID: id, UserID: me})
	if s.Err = told(err); s.Err == nil {
		s.Writes, s.Topics = rights(chat, member)
	}
	return s
}

// rights is whether a member of a chat may write there, and make topics. What is
// not said of all members is allowed to them.
func rights(chat *models.ChatFullInfo, m *models.ChatMember) (writes, topics bool) {
	all := chat.Permissions
	switch {
	case m.Owner != nil:
		return true, true
	case m.Administrator != nil:
		return chat.Type != models.ChatTypeChannel || m.Administrator.CanPostMessages, m.Administrator.CanManageTopics
	case m.Restricted != nil:
		return m.Restricted.IsMember && m.Restricted.CanSendMessages, m.Restricted.CanManageTopics
	case m.Member != nil && chat.Type != models.ChatTypeChannel:
		return all == nil || all.CanSendMessages, all != nil && all.CanManageTopics
	}
	return false, false
}

// dated is a transport that compares our clock with the server's.
type dated struct {
	http.RoundTripper
	now func() time.Time

	mu   sync.Mutex
	by   time.Duration
	told bool
}

// RoundTrip is that of the transport. The server writes its date while we wait, so
// neither a slow network nor a whole second is taken for a wrong clock.
func (d *dated) RoundTrip(r *http.Request) (*http.Response, error) {
	asked := d.now()
	resp, err := d.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.by, d.told = apart(asked, d.now(), at), true
	}
	return resp, nil
}

func (d *dated) ahead() (time.Duration, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.by, d.told
}

// apart is how far our clock is ahead of one that showed a whole second at some
// time between two of ours.
func apart(from, to, theirs time.Time) time.Duration {
	switch {
	case from.Sub(theirs) >= time.Second:
		return from.Sub(theirs)
	case to.Before(theirs):
		return to.Sub(theirs)
	}
	return 0
}
