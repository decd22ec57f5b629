package store_test

import (
	"testing"

	"huizhi/bot"
	"huizhi/handoff"
)

// What is kept of somebody is counted, and nothing of others.
func TestKept(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(bob)
		kept := func(want bot.Kept) {
			t.Helper()
			k, err := s.Kept(ann)
			s.must(err)
			s.is(k, want)
		}
		kept(bot.Kept{})
		s.fails(s.Forget(ctx, ann), bot.ErrStale)
		s.fill(ann)
		q := s.says("ann-talks", ann, "secret")
		long := turn(q, "ann-talks")
		long.Conversation.Transcript = []handoff.Line{{Text: "secret"}, {Text: "secret"}}
		s.commits(long)
		kept(bot.Kept{Messages: 2, Feedback: 2, Tickets: 1, Open: 1, Waiting: 3, Parked: 1})

		s.must(s.Forget(ctx, ann))
		kept(bot.Kept{})
		s.nothingOf(ann)
		s.allOf(bob)
		s.fails(s.Forget(ctx, ann), bot.ErrStale)
		s.must(s.sweepAndCheck())
	})
}
