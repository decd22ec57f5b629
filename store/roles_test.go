package store_test

import (
	"testing"

	"huizhi/bot"
	"huizhi/store"
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
