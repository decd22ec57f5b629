package bot_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
)

// journey is a walk through every stage. A step is an event of the customer, or
// what an agent does to their ticket; between steps the desk comes to rest.
var journey = []any{
	say("江门身份证丢了"), say("要带什么"), // idle, answering
	bot.Button{Data: "more"}, bot.Button{Data: "up/1"}, bot.Button{Data: "down/2"}, bot.Button{Data: "why/place/2"},
	burst{say("多少钱"), say("多久")}, // gathering
	bot.Edited{Message: "m6.1", Text: "几天"},
	burst{bot.Button{Data: "say", Label: "慢慢想"}, bot.Button{Data: "say", Label: "后一问"}}, // the second waits for the first
	bot.Button{Data: "change"}, bot.Button{Data: "drop/place"}, say("返回"),
	bot.Photo{Files: []bot.File{"a.jpg"}}, say("取消"), // offered
	bot.Photo{Files: []bot.File{"a.jpg"}}, bot.Button{Data: "rules"},
	say("?不知道"), say("panic"), say("人工"), say("在吗"),
	agent{handoff.AgentSaid, "您好"}, say("我的证丢了"), bot.Button{Data: "cancel"}, // with an agent
	agent{handoff.AgentSaid, "请到窗口"}, agent{handoff.Ended, ""},
	say("谢谢"), say("重新开始"), bot.Unreadable{What: "voice"},
}

// burst is several messages in a row.
type burst []bot.Event

// agent is what an agent does.
type agent struct {
	kind handoff.Kind
	text string
}

var traveller = bot.Address{Channel: "book", Chat: "traveller"}

// traveled is one run of the journey: each crash is followed by a new start,
// and the channel sends again what was not taken.
type traveled struct {
	dir     string
	open    keeper
	options store.Options
	book    *book
	desk    *desk
	crashes int
}

func (r *traveled) walk(steps []any) error {
	for n, step := range steps {
		for {
			err := r.step(n, step)
			if err == nil {
				break
			}
			if err = r.restart(err); err != nil {
				return fmt.Errorf("step %d: %w", n, err)
			}
		}
	}
	return nil
}

// restart opens the store again after a crash.
func (r *traveled) restart(why error) error {
	if r.crashes++; r.crashes > 3 {
		return why
	}
	if r.desk != nil {
		r.desk.close()
	}
	r.desk = nil
	db, err := r.open(r.dir, r.options)
	if err == nil {
		r.desk = run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{r.book}})
	}
	return err
}

// step takes one step, and waits until nothing is left to do.
func (r *traveled) step(n int, step any) error {
	if r.desk == nil {
		return errors.New("not open yet")
	}
	var err error
	switch step := step.(type) {
	case burst:
		for i, e := range step {
			time.Sleep(time.Duration(min(i, 1)) * 3 * time.Millisecond)
			err = errors.Join(err, r.desk.accept(r.event(fmt.Sprintf("%d.%d", n, i), e)))
		}
	case agent:
		err = r.agent(n, step)
	case bot.Event:
		err = r.desk.accept(r.event(fmt.Sprint(n), step))
	}
	if err == nil {
		err = r.desk.settled(traveller)
	}
	return err
}

func (r *traveled) event(id string, e bot.Event) bot.Incoming {
	if text, ok := e.(bot.Text); ok {
		text.Message = "m" + id
		e = text
	}
	return bot.Incoming{Key: bot.Key("book/" + id), From: traveller, At: time.Now(), Event: e}
}

// agent moves the ticket that the customer opened, as a console would.
func (r *traveled) agent(n int, a agent) error {
	opened := slices.IndexFunc(journey, func(s any) bool { return s == any(say("人工")) })
	id := handoff.NewID(fmt.Sprintf("book/%d", opened))
	e := handoff.Event{Kind: a.kind, At: time.Now(), Text: a.text, Agent: handoff.Agent{ID: "a1", Name: "小王"}}
	m := bot.TicketMove{Key: bot.Key(fmt.Sprintf("console/%d", n)), From: traveller, Ticket: id, Event: e}
	if _, err := r.desk.db.MoveTicket(context.Background(), m); err != nil {
		return err
	}
	return r.heard(a)
}

// heard waits until the customer was told of what an agent did: that comes by
// the log, not by a call.
func (r *traveled) heard(a agent) error {
	want := a.text
	if want == "" {
		want = "结束"
	}
	for range 2000 {
		if texts := r.book.texts(traveller.Chat); strings.Contains(texts[len(texts)-1], want) {
			return nil
		}
		select {
		case err := <-r.desk.done:
			return errors.Join(errors.New("it broke"), err)
		case <-time.After(time.Millisecond):
		}
	}
	return errSlow
}

// travel runs the journey with a failure at the nth write that the hook sees. It
// has a clock of its own: however slow the machine is, no burst is parted.
func travel(t *testing.T, on keeper, fail func(r *traveled, point string) error) (b *book, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b = &book{name: "book", can: bot.Capabilities{Buttons: true, Edit: true, Gather: 15 * time.Millisecond}}
		r := &traveled{dir: t.TempDir(), open: on, book: b, crashes: -1}
		r.options = store.Options{Fail: func(point string) error { return fail(r, point) }, NoSync: true}
		err = r.walk(journey)
		if r.desk != nil {
			r.desk.close()
		}
	})
	return b, err
}

// transcript is what the channel's book says, a line a message, with a message
// that was sent twice written once; doubled says how often that was.
func transcript(rs []record) (lines []string, doubled int) {
	seen := map[bot.Key]bool{}
	for _, r := range rs {
		if seen[r.Key] {
			doubled++
			continue
		}
		seen[r.Key] = true
		lines = append(lines, r.Text)
	}
	return lines, doubled
}

// points are the failpoints: before and after each kind of write.
func points() []string {
	var out []string
	for _, kind := range []string{"journal", "cursor", "turn", "task", "wake", "delivery", "ticket"} {
		out = append(out, kind, kind+".done")
	}
	return out
}

// whereabouts is what a conversation waits for.
func whereabouts(c bot.Conversation) string {
	switch {
	case c.Burst != nil:
		return "burst"
	case c.Pending != nil:
		return "pending"
	}
	return string(c.Stage)
}

// Wherever the desk dies, the customer reads the same; only a message that was
// sent and not noted may come twice.
func TestDyingAnywhereChangesNothing(t *testing.T) {
	t.Run("file", func(t *testing.T) { dyingAnywhere(t, func() keeper { return inFile }) })
	t.Run("memory", func(t *testing.T) { dyingAnywhere(t, inMemory) })
}

func dyingAnywhere(t *testing.T, place func() keeper) {
	var log []string
	tried := map[string]map[string]int{}
	b, err := travel(t, place(), func(r *traveled, point string) error {
		log = append(log, point)
		if r.desk == nil {
			return nil
		}
		c, err := r.desk.db.Conversation(traveller)
		where := whereabouts(c)
		if tried[where] == nil {
			tried[where] = map[string]int{}
		}
		tried[where][point]++
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, stage := range []string{"", "burst", "pending", string(bot.Offered), string(bot.WithAgent)} {
		t.Logf("%-10s %v", stage, tried[stage])
		if tried[stage]["journal"] == 0 || tried[stage]["turn"] == 0 {
			t.Errorf("the journey does not try stage %q", stage)
		}
	}
	want, doubled := transcript(b.records())
	if doubled > 0 || len(want) < 25 {
		t.Fatalf("without a failure %d messages, %d twice:\n%s", len(want), doubled, strings.Join(want, "\n---\n"))
	}
	for _, p := range points() {
		if !slices.Contains(log, p) {
			t.Errorf("the journey never comes to %s", p)
		}
	}
	for n, point := range log {
		for i, cause := range causes {
			if i != n%len(causes) && !*everyCause {
				continue // another write fails in this way
			}
			if testing.Short() && n%8 > 0 {
				continue
			}
			t.Run(fmt.Sprintf("%d-%s-%v", n, point, cause), func(t *testing.T) {
				t.Parallel()
				dies(t, place(), n, cause, want)
			})
		}
	}
}

// causes are the ways in which a write fails.
var causes = []error{syscall.EIO, syscall.ENOSPC, errors.New("killed")}

// everyCause lets each write fail in each way:
//
//	go test ./bot -run TestDying -every
var everyCause = flag.Bool("every", false, "let each write of the journey fail in each way")

// dies fails the nth write of the journey, with what a disk may say.
func dies(t *testing.T, on keeper, n int, cause error, want []string) {
	at, where := 0, ""
	b, err := travel(t, on, func(_ *traveled, point string) error {
		if at++; at-1 == n {
			where = point
			return cause
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, doubled := transcript(b.records())
	if !slices.Equal(got, want) {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		t.Errorf("died at %s: from message %d\ngot  %q\nwant %q", where, i, got[i:], want[i:])
	}
	if doubled > 1 { // one may have been on its way
		t.Errorf("died at %s: %d messages came twice", where, doubled)
	}
}
