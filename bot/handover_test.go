package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/phrases"
	"huizhi/store"
)

// called is the ticket that the first event of me opens.
var called = handoff.NewID("book/me/1")

// agentDoes moves that ticket, as a console would.
func agentDoes(t *testing.T, d *desk, kind handoff.Kind, text string) {
	t.Helper()
	e := handoff.Event{Kind: kind, At: time.Now(), Text: text, Agent: handoff.Agent{ID: "a1", Name: "小王"}}
	m := bot.TicketMove{Key: bot.Key("console/" + string(kind) + text), From: me, Ticket: called, Event: e}
	if _, err := d.db.MoveTicket(context.Background(), m); err != nil {
		t.Error(kind, err)
	}
}

// meddled is a store with which something happens right before a ticket moves.
type meddled struct {
	*store.DB
	kind   handoff.Kind
	meddle func(bot.TicketMove)
}

func (s *meddled) MoveTicket(ctx context.Context, m bot.TicketMove) (bot.TicketChange, error) {
	if m.Event.Kind == s.kind {
		s.meddle(m)
	}
	return s.DB.MoveTicket(ctx, m)
}

// meddling is a desk on such a store.
func meddling(t *testing.T, kind handoff.Kind, meddle func(*desk, bot.TicketMove), answers bot.Answerer, c bot.Channel) *desk {
	t.Helper()
	db, err := store.Open(t.TempDir(), master, quick)
	must(t, err)
	s := &meddled{DB: db, kind: kind}
	d := run(db, bot.Options{Store: s, Answers: answers, Channels: []bot.Channel{c}})
	s.meddle = func(m bot.TicketMove) { meddle(d, m) }
	t.Cleanup(d.close)
	return d
}

// However slowly a ticket is opened and however often it is taken back, it is
// opened first and then taken back once.
func TestATicketIsOpenedBeforeItIsTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		d := meddling(t, handoff.Opened, func(*desk, bot.TicketMove) { time.Sleep(time.Second) }, parrot{}, b)
		end := bot.Button{Data: "end"}
		tell(t, d, on(me, 1, say("人工")), on(me, 2, end), on(me, 3, end))
		got := b.texts("me")
		if len(got) != 2 || !strings.Contains(got[0], called.Short()) || got[1] != phrases.Say("ticket.withdrawn") {
			t.Errorf("%q", got)
		}
		if tickets, err := d.db.Tickets(); err != nil || len(tickets) > 0 {
			t.Errorf("an agent still sees %v %v", tickets, err)
		}
	})
}

// What a ticket does not take, because an agent has just closed it, is answered
// once, whether or not the bot was answering already.
func TestWhatATicketRefusesIsAnsweredOnce(t *testing.T) {
	for _, row := range []struct {
		with bool // an agent has spoken
		slow time.Duration
	}{{false, 0}, {false, time.Second}, {true, 0}} {
		synctest.Test(t, func(t *testing.T) {
			b := newBook()
			d := meddling(t, handoff.CustomerSaid, func(d *desk, _ bot.TicketMove) {
				time.Sleep(row.slow)
				agentDoes(t, d, handoff.Ended, "")
			}, parrot{}, b)
			tell(t, d, on(me, 1, say("人工")))
			if row.with {
				agentDoes(t, d, handoff.AgentSaid, "您好")
				pass(time.Second)
			}
			tell(t, d, on(me, 2, say("要带什么")))
			answers := slices.DeleteFunc(b.texts("me"), func(s string) bool { return !strings.Contains(s, "答：要带什么") })
			if len(answers) != 1 {
				t.Errorf("%+v: %q", row, b.texts("me"))
			}
		})
	}
}

// An agent who opens a closed ticket again is heard.
func TestAnAgentWhoReopensATicketIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		d := opened(t, t.TempDir(), quick, parrot{}, b)
		tell(t, d, on(me, 1, say("人工")))
		agentDoes(t, d, handoff.Ended, "")
		agentDoes(t, d, handoff.Reopened, "")
		agentDoes(t, d, handoff.AgentSaid, "还有一件事")
		pass(time.Second)
		if got := b.texts("me"); !strings.Contains(got[len(got)-1], "还有一件事") {
			t.Errorf("%q", got)
		}
	})
}
