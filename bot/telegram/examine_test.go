package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"huizhi/bot/telegram/tgtest"
)

const team = -1001234567890

func TestExamine(t *testing.T) {
	for _, c := range []struct {
		name  string
		play  func(t *testing.T, s *tgtest.Server)
		token Token
		want  Examination // Err, Ahead and Dated apart
		err   error
	}{
		{name: "all is well", want: Examination{Name: "trial_bot", Groups: []GroupState{{ID: team, Writes: true, Forum: true, Topics: true}}},
			play: func(_ *testing.T, s *tgtest.Server) { s.Group(team, "team", tgtest.Forum) }},
		{name: "no right to topics", want: Examination{Name: "trial_bot", Groups: []GroupState{{ID: team, Writes: true, Forum: true}}},
			play: func(_ *testing.T, s *tgtest.Server) {
				s.Group(team, "team", tgtest.Forum, tgtest.Without("can_manage_topics"))
			}},
		{name: "an ordinary member", want: Examination{Name: "trial_bot", Groups: []GroupState{{ID: team, Writes: true}}},
			play: func(_ *testing.T, s *tgtest.Server) { s.Group(team, "team", tgtest.Ordinary) }},
		{name: "the token is refused", token: "7000000001:another", err: errToken},
		{name: "no Telegram, but a page", err: errUnreadable, play: func(_ *testing.T, s *tgtest.Server) {
			s.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.BadGateway() })
		}},
		{name: "nobody replies", err: errUnreachable, play: func(_ *testing.T, s *tgtest.Server) { s.Close() }},
		{name: "a webhook that fails", want: Examination{Name: "trial_bot", Webhook: WebhookState{URL: "http://127.0.0.1:1/hook", Pending: 1, Why: "connection failed"},
			Groups: []GroupState{{ID: team, Writes: true, Topics: true}}}, play: failingHook},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := tgtest.Start(tgtest.Options{Pause: time.Hour})
			defer server.Close()
			if c.play != nil {
				c.play(t, server)
			}
			if c.token == "" {
				c.token = Token(server.Token())
			}
			got := probe(t, server.URL(), c.token).Examine(t.Context(), []int64{team})
			if got.Err != c.err || c.err == errToken != got.Refused() || c.err == errUnreachable != got.Unreachable() {
				t.Errorf("error %v, want %v", got.Err, c.err)
			}
			if got.Dated != (c.err != errUnreachable) || got.Ahead.Abs() > 5*time.Second {
				t.Errorf("the clock: %v ahead, %v", got.Ahead, got.Dated)
			}
			if failed := c.want.Webhook.Why != ""; got.Webhook.Failed.IsZero() == failed {
				t.Errorf("failed at %v", got.Webhook.Failed)
			}
			got.Err, got.Ahead, got.Dated, got.Webhook.Failed = nil, 0, false, time.Time{}
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
			for _, call := range server.Calls() {
				if !strings.HasPrefix(call.Method, "get") && call.Method != "setWebhook" || call.Method == "getUpdates" {
					t.Errorf("it called %s", call.Method)
				}
			}
		})
	}
}

// failingHook sets a webhook behind which nobody is, and lets it fail once.
func failingHook(t *testing.T, s *tgtest.Server) {
	s.Group(team, "team")
	resp, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/setWebhook", url.Values{"url": {"http://127.0.0.1:1/hook"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	s.Push([]byte(`{"message":{}}`))
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	failed := func() bool {
		return webhookState(ctx, probe(t, s.URL(), Token(s.Token())).api).Why != ""
	}
	if err := s.Await(ctx, failed); err != nil {
		t.Fatal(err)
	}
}

func TestExamineGroups(t *testing.T) {
	server := tgtest.Start(tgtest.Options{})
	defer server.Close()
	anna := server.User(1001, "Anna")
	small := server.Group(-4001, "small")
	now := small.Upgrade()
	left := server.Group(-4002, "left")
	left.Kick(anna)
	e := probe(t, server.URL(), Token(server.Token())).Examine(t.Context(), []int64{-4001, -4002, -4003})
	if e.Err != nil || len(e.Groups) != 3 {
		t.Fatalf("%+v", e)
	}
	if g := e.Groups[0]; g.ID != -4001 || g.Moved != now || !g.Writes || g.Err != nil {
		t.Errorf("a group with another id: %+v, want %d", g, now)
	}
	for _, g := range e.Groups[1:] {
		if !g.Absent() || g.Writes {
			t.Errorf("a group that we are not in: %+v", g)
		}
	}
}

// A server that does not reply is given up with the context, and what is said of it
// does not hold the token.
func TestExamineEnds(t *testing.T) {
	server := tgtest.Start(tgtest.Options{})
	defer server.Close()
	server.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.SlowThenDone(time.Hour) })
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	e := probe(t, server.URL(), Token(server.Token())).Examine(ctx, nil)
	if !e.Unreachable() || strings.Contains(fmt.Sprintf("%+v", e), server.Token()) {
		t.Errorf("%+v", e)
	}
}

func TestExamineTellsAWrongClock(t *testing.T) {
	server := tgtest.Start(tgtest.Options{})
	defer server.Close()
	for _, by := range []time.Duration{-time.Hour, time.Hour} {
		tele := probe(t, server.URL(), Token(server.Token()))
		tele.Now = func() time.Time { return time.Now().Add(by) }
		if e := tele.Examine(t.Context(), nil); !e.Dated || (e.Ahead-by).Abs() > 10*time.Second {
			t.Errorf("%v wrong: %v", by, e.Ahead)
		}
	}
}

func TestApart(t *testing.T) {
	theirs := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ from, to, want time.Duration }{
		{0, 0, 0},
		{999 * time.Millisecond, 999 * time.Millisecond, 0}, // within their second
		{time.Second, time.Second, time.Second},
		{-time.Minute, time.Minute, 0}, // a slow reply
		{-time.Minute, -time.Second, -time.Second},
		{time.Minute, 2 * time.Minute, time.Minute},
	} {
		if got := apart(theirs.Add(c.from), theirs.Add(c.to), theirs); got != c.want {
			t.Errorf("between %v and %v: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestRights(t *testing.T) {
	group, channel := models.ChatTypeSupergroup, models.ChatTypeChannel
	mute, open := &models.ChatPermissions{}, &models.ChatPermissions{CanSendMessages: true, CanManageTopics: true}
	member := models.ChatMember{Member: &models.ChatMemberMember{}}
	for _, c := range []struct {
		name           string
		chat           models.ChatType
		all            *models.ChatPermissions
		member         models.ChatMember
		writes, topics bool
	}{
		{"owner", group, mute, models.ChatMember{Owner: &models.ChatMemberOwner{}}, true, true},
		{"administrator", group, mute, models.ChatMember{Administrator: &models.ChatMemberAdministrator{CanManageTopics: true}}, true, true},
		{"administrator without topics", group, open, models.ChatMember{Administrator: &models.ChatMemberAdministrator{}}, true, false},
		{"administrator of a channel", channel, nil, models.ChatMember{Administrator: &models.ChatMemberAdministrator{}}, false, false},
		{"who posts in a channel", channel, nil, models.ChatMember{Administrator: &models.ChatMemberAdministrator{CanPostMessages: true}}, true, false},
		{"member", group, nil, member, true, false},
		{"member where all may", group, open, member, true, true},
		{"member where nobody may", group, mute, member, false, false},
		{"member of a channel", channel, nil, member, false, false},
		{"muted", group, open, models.ChatMember{Restricted: &models.ChatMemberRestricted{IsMember: true}}, false, false},
		{"restricted", group, open, models.ChatMember{Restricted: &models.ChatMemberRestricted{IsMember: true, CanSendMessages: true}}, true, false},
		{"restricted and gone", group, open, models.ChatMember{Restricted: &models.ChatMemberRestricted{CanSendMessages: true}}, false, false},
		{"left", group, open, models.ChatMember{Left: &models.ChatMemberLeft{}}, false, false},
		{"banned", group, open, models.ChatMember{Banned: &models.ChatMemberBanned{}}, false, false},
	} {
		writes, topics := rights(&models.ChatFullInfo{Type: c.chat, Permissions: c.all}, &c.member)
		if writes != c.writes || topics != c.topics {
			t.Errorf("%s: writes %v, topics %v", c.name, writes, topics)
		}
	}
}

// probe is a Telegram that only asks.
func probe(t *testing.T, server string, token Token) *Telegram {
	t.Helper()
	tele, err := New(Options{Token: token, Server: server, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return tele
}
