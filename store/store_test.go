package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
	"huizhi/store/kv"
	"huizhi/store/memory"
	"huizhi/store/seal"
)

// shop is a store in a folder of its own, and what it takes to open it again.
type shop struct {
	*store.DB
	t       *testing.T
	dir     string
	master  seal.Master
	options store.Options
	now     time.Time
	memory  *memory.Engine // instead of a file in dir
}

// Park puts an event aside, as a turn that it broke does.
func (s *shop) Park(ctx context.Context, q bot.Queued, reason string) error {
	c, err := s.Conversation(q.From)
	if err == nil {
		_, err = s.Commit(ctx, bot.Turn{Of: q, Conversation: c, Parked: reason})
	}
	return err
}

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	ann  = bot.Address{Channel: "telegram", Chat: "4711-ann"}
	bob  = bot.Address{Channel: "telegram", Chat: "4712-bob"}
)

func newShop(t *testing.T) *shop {
	t.Helper()
	return opened(&shop{t: t})
}

// opened opens a shop for the first time.
func opened(s *shop) *shop {
	s.t.Helper()
	s.dir, s.master, s.now = s.t.TempDir(), seal.NewMaster(), noon
	s.options = store.Options{MmapSize: 1 << 22, Now: func() time.Time { return s.now }}
	s.open()
	s.t.Cleanup(func() { s.DB.Close() })
	return s
}

func (s *shop) open() {
	s.t.Helper()
	db, err := s.tryOpen()
	s.must(err)
	s.DB = db
}

func (s *shop) reopen() {
	s.t.Helper()
	s.must(s.Close())
	s.open()
}

func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// is fails unless two things print alike.
func (s *shop) is(got, want any) {
	s.t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		s.t.Fatalf("got  %s\nwant %s", g, w)
	}
}

func (s *shop) fails(err, want error) {
	s.t.Helper()
	if !errors.Is(err, want) {
		s.t.Fatalf("got error %v, want %v", err, want)
	}
}

func text(key string, from bot.Address, words string) bot.Incoming {
	return bot.Incoming{Key: bot.Key(key), From: from, At: noon, Event: bot.Text{Message: "m", Text: words}}
}

// says accepts one text.
func (s *shop) says(key string, from bot.Address, words string) bot.Queued {
	s.t.Helper()
	q, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text(key, from, words)}})
	s.must(err)
	if len(q) != 1 {
		s.t.Fatalf("%d events for key %s", len(q), key)
	}
	return q[0]
}

// turn is a turn with a bit of everything.
func turn(q bot.Queued, key string) bot.Turn {
	k := bot.Key(key)
	return bot.Turn{
		Of:           q,
		Conversation: bot.Conversation{Stage: bot.Offered, More: "secret more " + key},
		Messages: []bot.Delivery{
			{Key: k + "/0", To: q.From, Message: bot.Message{Text: "secret first " + key}},
			{Key: k + "/1", To: q.From, Message: bot.Message{Text: "secret second " + key}},
		},
		Tasks: []bot.Task{{Key: k + "/task0", From: q.From, Generation: 3, Effect: bot.FindAnswer{Text: "secret task", At: noon}}},
		Wakes: []bot.Wake{{Name: "gather", At: noon.Add(time.Second)}},
		Notes: []bot.Feedback{{Kind: bot.Miss, Text: "secret note", At: noon}},
	}
}

func (s *shop) moves(m bot.TicketMove) bot.TicketChange {
	s.t.Helper()
	c, err := s.MoveTicket(ctx, m)
	s.must(err)
	return c
}

func (s *shop) commits(t bot.Turn) []bot.Outgoing {
	s.t.Helper()
	out, err := s.Commit(ctx, t)
	s.must(err)
	return out
}

func (s *shop) backlog() bot.Backlog {
	s.t.Helper()
	b, err := s.Backlog()
	s.must(err)
	return b
}

// left prints a backlog: events / tasks / deliveries.
func (s *shop) left() string {
	s.t.Helper()
	b := s.backlog()
	return fmt.Sprintf("%d/%d/%d", len(b.Events), len(b.Tasks), len(b.Deliveries))
}

// The semantics of bot.Store, one by one. Each runs on a store of its own.
func TestConformance(t *testing.T) { conforms(t, conformance) }

// rule is something that a store does, on whatever engine.
type rule struct {
	name string
	run  func(s *shop)
}

func conforms(t *testing.T, rules []rule) {
	for _, c := range rules {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			onEach(t, func(t *testing.T, s *shop) {
				t.Parallel()
				c.run(s)
			})
		})
	}
}

var conformance = []rule{
	{"an event is accepted once", func(s *shop) {
		q := s.says("k1", ann, "hello")
		again, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("k1", ann, "hello"), text("k2", ann, "b"), text("k2", ann, "b")}})
		s.must(err)
		s.is(len(again), 1)
		in, err := s.Load(q)
		s.must(err)
		s.is(in, text("k1", ann, "hello"))
		s.is(s.left(), "2/0/0")
	}},
	{"a batch keeps its order", func(s *shop) {
		var batch bot.Batch
		for i := range 40 {
			batch.Events = append(batch.Events, text(fmt.Sprint("k", i), []bot.Address{ann, bob}[i%2], fmt.Sprint(i)))
		}
		q, err := s.Accept(ctx, batch)
		s.must(err)
		s.is(s.backlog().Events, q)
		for i, q := range q {
			in, err := s.Load(q)
			s.must(err)
			s.is(in, batch.Events[i])
		}
	}},
	{"urgent is what must not wait", func(s *shop) {
		s.is(s.says("k1", ann, "/human").Rank, bot.Urgent)
		s.is(s.says("k2", ann, "hello").Rank, bot.Ordinary)
		s.reopen()
		b := s.backlog().Events
		s.is([]bot.Rank{b[0].Rank, b[1].Rank}, []bot.Rank{bot.Urgent, bot.Ordinary})
	}},
	{"the cursor moves, and never back", func(s *shop) {
		move := func(n uint64, want uint64, events ...bot.Incoming) {
			_, err := s.Accept(ctx, bot.Batch{Events: events, Follow: "telegram", Cursor: n})
			s.must(err)
			got, err := s.Cursor("telegram")
			s.must(err)
			s.is(got, want)
		}
		move(7, 7, text("k", ann, "x"))
		move(9, 9, text("k", ann, "x")) // nothing new but the cursor
		move(8, 9)
		s.reopen()
		move(9, 9)
		other, err := s.Cursor("other")
		s.must(err)
		s.is(other, 0)
	}},
	{"a turn is kept whole", func(s *shop) {
		q := s.says("k", ann, "hello")
		tn := turn(q, "k")
		out := s.commits(tn)
		s.is(len(out), 2)
		s.is(out[0].Delivery, tn.Messages[0])
		s.is(out[0].Seq < out[1].Seq, true)
		s.reopen()
		c, err := s.Conversation(ann)
		s.must(err)
		s.is(c, tn.Conversation)
		s.is(s.backlog(), bot.Backlog{Tasks: tn.Tasks, Deliveries: out, Soon: []bot.Address{ann}})
		notes, _, err := s.Feedback(0, 10)
		s.must(err)
		code, _ := s.Customer(ann)
		s.is(notes, []store.Note{{Number: 1, Customer: code, Feedback: tn.Notes[0]}})
	}},
	{"nobody has the zero conversation", func(s *shop) {
		c, err := s.Conversation(ann)
		s.must(err)
		s.is(c, bot.Conversation{})
		_, ok := s.Customer(ann)
		s.is(ok, false)
	}},
	{"a turn is committed once", func(s *shop) {
		q := s.says("k", ann, "hello")
		s.commits(turn(q, "k"))
		_, err := s.Commit(ctx, turn(q, "k"))
		s.fails(err, bot.ErrStale)
		_, err = s.Load(q)
		s.fails(err, bot.ErrStale)
		s.is(s.left(), "0/1/2")
	}},
	{"the line is in the order of commits", func(s *shop) {
		var want []bot.Outgoing
		for i := range 30 {
			key := fmt.Sprint("k", i)
			want = append(want, s.commits(turn(s.says(key, []bot.Address{ann, bob}[i%2], "x"), key))...)
		}
		s.is(s.backlog().Deliveries, want)
	}},
	{"tasks are in the order they were made", func(s *shop) {
		var want []bot.Task
		for i := range 30 {
			key := fmt.Sprint("k", i)
			tn := turn(s.says(key, ann, "x"), key)
			s.commits(tn)
			want = append(want, tn.Tasks...)
		}
		s.is(s.backlog().Tasks, want)
	}},
	{"a task ends once, in an event", func(s *shop) {
		tn := turn(s.says("k", ann, "x"), "k")
		s.commits(tn)
		result := bot.Incoming{Key: "k/task0/done", From: ann, At: noon, Event: bot.AnswerFailed{Generation: 3, Reason: bot.Broken}}
		elsewhere := result
		elsewhere.From = bob // a result is the task's, whoever it says it is from
		q, err := s.Finish(ctx, tn.Tasks[0], elsewhere)
		s.must(err)
		s.is(len(q), 1)
		s.is(q[0].Rank, bot.Result)
		in, err := s.Load(q[0])
		s.must(err)
		s.is(in, result)
		_, err = s.Finish(ctx, tn.Tasks[0], result)
		s.fails(err, bot.ErrStale)
		again, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{result}})
		s.must(err)
		s.is(len(again), 0)
		s.is(s.left(), "1/0/2")
	}},
	{"a task may end in nothing", func(s *shop) {
		tn := turn(s.says("k", ann, "x"), "k")
		s.commits(tn)
		q, err := s.Finish(ctx, tn.Tasks[0], bot.Incoming{})
		s.must(err)
		s.is(len(q), 0)
		s.is(s.left(), "0/0/2")
	}},
	{"a result that is known is not journalled", func(s *shop) {
		tn := turn(s.says("k", ann, "x"), "k")
		s.commits(tn)
		q, err := s.Finish(ctx, tn.Tasks[0], text("k", ann, "x"))
		s.must(err)
		s.is(len(q), 0)
		s.is(s.left(), "0/0/2")
	}},
	{"a message is sent once, and its ref kept for a week", func(s *shop) {
		out := s.commits(turn(s.says("k", ann, "x"), "k"))
		s.must(s.Sent(ctx, out[0], "ref-0"))
		s.must(s.Sent(ctx, out[0], "ref-1"))
		s.must(s.Sent(ctx, out[1], ""))
		s.is(s.left(), "0/1/0")
		for days, want := range map[int]bot.Ref{0: "ref-0", 7: "ref-0", 8: ""} {
			s.now = noon.AddDate(0, 0, days)
			ref, err := s.Ref(ann, out[0].Key)
			s.must(err)
			s.is(ref, want)
			ref, err = s.Ref(ann, out[1].Key)
			s.must(err)
			s.is(ref, "")
		}
	}},
	{"a key is known for a week of days", func(s *shop) {
		s.now = time.Date(2026, 3, 4, 23, 59, 59, 0, time.UTC)
		s.says("k", ann, "x")
		for _, at := range []struct {
			now  time.Time
			want int
		}{
			{time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), 0},
			{time.Date(2026, 3, 11, 23, 59, 59, 0, time.UTC), 0},
			{time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC), 1},
		} {
			s.now = at.now
			_, err := s.Sweep(ctx, s.now)
			s.must(err)
			q, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("k", ann, "x")}})
			s.must(err)
			s.is(len(q), at.want)
		}
	}},
	{"sweeping drops whole days", func(s *shop) {
		for i := range 3 {
			s.now = noon.AddDate(0, 0, i)
			key := fmt.Sprint("k", i)
			s.must(s.Sent(ctx, s.commits(turn(s.says(key, ann, "x"), key))[0], "ref"))
		}
		for _, want := range []struct{ days, swept int }{{7, 0}, {8, 1}, {8, 0}, {20, 2}} {
			swept, err := s.Sweep(ctx, noon.AddDate(0, 0, want.days))
			s.must(err)
			s.is(swept, store.Swept{Keys: want.swept, Refs: want.swept})
		}
	}},
	{"a number is not given twice", func(s *shop) {
		q := s.says("k1", ann, "x")
		s.must(s.Close())
		s.raw(func(tx kv.Tx) error {
			b := tx.Bucket("journal")
			k, v := first(b)
			next := bytes.Clone(k)
			next[len(next)-1]++ // the number that is given next
			return b.Put(next, v)
		})
		s.open()
		_, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("k2", ann, "y")}})
		s.fails(err, store.ErrDamaged)
		s.fails(err, store.ErrBroken)
		s.reopen()
		in, err := s.Load(q)
		s.must(err)
		s.is(in, text("k1", ann, "x"))
	}},
	{"what is damaged is left out, and can be parked", func(s *shop) {
		q := s.says("k1", ann, "x")
		s.says("k2", ann, "y")
		s.commits(turn(s.says("k3", ann, "z"), "k3"))
		s.must(s.Close())
		s.raw(func(tx kv.Tx) error {
			var err error
			for _, bucket := range []string{"journal", "tasks", "deliveries", "wakes"} {
				k, v := first(tx.Bucket(bucket))
				v = bytes.Clone(v)
				v[len(v)-1] ^= 1
				err = errors.Join(err, tx.Bucket(bucket).Put(k, v))
			}
			return err
		})
		s.open()
		s.is(s.left(), "2/0/1")
		_, err := s.Load(q)
		s.fails(err, store.ErrDamaged)
		s.must(s.Park(ctx, q, "damaged"))
		s.is(s.left(), "1/0/1")
		rung, next, err := s.Ring(ctx, noon.AddDate(0, 0, 1))
		s.must(err)
		s.is(len(rung), 0)
		s.is(next.IsZero(), true)
	}},
	{"wakes ring in time, once", func(s *shop) {
		s.commits(turn(s.says("k", ann, "x"), "k"))
		at := noon.Add(time.Second)
		q, next, err := s.Ring(ctx, noon)
		s.must(err)
		s.is(len(q), 0)
		s.is(next, at)
		s.reopen()
		now := at.Add(3 * time.Second)
		q, next, err = s.Ring(ctx, now)
		s.must(err)
		s.is(next, time.Time{})
		s.is(len(q), 1)
		in, err := s.Load(q[0])
		s.must(err)
		s.is(in.From, ann)
		s.is(in.At, now)
		s.is(in.Event, bot.Woke{Name: "gather", At: at})
		s.is(strings.HasPrefix(string(in.Key), "wake/"), true)
		q, _, err = s.Ring(ctx, now)
		s.must(err)
		s.is(len(q), 0)
	}},
	{"a wake set again for the same moment is another event", func(s *shop) {
		var keys []bot.Key
		at := noon.Add(time.Second)
		for i := range 2 {
			key := fmt.Sprint("k", i)
			tn := turn(s.says(key, ann, "x"), key)
			tn.Wakes = []bot.Wake{{Name: "gather", At: at}}
			s.commits(tn)
			q, _, err := s.Ring(ctx, at.Add(time.Duration(i)))
			s.must(err)
			s.is(len(q), 1)
			in, err := s.Load(q[0])
			s.must(err)
			keys = append(keys, in.Key)
		}
		if keys[0] == keys[1] {
			s.t.Error("what comes of the second would be taken for what came of the first")
		}
	}},
	{"a later wake replaces one of its name", func(s *shop) {
		for i, d := range []time.Duration{time.Second, time.Minute, 20 * time.Second} {
			key := fmt.Sprint("k", i)
			tn := turn(s.says(key, ann, "x"), key)
			tn.Wakes = []bot.Wake{{Name: "gather", At: noon.Add(d)}}
			s.commits(tn)
		}
		_, next, err := s.Ring(ctx, noon)
		s.must(err)
		s.is(next, noon.Add(20*time.Second))
		q, next, err := s.Ring(ctx, noon.Add(time.Hour))
		s.must(err)
		s.is(len(q), 1)
		s.is(next, time.Time{})
	}},
	{"soon is a minute", func(s *shop) {
		for i, from := range []bot.Address{ann, bob} {
			tn := turn(s.says(fmt.Sprint("k", i), from, "x"), fmt.Sprint("k", i))
			tn.Wakes[0].At = noon.Add(time.Minute + time.Duration(i))
			s.commits(tn)
		}
		s.is(s.backlog().Soon, []bot.Address{ann})
	}},
	{"wakes of a name are each address's own", func(s *shop) {
		s.commits(turn(s.says("k1", ann, "x"), "k1"))
		s.commits(turn(s.says("k2", bob, "x"), "k2"))
		q, _, err := s.Ring(ctx, noon.Add(time.Hour))
		s.must(err)
		s.is(len(q), 2)
	}},
	{"at most 500 wakes ring at once", func(s *shop) {
		tn := turn(s.says("k", ann, "x"), "k")
		tn.Wakes = nil
		for i := range 501 {
			tn.Wakes = append(tn.Wakes, bot.Wake{Name: fmt.Sprint("w", i), At: noon.Add(time.Duration(i))})
		}
		s.commits(tn)
		now := noon.Add(time.Minute)
		q, next, err := s.Ring(ctx, now)
		s.must(err)
		s.is(len(q), 500)
		s.is(next, now)
		in, err := s.Load(q[7])
		s.must(err)
		s.is(in.Event.(bot.Woke).Name, "w7")
		q, next, err = s.Ring(ctx, now)
		s.must(err)
		s.is(len(q), 1)
		s.is(next, time.Time{})
	}},
	{"an event is parked", func(s *shop) {
		q := s.says("k", ann, "x")
		s.must(s.Park(ctx, q, "panic"))
		s.fails(s.Park(ctx, q, "panic"), bot.ErrStale)
		s.is(s.left(), "0/0/0")
		_, err := s.Load(q)
		s.fails(err, bot.ErrStale)
		r, err := s.Check(ctx)
		s.must(err)
		s.is(r.Records["parked"], 1)
		for days, want := range map[int]int{7: 0, 8: 1} {
			s.must(s.Park(ctx, s.says(fmt.Sprint("k", days), ann, "x"), "panic"))
			swept, err := s.Sweep(ctx, noon.AddDate(0, 0, days))
			s.must(err)
			s.is(swept.Parked > 0, want > 0)
		}
	}},
	{"who begins with a correction is known by what it corrects", func(s *shop) {
		edit := bot.Incoming{Key: "k2", From: ann, At: noon, Event: bot.Edited{Message: "1", Text: "y"}}
		text := bot.Incoming{Key: "k1", From: ann, At: noon, Event: bot.Text{Message: "1", Text: "x"}}
		for want, events := range [][]bot.Incoming{{edit}, {}, {text, edit}} {
			queued, err := s.Accept(ctx, bot.Batch{Events: events})
			s.must(err)
			s.is(len(queued), []int{0, 0, 2}[want])
		}
	}},
	{"what no event could be made of is put aside for a week", func(s *shop) {
		odd := []bot.Odd{{Key: "telegram/7/1", Raw: []byte(`{"secret":`), Why: "cut off"}}
		for range 2 { // a channel may bring it again
			queued, err := s.Accept(ctx, bot.Batch{Odd: odd})
			s.must(err)
			s.is(len(queued), 0)
		}
		r, err := s.Check(ctx)
		s.must(err)
		s.is([]int{r.Records["parked"], len(r.Problems), r.Customers}, []int{1, 0, 0})
		for _, days := range []int{7, 8} {
			swept, err := s.Sweep(ctx, noon.AddDate(0, 0, days))
			s.must(err)
			s.is(swept.Parked, days-7)
		}
	}},
	{"a task of a later version is put aside", func(s *shop) {
		q := s.says("k", ann, "x")
		later := bot.Task{Key: "k/task0", From: ann, Effect: bot.UnknownTask{Kind: "later", Body: []byte(`{"secret":1}`)}}
		s.commits(bot.Turn{Of: q, Tasks: []bot.Task{later}})
		s.is(s.backlog().Tasks[0].Effect, later.Effect)
		in := bot.Incoming{Key: "k/task0/done", From: ann, At: noon, Event: bot.PutAside{Kind: "later"}}
		queued, err := s.Finish(ctx, later, in)
		s.must(err)
		s.is(len(queued), 1)
		s.is(s.left(), "1/0/0")
		r, err := s.Check(ctx)
		s.must(err)
		s.is([]int{r.Records["parked"], len(r.Problems)}, []int{1, 0})
	}},
	{"a message waits a month for somebody", func(s *shop) {
		out := s.commits(turn(s.says("k", ann, "x"), "k"))
		for _, days := range []int{30, 31} {
			waiting, err := s.Waiting(ann)
			s.must(err)
			s.is(waiting, out)
			swept, err := s.Sweep(ctx, noon.AddDate(0, 0, days))
			s.must(err)
			s.is(swept.Unsent > 0, days > 30)
		}
		waiting, err := s.Waiting(ann)
		s.must(err)
		s.is(len(waiting), 0)
		none, err := s.Waiting(bob)
		s.must(err)
		s.is(len(none), 0)
	}},
	{"what cannot be encoded hurts nobody else", func(s *shop) {
		bad := noon.AddDate(20_000, 0, 0)
		_, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{{Key: "k", From: ann, At: bad, Event: bot.Text{}}}})
		s.is(err != nil, true)
		q := s.says("k", ann, "x")
		_, err = s.MoveTicket(ctx, bot.TicketMove{Key: "m", From: ann, Ticket: "t", Event: handoff.Event{Kind: handoff.Opened, At: bad}})
		s.is(err != nil && !errors.Is(err, store.ErrBroken), true)
		_, err = s.Commit(ctx, bot.Turn{Of: q, Tasks: []bot.Task{{Effect: bot.Wake{}}}})
		s.is(err != nil && !errors.Is(err, store.ErrBroken), true)
		s.is(s.left(), "1/0/0")
	}},
	{"a context that ended does nothing", func(s *shop) {
		over, cancel := context.WithCancel(ctx)
		cancel()
		for i := range 50 {
			_, err := s.Accept(over, bot.Batch{Events: []bot.Incoming{text(fmt.Sprint("k", i), ann, "x")}})
			s.fails(err, context.Canceled)
		}
		s.is(s.left(), "0/0/0")
	}},
	{"a closed store says so", func(s *shop) {
		s.must(s.Close())
		_, err := s.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("k", ann, "x")}})
		s.fails(err, store.ErrClosed)
		_, err = s.Backlog()
		s.fails(err, store.ErrClosed)
		s.fails(s.Close(), store.ErrClosed)
	}},
}
