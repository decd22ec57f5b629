package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
	"huizhi/store/kv"
)

// An applicant is erased apart from the customer, and with the customer.
func TestAnApplicantIsErasedApart(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(ann)
		s.fill(bob)
		var children []store.Person
		for range 2 {
			p, err := s.AddApplicant(ctx, ann)
			s.must(err)
			children = append(children, p)
		}
		other, err := s.AddApplicant(ctx, bob)
		s.must(err)
		clerk, err := s.AddStaff(ctx, "secret clerk")
		s.must(err)
		s.reopen()
		s.counts(2, 3, 1)
		list, err := s.Applicants(ann)
		s.must(err)
		s.is(len(list), 2)

		e, err := s.Erase(ctx, children[0].Code)
		s.must(err)
		s.is([]int{e.Addresses, e.Records}, []int{0, 1})
		s.allOf(ann)
		s.counts(2, 2, 1)
		_, err = s.Erase(ctx, children[0].Code)
		s.fails(err, store.ErrUnknownCustomer)

		_, err = s.Erase(ctx, ann.String())
		s.must(err)
		s.nothingOf(ann)
		s.counts(1, 1, 1)
		_, err = s.Erase(ctx, children[1].Code)
		s.fails(err, store.ErrUnknownCustomer)
		_, err = s.Erase(ctx, clerk.Code)
		s.must(err)
		s.allOf(bob)
		s.counts(1, 1, 0)
		s.reopen()
		list, err = s.Applicants(bob)
		s.must(err)
		s.is(list, []store.Person{other})
		s.must(s.sweepAndCheck())
	})
}

// counts fails if there are not as many customers, applicants and staff.
func (s *shop) counts(customers, applicants, staff int) {
	s.t.Helper()
	r, err := s.Check(ctx)
	s.must(err)
	s.is([]int{r.Customers, r.Applicants, r.Staff, len(r.Problems), r.Orphans}, []int{customers, applicants, staff, 0, 0})
}

// Two addresses of one customer are two conversations, and erased together.
func TestTwoAddressesOfOneCustomer(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		web := bot.Address{Channel: "web", Chat: "ann at home"}
		s.fails(s.Link(ctx, web, ann), store.ErrUnknownCustomer)
		s.fill(ann)
		s.fill(bob)
		s.must(s.Link(ctx, web, ann))
		s.must(s.Link(ctx, web, ann))
		s.fails(s.Link(ctx, bob, ann), store.ErrTaken)
		one, _ := s.Customer(ann)
		two, ok := s.Customer(web)
		s.is([]any{two, ok}, []any{one, true})
		s.commits(turn(s.says("web", web, "secret web"), "web"))
		s.reopen()
		c, err := s.Conversation(web)
		s.must(err)
		s.is(c.More, "secret more web")
		s.allOf(ann)

		e, err := s.Erase(ctx, web.String())
		s.must(err)
		s.is(e.Addresses, 2)
		s.nothingOf(ann)
		c, err = s.Conversation(web)
		s.must(err)
		s.is(c, bot.Conversation{})
		s.allOf(bob)
		s.must(s.sweepAndCheck())
	})
}

func TestAnApplicantNeedsACustomer(t *testing.T) {
	s := newShop(t)
	_, err := s.AddApplicant(ctx, ann)
	s.fails(err, store.ErrUnknownCustomer)
}

// A key file from before somebody became an applicant or staff is refused, as one
// from before a customer came is.
func TestAnOlderKeyFileLacksAPerson(t *testing.T) {
	for name, add := range map[string]func(s *shop) error{
		"applicant": func(s *shop) error { _, err := s.AddApplicant(ctx, ann); return err },
		"staff":     func(s *shop) error { _, err := s.AddStaff(ctx, "clerk"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.fill(ann)
			before := s.keyFile()
			s.must(add(s))
			s.must(s.Close())
			now := s.keyFile()
			s.putKeys(before)
			s.refuses(store.ErrOlderKeys)
			s.putKeys(now)
			s.open()
			s.must(s.sweepAndCheck())
		})
	}
}

// What somebody else's turn has on its way to them goes with who is erased.
func TestWhatIsOnItsWayToTheErasedGoes(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(bob)
		out := s.commits(bot.Turn{Of: s.says("k", ann, "x"), Messages: []bot.Delivery{
			{Key: "k/0", To: bob, Message: bot.Message{Text: "secret one"}}, {Key: "k/1", To: bob, Message: bot.Message{Text: "secret two"}},
		}})
		s.must(s.Sent(ctx, out[0], "secret ref"))
		_, err := s.Erase(ctx, bob.String())
		s.must(err)
		left, err := s.Waiting(bob)
		s.must(err)
		ref, err := s.Ref(bob, "k/0")
		s.must(err)
		s.is([]any{len(left), ref}, []any{0, ""})
		s.must(s.sweepAndCheck())
	})
}

// A record of a role that was written over ends nothing.
func TestADamagedRole(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(ann)
		_, err := s.AddApplicant(ctx, ann)
		s.must(err)
		s.must(s.Close())
		s.raw(func(tx kv.Tx) error {
			key, value := first(tx.Bucket("people"))
			value = slices.Clone(value)
			value[16] = 3 // how much of it is open
			return tx.Bucket("people").Put(slices.Clone(key), value)
		})
		s.open()
		list, err := s.Applicants(ann)
		s.must(err)
		s.is(len(list), 0)
		r, err := s.Check(ctx)
		s.must(err)
		s.is(len(r.Problems), 1)
		_, err = s.Erase(ctx, ann.String())
		s.must(err)
		s.nothingOf(ann)
	})
}

// Who writes just when their address is linked to somebody else is somebody new.
func TestLinkAndAStranger(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(ann)
		web := bot.Address{Channel: "web", Chat: "w"}
		letGo := s.blocked()
		var linked, heard error
		var wg sync.WaitGroup
		wg.Go(func() { linked = s.Link(ctx, web, ann) })
		wg.Go(func() { _, heard = s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("w", web, "x")}}) })
		letGo()
		wg.Wait()
		s.must(heard)
		one, _ := s.Customer(ann)
		two, _ := s.Customer(web)
		if linked == nil && one != two || linked != nil && (one == two || !errors.Is(linked, store.ErrTaken)) {
			t.Errorf("linked: %v, %s and %s", linked, one, two)
		}
		s.must(s.sweepAndCheck())
	})
}

// One line that cannot be read breaks nothing else: not the store, when its move is
// made again, nor what comes after it.
func TestADamagedLine(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.says("k", ann, "x")
		move := func(n int, kind handoff.Kind) bot.TicketMove {
			return bot.TicketMove{Key: bot.Key(fmt.Sprint("m", n)), From: ann, Ticket: "t1", Event: handoff.Event{Kind: kind, At: noon, Text: "hi"}}
		}
		s.moves(move(1, handoff.Opened))
		s.moves(move(2, handoff.AgentSaid))
		s.must(s.Close())
		s.raw(func(tx kv.Tx) error {
			key, value := first(tx.Bucket("lines"))
			value = slices.Clone(value)
			value[len(value)-1] ^= 1
			return tx.Bucket("lines").Put(slices.Clone(key), value)
		})
		s.open()
		_, err := s.MoveTicket(ctx, move(1, handoff.Opened))
		s.fails(err, bot.ErrDamaged)
		s.moves(move(3, handoff.AgentSaid))
		events, err := s.TicketEvents("t1", 0, 10)
		s.must(err)
		s.is(len(events), 2)
	})
}
