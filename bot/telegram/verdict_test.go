package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// bare is a channel without a desk, and the server it calls.
func bare(t testing.TB, o tgtest.Options) (*telegram.Telegram, *tgtest.Server) {
	t.Helper()
	s := tgtest.Start(o)
	t.Cleanup(s.Close)
	tele, err := telegram.New(telegram.Options{Token: telegram.Token(s.Token()), Server: s.URL(), Log: quiet()})
	must(t, err)
	return tele, s
}

// to is a message for a chat, such as 1 or -100/7.
func to(chat, text string) bot.Delivery {
	return bot.Delivery{To: bot.Address{Channel: telegram.Name, Chat: chat}, Message: bot.Message{Text: text}}
}

// Errors that are not compared, but told by their kind or because they are none of
// those that end a delivery.
var (
	errWait  = errors.New("to wait")
	errAgain = errors.New("to try again")
)

// sort is which of these an error is.
func sort(err error) error {
	for _, known := range []error{bot.ErrGone, bot.ErrAway, bot.ErrRejected, bot.ErrVanished} {
		if errors.Is(err, known) {
			return known
		}
	}
	switch {
	case err == nil:
		return nil
	case errors.As(err, new(*bot.WaitError)):
		return errWait
	}
	return errAgain
}

// What Telegram refuses with says what becomes of a message that is sent or changed.
func TestVerdicts(t *testing.T) {
	const bad, forbidden = "Bad Request: ", "Forbidden: "
	for _, c := range []struct {
		code int
		text string
		send error
	}{
		{400, bad + "message is not modified: specified new message content and reply markup are exactly the same", nil},
		{400, bad + "chat not found", bot.ErrGone},
		{400, bad + "PEER_ID_INVALID", bot.ErrGone},
		{400, bad + "message thread not found", bot.ErrGone},
		{400, bad + "TOPIC_DELETED", bot.ErrGone},
		{400, bad + "TOPIC_CLOSED", bot.ErrGone},
		{400, bad + "message to edit not found", bot.ErrVanished},
		{400, bad + "message can't be edited", bot.ErrVanished},
		{400, bad + "there is no text in the message to edit", bot.ErrVanished},
		{400, bad + "MESSAGE_ID_INVALID", bot.ErrVanished},
		{400, bad + "message text is empty", bot.ErrRejected},
		{400, bad + "message is too long", bot.ErrRejected},
		{400, bad + "strings must be encoded in UTF-8", bot.ErrRejected},
		{400, bad + "can't parse entities: entity begins after the end of the text at UTF-16 offset 7", bot.ErrRejected},
		{400, bad + "ENTITY_BOUNDS_INVALID", bot.ErrRejected},
		{400, bad + "can't parse inline keyboard button", bot.ErrRejected},
		{400, bad + "object expected as reply markup", bot.ErrRejected},
		{400, bad + "BUTTON_DATA_INVALID", bot.ErrRejected},
		{400, bad + "BUTTON_TEXT_INVALID", bot.ErrRejected},
		{400, bad + "BUTTON_URL_INVALID", bot.ErrRejected},
		{400, bad + "message to be replied not found", bot.ErrRejected},
		{400, bad + "not enough rights to send text messages to the chat", bot.ErrRejected},
		{400, bad + "机密的话", bot.ErrRejected},
		{400, bad + "11010519491231002X", bot.ErrRejected},
		{403, forbidden + "bot was blocked by the user", bot.ErrAway},
		{403, forbidden + "bot can't initiate conversation with a user", bot.ErrAway},
		{403, forbidden + "something new", bot.ErrAway},
		{403, forbidden + "user is deactivated", bot.ErrGone},
		{403, forbidden + "bot was kicked from the supergroup chat", bot.ErrGone},
		{403, forbidden + "bot is not a member of the group chat", bot.ErrGone},
		{403, forbidden + "the group chat was deleted", bot.ErrGone},
		{401, "Unauthorized", errAgain},
		{404, "Not Found", errAgain},
		{409, "Conflict: terminated by setWebhook request", errAgain},
		{500, "Internal Server Error", errAgain},
		{502, "Bad Gateway", errAgain},
	} {
		tele, s := bare(t, tgtest.Options{})
		s.User(1, "小明").Start("")
		s.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.Refuse(c.code, c.text) })
		err := tele.Edit(t.Context(), "7", to("1", "甲\n乙"))
		if got := sort(err); got != c.send {
			t.Errorf("%q: a change gives %v (%v), want %v", c.text, got, err, c.send)
		}
		if c.send != nil { // a message that was sent has a name
			_, err = tele.Send(t.Context(), to("1", "甲\n乙"))
			if got := sort(err); got != c.send {
				t.Errorf("%q: sending gives %v (%v), want %v", c.text, got, err, c.send)
			}
		}
		if err != nil && (strings.Contains(err.Error(), "机密") || strings.Contains(err.Error(), "110105") || strings.Contains(err.Error(), strings.Split(s.Token(), ":")[1])) {
			t.Errorf("%q: the error says %q", c.text, err)
		}
	}
}

// Whatever happens to a call, the error is one to try again or to wait, and says
// neither the token nor where the server is.
func TestFaultsOfACall(t *testing.T) {
	for name, c := range map[string]struct {
		fault *tgtest.Fault
		limit time.Duration
		want  error
	}{
		"bad gateway": {tgtest.BadGateway(), bottest.Patience, errAgain},
		"garbage":     {tgtest.Garbage(), bottest.Patience, errAgain},
		"cut reply":   {tgtest.CutReply(), bottest.Patience, errAgain},
		"lost reply":  {tgtest.LostReply(), bottest.Patience, errAgain},
		"lost call":   {tgtest.LostCall(), bottest.Patience, errAgain},
		"too slow":    {tgtest.DoneThenSlow(time.Second), 50 * time.Millisecond, errAgain},
		"to wait":     {tgtest.RetryAfter(7), bottest.Patience, errWait},
		"wrong shape": {&tgtest.Fault{Status: 200, Body: `{"ok":true,"result":"机密"}`}, bottest.Patience, errAgain},
		"no message":  {&tgtest.Fault{Status: 200, Body: `{"ok":true,"result":null}`}, bottest.Patience, errAgain},
		"endless":     {&tgtest.Fault{Status: 200, Body: strings.Repeat("[", 1<<20)}, bottest.Patience, errAgain},
	} {
		t.Run(name, func(t *testing.T) {
			tele, s := bare(t, tgtest.Options{})
			s.User(1, "小明").Start("")
			s.Intercept(func(tgtest.Call) *tgtest.Fault { return c.fault })
			ctx, stop := context.WithTimeout(t.Context(), c.limit)
			defer stop()
			_, err := tele.Send(ctx, to("1", "甲"))
			if got := sort(err); got != c.want {
				t.Fatalf("%v (%v), want %v", got, err, c.want)
			}
			if wait := (*bot.WaitError)(nil); errors.As(err, &wait) && wait.For != 7*time.Second {
				t.Errorf("to wait for %v", wait.For)
			}
			for _, secret := range []string{strings.Split(s.Token(), ":")[1], s.URL(), "机密", "/bot"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error says %q", err)
				}
			}
		})
	}
}

// The server itself, in each state that it knows.
func TestWhereNobodyIs(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	u := func(id int64) *tgtest.User { return s.User(id, "小明") }
	u(1).Start("")
	u(2).Start("")
	u(2).Block()
	u(3).Start("")
	u(3).Deactivate()
	u(4) // has not written yet
	s.Group(-1, "踢了").Kick(u(1))
	g := s.Group(-1001234567890, "话题", tgtest.Forum)
	open, closed, deleted, said := g.CreateTopic(u(1), "a"), g.CreateTopic(u(1), "b"), g.CreateTopic(u(1), "c"), g.CreateTopic(u(1), "d")
	pruned := g.CreateTopic(u(1), "e")
	g.CloseTopic(u(1), closed)
	g.DeleteTopic(deleted)
	g.DeleteTopicSaying(said, "TOPIC_DELETED")
	g.PruneTopic(pruned)
	in := func(topic int) string { return fmt.Sprintf("%d/%d", g.ID(), topic) }
	for chat, want := range map[string]error{
		"1": nil, "2": bot.ErrAway, "3": bot.ErrGone, "4": bot.ErrAway, "5": bot.ErrGone, "-1": bot.ErrGone,
		fmt.Sprint(g.ID()): nil, in(open): nil, in(closed): bot.ErrGone, in(deleted): bot.ErrGone, in(said): bot.ErrGone, in(pruned): bot.ErrGone,
		"": bot.ErrRejected, "x": bot.ErrRejected, "0": bot.ErrRejected, "1/": bot.ErrRejected, "1/x": bot.ErrRejected, "99999999999999999999": bot.ErrRejected,
	} {
		if _, err := tele.Send(t.Context(), to(chat, "甲")); sort(err) != want {
			t.Errorf("%q: %v, want %v", chat, err, want)
		}
	}
	if n := len(g.In(open)); n != 2 { // the topic's own, and ours
		t.Errorf("%d messages in the topic", n)
	}
}

// A change of a message that is not ours, or is not there, is none; of what reads so
// already, one.
func TestChanges(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	u := s.User(1, "小明")
	theirs := u.Say("甲")
	ref, err := tele.Send(t.Context(), to("1", "甲"))
	must(t, err)
	must(t, tele.Edit(t.Context(), ref, to("1", "乙")))
	must(t, tele.Edit(t.Context(), ref, to("1", "乙")))
	if m := u.Last(); m.Text != "乙" || m.Edited != 1 {
		t.Errorf("%+v", m)
	}
	for _, ref := range []bot.Ref{bot.Ref(fmt.Sprint(theirs)), "4711", "", "x"} {
		if err := tele.Edit(t.Context(), ref, to("1", "丙")); !errors.Is(err, bot.ErrVanished) {
			t.Errorf("%q: %v", ref, err)
		}
	}
}

// A text whose entities are not taken is sent without them, and changed so.
func TestPlainRatherThanNotAtAll(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	u := s.User(1, "小明")
	u.Start("")
	s.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Params["entities"] != "" {
			return tgtest.Refuse(400, "Bad Request: can't parse entities: entity begins after the end of the text at UTF-16 offset 7")
		}
		return nil
	})
	ref, err := tele.Send(t.Context(), to("1", "甲\n乙"))
	must(t, err)
	must(t, tele.Edit(t.Context(), ref, to("1", "丙\n丁")))
	if m := u.Last(); m.Text != "丙\n丁" || m.Edited != 1 || len(m.Entities) > 0 || len(u.Messages()) != 2 {
		t.Errorf("%+v", u.Messages())
	}
}

// A message that lands outside of its topic has not arrived, and is not sent there
// again and again.
func TestAMessageOutsideItsTopic(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	s.User(1, "小明").Start("")
	if _, err := tele.Send(t.Context(), to("1/7", "甲")); !errors.Is(err, bot.ErrGone) { // it has no topics
		t.Errorf("%v", err)
	}
}

// A group that becomes a supergroup has another id. What is for the old one goes to
// the new one, from the second message on at once; and who is sent in a circle stops.
func TestAGroupMoves(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	g := s.Group(-7, "客服")
	g.Upgrade()
	for range 2 {
		if _, err := tele.Send(t.Context(), to("-7", "甲")); err != nil {
			t.Error(err)
		}
	}
	var chats []int64
	for _, c := range s.CallsOf("sendMessage") {
		chats = append(chats, c.Chat)
	}
	if want := []int64{-7, g.ID(), g.ID()}; !slices.Equal(chats, want) {
		t.Errorf("sent to %d, want %d", chats, want)
	}
	var calls atomic.Int64
	s.Intercept(func(c tgtest.Call) *tgtest.Fault {
		calls.Add(1)
		if c.Chat == -20 {
			return tgtest.Migrated(-21)
		}
		return tgtest.Migrated(-20)
	})
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	if _, err := tele.Send(ctx, to("-20", "甲")); sort(err) != errAgain || ctx.Err() != nil || calls.Load() > 5 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}

// Where Telegram wants to wait nothing is sent meanwhile, by whatever call; other
// chats go on.
func TestAPauseIsHeeded(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	for chat := range int64(4) {
		s.User(chat, "小明").Start("")
	}
	s.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Chat == 1 || c.Method == "sendChatAction" {
			return tgtest.RetryAfter(30)
		}
		return nil
	})
	to1 := to("1", "甲")
	for range 2 {
		if _, err := tele.Send(t.Context(), to1); sort(err) != errWait {
			t.Error(err)
		}
	}
	if err := tele.Edit(t.Context(), "7", to1); sort(err) != errWait {
		t.Error(err)
	}
	tele.Draft(t.Context(), to1.To, "甲")
	tele.Typing(t.Context(), to1.To)
	if n := len(s.Calls()); n != 1 {
		t.Errorf("%d calls", n)
	}
	if _, err := tele.Send(t.Context(), to("2", "甲")); err != nil {
		t.Error(err)
	}
	tele.Typing(t.Context(), to("3", "").To)
	if _, err := tele.Send(t.Context(), to("3", "甲")); sort(err) != errWait {
		t.Errorf("after typing was refused: %v", err)
	}
}

// What nobody knows the outcome of is tried again, and shown at most twice.
func TestAnUnknownOutcomeIsTriedAgain(t *testing.T) {
	for name, fault := range map[string]*tgtest.Fault{
		"bad gateway": tgtest.BadGateway(), "server error": tgtest.Refuse(http.StatusInternalServerError, "Internal Server Error"),
		"garbage": tgtest.Garbage(), "cut reply": tgtest.CutReply(), "lost reply": tgtest.LostReply(), "lost call": tgtest.LostCall(), "to wait": tgtest.RetryAfter(1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t, options{})
			var sends atomic.Int64
			d.Intercept(func(c tgtest.Call) *tgtest.Fault {
				if c.Method == "sendMessage" && sends.Add(1) == 1 {
					return fault
				}
				return nil
			})
			u := d.User(4711, "小明")
			u.Say("甲")
			want := 1
			if fault.Act {
				want = 2 // it was done, and nobody told us
			}
			got := d.said(t, u, want)
			if got[0].Text != got[want-1].Text || sends.Load() != 2 {
				t.Errorf("%q after %d sends", texts(got), sends.Load())
			}
			u.Say("乙")
			d.said(t, u, want+1)
		})
	}
}
