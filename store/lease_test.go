package store_test

import (
	"testing"
	"time"
)

func TestLeases(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		for _, step := range []struct {
			name    string
			holder  string
			after   time.Duration // of the step before
			forTime time.Duration
			want    bool
		}{
			{"backlog", "a", 0, time.Minute, true},
			{"backlog", "b", 0, time.Minute, false},
			{"poller", "b", 0, time.Minute, true},
			{"backlog", "a", 50 * time.Second, time.Minute, true},
			{"backlog", "b", 50 * time.Second, time.Minute, false},
			{"backlog", "b", 11 * time.Second, time.Minute, true},
			{"backlog", "a", 0, time.Minute, false},
			{"backlog", "b", 0, -time.Second, true}, // gives it back
			{"backlog", "a", 0, time.Minute, true},
		} {
			s.now = s.now.Add(step.after)
			got, err := s.Lease(ctx, step.name, step.holder, s.now.Add(step.forTime))
			s.must(err)
			if got != step.want {
				t.Errorf("%+v: %v", step, got)
			}
		}
		s.reopen() // whoever opens a store is alone
		got, err := s.Lease(ctx, "backlog", "c", s.now.Add(time.Minute))
		s.must(err)
		s.is(got, true)
		r, err := s.Check(ctx)
		s.must(err)
		s.is([]any{r.Records["leases"], r.Problems}, []any{1, []string(nil)})
	})
}
