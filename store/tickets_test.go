package store_test

import (
	"errors"
	"testing"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
)

func TestTickets(t *testing.T) { conforms(t, ticketRules) }

var ticketRules = []rule{
	{"a ticket moves once for each key", func(s *shop) {
		s.says("k", ann, "x")
		open := bot.TicketMove{Key: "m1", From: ann, Ticket: "t1", Event: handoff.Event{Kind: handoff.Opened, At: noon, City: "here"}}
		for _, follower := range []string{"one", "another"} {
			<-s.Changed(follower) // so that they look at once
		}
		first := s.moves(open)
		for _, follower := range []string{"one", "another"} {
			<-s.Changed(follower)
		}
		s.is(s.moves(open), first)
		said := bot.TicketMove{Key: "m2", Ticket: "t1", Event: handoff.Event{Kind: handoff.AgentSaid, At: noon, Text: "hi"}}
		s.moves(said)
		s.reopen()
		open.Event.Customer, _ = s.Customer(ann)
		log, after, err := s.TicketsAfter(0, 10)
		s.must(err)
		s.is(log, []bot.TicketChange{
			{Seq: 1, Ticket: "t1", From: ann, Event: open.Event, Number: 1},
			{Seq: 2, Ticket: "t1", From: ann, Event: said.Event, Number: 2},
		})
		s.is(after, 2)
		one, after, err := s.TicketsAfter(0, 1)
		s.must(err)
		s.is(one, log[:1])
		s.is(after, 1)
		none, after, err := s.TicketsAfter(2, 10)
		s.must(err)
		s.is(len(none), 0)
		s.is(after, 2)
		events, err := s.TicketEvents("t1", 0, 10)
		s.must(err)
		s.is(events, []handoff.Event{open.Event, said.Event})
		events, err = s.TicketEvents("t1", 1, 10)
		s.must(err)
		s.is(events, []handoff.Event{said.Event})
		ticket, err := s.Ticket("t1")
		s.must(err)
		s.is([]any{ticket.Status, ticket.City, ticket.Version}, []any{handoff.Open, "here", 2})
	}},
	{"a ticket refuses what its life does not allow", func(s *shop) {
		s.says("k", ann, "x")
		said := bot.TicketMove{Key: "m2", From: ann, Ticket: "t1", Event: handoff.Event{Kind: handoff.AgentSaid, At: noon, Text: "hi"}}
		var refused *handoff.TransitionError
		if _, err := s.MoveTicket(ctx, said); !errors.As(err, &refused) {
			s.t.Fatal(err)
		}
		_, err := s.Ticket("t1")
		s.fails(err, store.ErrNoTicket)
		s.says("k2", ann, "the store goes on")
		s.moves(bot.TicketMove{Key: "m1", From: ann, Ticket: "t1", Event: handoff.Event{Kind: handoff.Opened, At: noon}})
		s.moves(said) // was refused, so its key is not known
		open, err := s.Tickets()
		s.must(err)
		s.is(len(open), 1)
		s.moves(bot.TicketMove{Key: "m3", From: ann, Ticket: "t1", Event: handoff.Event{Kind: handoff.Ended, At: noon}})
		open, err = s.Tickets()
		s.must(err)
		s.is(len(open), 0)
	}},
	{"a key moves a ticket once in its life", func(s *shop) {
		s.says("k", ann, "x")
		first := s.moves(bot.TicketMove{Key: "m1", From: ann, Ticket: "t1", Event: handoff.Event{Kind: handoff.Opened, At: noon}})
		said := s.moves(bot.TicketMove{Key: "m2", Ticket: "t1", Event: handoff.Event{Kind: handoff.AgentSaid, At: noon, Text: "hi"}})
		s.now = noon.AddDate(1, 0, 0)
		_, err := s.Sweep(ctx, s.now)
		s.must(err)
		s.reopen()
		s.is(s.moves(bot.TicketMove{Key: "m2", Ticket: "t1", Event: handoff.Event{Kind: handoff.Ended, At: s.now}}), said)
		s.is(s.moves(bot.TicketMove{Key: "m1", Ticket: "t1", Event: handoff.Event{Kind: handoff.Ended, At: s.now}}), first)
		log, _, err := s.TicketsAfter(0, 10)
		s.must(err)
		s.is(len(log), 2)
		ended := s.moves(bot.TicketMove{Key: "m3", Ticket: "t1", Event: handoff.Event{Kind: handoff.Ended, At: s.now}})
		s.is(ended.Number, 3)
	}},
	{"who moves a ticket must have seen how it stands", func(s *shop) {
		s.says("k", ann, "x")
		s.moves(bot.TicketMove{Key: "m1", From: ann, Ticket: "t1", Event: handoff.Event{Kind: handoff.Opened, At: noon}})
		say := func(key bot.Key, seen int) error {
			_, err := s.MoveTicket(ctx, bot.TicketMove{Key: key, Ticket: "t1", Seen: seen, Event: handoff.Event{Kind: handoff.AgentSaid, At: noon, Text: "hi"}})
			return err
		}
		s.must(say("m2", 1))
		var outdated *bot.OutdatedError
		if err := say("m3", 1); !errors.As(err, &outdated) || *outdated != (bot.OutdatedError{Seen: 1, Version: 2}) {
			s.t.Errorf("it answers %v", err)
		}
		s.must(say("m3", 2)) // was refused, so its key is not known
		s.must(say("m2", 1)) // was taken, so it is answered with that
		s.must(say("m4", 0))
	}},
	{"nobody opens no ticket", func(s *shop) {
		_, err := s.MoveTicket(ctx, bot.TicketMove{Key: "m1", From: ann, Ticket: "t1", Event: handoff.Event{Kind: handoff.Opened, At: noon}})
		s.fails(err, bot.ErrStale)
		s.is(s.left(), "0/0/0") // and nothing is broken
	}},
}
