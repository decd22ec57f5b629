package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	bolt "go.etcd.io/bbolt"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/phrases"
	"huizhi/store"
)

// ---- helpers ----

const idNumber = "110105194912310021"

var me = bot.Address{Channel: "book", Chat: "me"}

// talk walks a conversation without a runtime.
type talk struct {
	c      bot.Conversation
	at     time.Time
	n      int
	around bot.Around
}

func newTalk() *talk {
	return &talk{at: time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC), around: bot.Around{Can: bot.Capabilities{Buttons: true, Edit: true}}}
}

func (k *talk) hears(e bot.Event) bot.Turn {
	k.n++
	k.at = k.at.Add(100 * time.Millisecond)
	in := bot.Incoming{Key: bot.Key(fmt.Sprint("k/", k.n)), From: me, At: k.at, Event: e}
	t := bot.Take(k.c, bot.Queued{From: me}, in, k.around)
	k.c = t.Conversation
	return t
}

func (k *talk) answered(text string) bot.Turn {
	return k.hears(bot.Answered{Generation: k.c.Generation, Reply: bot.Reply{Kind: answer.KindAnswer, Text: text}})
}

func asksFor(t bot.Turn) (out []string) {
	for _, task := range t.Tasks {
		if f, ok := task.Effect.(bot.FindAnswer); ok {
			out = append(out, f.Text)
		}
	}
	return out
}

func toTicket(t bot.Turn) (out []string) {
	for _, task := range t.Tasks {
		if m, ok := task.Effect.(bot.MoveTicket); ok {
			out = append(out, string(m.Event.Kind)+":"+m.Event.Text)
		}
	}
	return out
}

func moved(id handoff.ID, k handoff.Kind, text string) bot.Moved {
	return bot.Moved{Ticket: id, Event: handoff.Event{Kind: k, Text: text, Agent: handoff.Agent{ID: "a", Name: "小王"}}}
}

// hooked is a store that a test can get between.
type hooked struct {
	*store.DB
	move func(ctx context.Context, m bot.TicketMove, next func(context.Context, bot.TicketMove) error) error
}

func (h *hooked) MoveTicket(ctx context.Context, m bot.TicketMove) error {
	if h.move == nil {
		return h.DB.MoveTicket(ctx, m)
	}
	return h.move(ctx, m, h.DB.MoveTicket)
}

func hookedDesk(t *testing.T, h *hooked, answers bot.Answerer, channels ...bot.Channel) *desk {
	t.Helper()
	db, err := store.Open(t.TempDir(), master, store.Options{MmapSize: 64 << 20, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	h.DB = db
	ctx, stop := context.WithCancel(context.Background())
	d := &desk{bot.New(bot.Options{Store: h, Answers: answers, Channels: channels, Log: quiet()}), db, stop, make(chan error, 1)}
	go func() { d.done <- d.Run(ctx); close(d.done) }()
	t.Cleanup(d.close)
	return d
}

func within(t *testing.T, d time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Error(what)
}

func plainBook() *book { return &book{name: "book", can: bot.Capabilities{Buttons: true, Edit: true}} }

func agentDoes(t *testing.T, d *desk, id handoff.ID, k handoff.Kind, text string) {
	t.Helper()
	e := handoff.Event{Kind: k, At: time.Now(), Text: text, Agent: handoff.Agent{ID: "a1", Name: "小王"}}
	if err := d.db.MoveTicket(context.Background(), bot.TicketMove{Key: bot.Key(fmt.Sprint("console/", time.Now().UnixNano())), From: me, Ticket: id, Event: e}); err != nil {
		t.Fatal(k, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ---- the runtime ----

// A customer's request that is broken off must not stop the desk.
func TestAcceptCancelledStopsTheDesk(t *testing.T) {
	b := plainBook()
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, b)
	must(t, d.accept(on(me, 1, say("一"))))
	must(t, d.settled(me))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = d.Accept(ctx, bot.Batch{Events: []bot.Incoming{on(me, 2, say("二"))}})
	select {
	case err := <-d.done:
		t.Errorf("the whole desk stopped: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
}

// An event that cannot be written is its sender's fault.
func TestOneBadEventStopsTheDesk(t *testing.T) {
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, plainBook())
	must(t, d.accept(on(me, 1, say("一"))))
	bad := on(me, 2, say("二"))
	bad.At = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	_ = d.accept(bad)
	select {
	case err := <-d.done:
		t.Errorf("the whole desk stopped: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
}

// Run sets what broken reads.
func TestRunRacesAccept(t *testing.T) {
	for range 20 {
		db, err := store.Open(t.TempDir(), master, store.Options{MmapSize: 64 << 20, NoSync: true})
		must(t, err)
		b := bot.New(bot.Options{Store: db, Answers: parrot{}, Log: quiet()})
		ctx, stop := context.WithCancel(context.Background())
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		done := make(chan error)
		go func() { done <- b.Run(ctx) }()
		_ = b.Accept(gone, bot.Batch{Events: []bot.Incoming{on(me, 1, say("一"))}})
		stop()
		<-done
		_ = db.Close()
	}
}

// A customer erased while something is told to their ticket stops nobody else.
func TestErasedWhileATicketMovesStopsTheDesk(t *testing.T) {
	h := &hooked{}
	d := hookedDesk(t, h, parrot{}, plainBook())
	h.move = func(ctx context.Context, m bot.TicketMove, next func(context.Context, bot.TicketMove) error) error {
		if _, err := d.db.Erase(ctx, m.From.Channel+"/"+m.From.Chat); err != nil {
			return err
		}
		return next(ctx, m)
	}
	must(t, d.accept(on(me, 1, say("人工"))))
	select {
	case err := <-d.done:
		t.Errorf("the whole desk stopped: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
}

// damage changes the sealed part of all records of a bucket.
func damage(t *testing.T, dir, bucket string) {
	t.Helper()
	db, err := bolt.Open(filepath.Join(dir, "huizhi.db"), 0o600, &bolt.Options{Timeout: time.Second})
	must(t, err)
	defer db.Close()
	n := 0
	must(t, db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		var keys [][]byte
		_ = b.ForEach(func(k, _ []byte) error { keys = append(keys, slices.Clone(k)); return nil })
		for _, k := range keys {
			v := slices.Clone(b.Get(k))
			v[len(v)-1] ^= 1
			n++
			if err := b.Put(k, v); err != nil {
				return err
			}
		}
		return nil
	}))
	if n == 0 {
		t.Fatal("nothing to damage in", bucket)
	}
}

func closedWith(t *testing.T, dir string, events ...bot.Incoming) {
	t.Helper()
	db, err := store.Open(dir, master, store.Options{MmapSize: 64 << 20, NoSync: true})
	must(t, err)
	_, err = db.Accept(context.Background(), bot.Batch{Events: events})
	must(t, err)
	must(t, db.Close())
}

// One damaged event is parked, as store.Load says; it does not keep everybody
// from being served, start after start.
func TestDamagedEventStopsEveryStart(t *testing.T) {
	dir := t.TempDir()
	closedWith(t, dir, on(me, 1, say("一")))
	damage(t, dir, "journal")
	for range 2 {
		d := opened(t, dir, store.Options{NoSync: true}, parrot{}, plainBook())
		select {
		case err := <-d.done:
			t.Errorf("stopped: %v", err)
		case <-time.After(200 * time.Millisecond):
		}
		d.close()
	}
}

func TestDamagedConversationStopsEveryStart(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir, store.Options{NoSync: true}, parrot{}, plainBook())
	must(t, d.accept(on(me, 1, say("一"))))
	must(t, d.settled(me))
	d.close()
	damage(t, dir, "conversations")
	for n := range 2 {
		d := opened(t, dir, store.Options{NoSync: true}, parrot{}, plainBook())
		if n == 0 {
			must(t, d.accept(on(me, 2, say("二"))))
		}
		select {
		case err := <-d.done:
			t.Errorf("start %d stopped: %v", n, err)
		case <-time.After(200 * time.Millisecond):
		}
		d.close()
	}
}

// What waits for a channel that is not part of this start waits for it.
func TestMessagesOfAnAbsentChannelAreThrownAway(t *testing.T) {
	dir := t.TempDir()
	b := plainBook()
	b.before = func(bot.Delivery) error { return errors.New("the network is away") }
	d := opened(t, dir, store.Options{NoSync: true}, parrot{}, b)
	must(t, d.accept(on(me, 1, say("一"))))
	within(t, 2*time.Second, "never answered", func() bool {
		left, err := d.db.Backlog()
		return err == nil && len(left.Deliveries) == 1
	})
	d.close()
	other := opened(t, dir, store.Options{NoSync: true}, parrot{}, &book{name: "terminal"}) // huizhi chat on the same folder
	time.Sleep(200 * time.Millisecond)
	other.close()
	back := plainBook()
	d = opened(t, dir, store.Options{NoSync: true}, parrot{}, back)
	must(t, d.settled(me))
	if len(back.texts("me")) != 1 {
		t.Errorf("the answer is gone: %q", back.texts("me"))
	}
}

// A message that was sent is noted, even if the desk was told to stop meanwhile.
func TestStopDoublesTheMessageInFlight(t *testing.T) {
	dir := t.TempDir()
	b := plainBook()
	d := opened(t, dir, store.Options{NoSync: true}, parrot{}, b)
	b.before = func(bot.Delivery) error { d.stop(); return nil }
	must(t, d.accept(on(me, 1, say("一"))))
	<-d.done
	_ = d.db.Close()
	b.before = nil
	d = opened(t, dir, store.Options{NoSync: true}, parrot{}, b)
	must(t, d.settled(me))
	if got := b.texts("me"); len(got) != 1 {
		t.Errorf("a clean stop doubles: %q", got)
	}
}

// A channel that panics does not end the process.
func TestSendPanicEndsTheProcess(t *testing.T) {
	if os.Getenv("REVIEW_PANIC") == "" {
		c := exec.Command(os.Args[0], "-test.run=^TestSendPanicEndsTheProcess$")
		c.Env = append(os.Environ(), "REVIEW_PANIC=1")
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v\n%.300s", err, out)
		}
		return
	}
	b := plainBook()
	b.before = func(d bot.Delivery) error {
		if strings.Contains(d.Message.Text, "坏") {
			panic("a channel's bug")
		}
		return nil
	}
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, b)
	must(t, d.accept(on(me, 1, say("坏"))))
	time.Sleep(300 * time.Millisecond)
}

// A channel that says to wait no time is not asked thousands of times.
func TestWaitOfNoTimeSpins(t *testing.T) {
	b := plainBook()
	var tries atomic.Int64
	b.before = func(bot.Delivery) error { tries.Add(1); return &bot.WaitError{} }
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, b)
	must(t, d.accept(on(me, 1, say("一"))))
	time.Sleep(300 * time.Millisecond)
	if n := tries.Load(); n > 20 {
		t.Errorf("%d tries in 0.3 s", n)
	}
}

// Settled ends when a customer with an unfinished burst is erased.
func TestErasedInABurstNeverSettles(t *testing.T) {
	b := plainBook()
	b.can.Gather = 50 * time.Millisecond
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, b)
	must(t, d.accept(on(me, 1, say("一"))))
	within(t, time.Second, "not gathering", func() bool { c, _ := d.db.Conversation(me); return c.Stage == bot.Gathering })
	_, err := d.db.Erase(context.Background(), "book/me")
	must(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := d.Settled(ctx, me); err != nil {
		t.Errorf("the lane lives for ever: %v", err)
	}
}

// canPanics is a channel that panics once when asked what it can.
type canPanics struct {
	*book
	panics atomic.Int64
}

func (c *canPanics) Can() bot.Capabilities {
	if c.panics.Add(-1) == 0 {
		panic("a bug in a step")
	}
	return c.book.Can()
}

// Whoever's message was parked hears something.
func TestParkedEventIsSilence(t *testing.T) {
	c := &canPanics{book: plainBook()}
	c.panics.Store(1)
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, c)
	must(t, d.accept(on(me, 1, say("一"))))
	must(t, d.settled(me))
	if len(c.texts("me")) == 0 {
		t.Error("silence")
	}
}

// A parked gather wake leaves its lane waiting.
func TestParkedWakeNeverSettles(t *testing.T) {
	c := &canPanics{book: plainBook()}
	c.can.Gather = 30 * time.Millisecond
	c.panics.Store(2)
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, c)
	must(t, d.accept(on(me, 1, say("一"))))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := d.Settled(ctx, me); err != nil {
		t.Errorf("never: %v; said %q", err, c.texts("me"))
	}
}

// drafter is a channel that shows drafts.
type drafter struct {
	*book
	draft func(string)
}

func (d drafter) Draft(_ context.Context, _ bot.Address, text string) { d.draft(text) }

// wordy is an answerer that shows drafts until it is told to stop.
type wordy struct {
	parrot
	free chan struct{}
}

func (w wordy) Follow(ctx context.Context, f answer.Facts, text string, at time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	if strings.Contains(text, "慢") {
		for {
			show(text)
			select {
			case <-w.free:
				return w.parrot.Follow(ctx, f, text, at, show)
			case <-ctx.Done():
				return f, answer.Answer{}, answer.Trace{}, ctx.Err()
			case <-time.After(time.Millisecond):
			}
		}
	}
	show(text)
	return w.parrot.Follow(ctx, f, text, at, show)
}

// A draft is a courtesy: a channel that fails at it does not cost the answer.
func TestPanickingDraftCostsTheAnswer(t *testing.T) {
	c := drafter{plainBook(), func(string) { panic("a channel's bug") }}
	c.can.Stream = true
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, wordy{}, c)
	must(t, d.accept(on(me, 1, say("一"))))
	must(t, d.settled(me))
	if got := c.texts("me"); len(got) != 1 || !strings.Contains(got[0], "答") {
		t.Errorf("%q", got)
	}
}

// A draft that hangs does not take the place of other customers' answers.
func TestHangingDraftStarvesEverybody(t *testing.T) {
	free := make(chan struct{})
	c := drafter{plainBook(), func(text string) {
		if strings.Contains(text, "挂") {
			<-free
		}
	}}
	c.can.Stream = true
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, wordy{}, c)
	for i := range 8 {
		must(t, d.accept(on(bot.Address{Channel: "book", Chat: fmt.Sprint("x", i)}, 1, say("挂"))))
	}
	time.Sleep(50 * time.Millisecond)
	must(t, d.accept(on(me, 1, say("一"))))
	within(t, time.Second, "nobody else gets an answer", func() bool { return len(c.texts("me")) == 1 })
	close(free)
}

// ---- tickets ----

// A second press of the end of a ticket does not swallow the first.
func TestEndPressedTwiceIsSilence(t *testing.T) {
	silent := 0
	for range 10 {
		b := plainBook()
		d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, b)
		must(t, d.accept(on(me, 1, say("人工"))))
		must(t, d.settled(me))
		before := len(b.texts("me"))
		must(t, d.accept(on(me, 2, bot.Button{Data: "end"}), on(me, 3, bot.Button{Data: "end"})))
		must(t, d.settled(me))
		if len(b.texts("me")) == before {
			silent++
		}
		d.close()
	}
	if silent > 0 {
		t.Errorf("%d of 10 customers who pressed twice heard nothing", silent)
	}
}

// A ticket is opened before it is withdrawn, whichever task is faster.
func TestTicketTasksOvertakeEachOther(t *testing.T) {
	h := &hooked{}
	h.move = func(ctx context.Context, m bot.TicketMove, next func(context.Context, bot.TicketMove) error) error {
		if m.Event.Kind == handoff.Opened {
			time.Sleep(50 * time.Millisecond) // a slow goroutine
		}
		return next(ctx, m)
	}
	b := plainBook()
	d := hookedDesk(t, h, parrot{}, b)
	must(t, d.accept(on(me, 1, say("人工")), on(me, 2, bot.Button{Data: "end"})))
	must(t, d.settled(me))
	tickets, err := d.db.Tickets()
	must(t, err)
	c, _ := d.db.Conversation(me)
	if len(tickets) > 0 && c.Ticket == "" {
		t.Errorf("a ticket waits for an agent, and the conversation knows of none; said %q", b.texts("me"))
		agentDoes(t, d, tickets[0].ID, handoff.AgentSaid, "您好")
		time.Sleep(200 * time.Millisecond)
		t.Logf("after the agent spoke: %q", b.texts("me"))
	}
}

// The same without any delay: how often does it happen?
func TestTicketTasksOvertakeEachOtherByThemselves(t *testing.T) {
	lost, silent := 0, 0
	for range 40 {
		b := plainBook()
		d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, b)
		must(t, d.accept(on(me, 1, say("人工")), on(me, 2, bot.Button{Data: "end"})))
		must(t, d.settled(me))
		tickets, _ := d.db.Tickets()
		if c, _ := d.db.Conversation(me); len(tickets) > 0 && c.Ticket == "" {
			lost++
		}
		if len(b.texts("me")) == 0 {
			silent++
		}
		d.close()
	}
	if lost+silent > 0 {
		t.Errorf("of 40: %d tickets orphaned, %d customers heard nothing", lost, silent)
	}
}

// What comes too late for an old ticket does not forget the new one.
func TestRefusalOfAnOldTicketForgetsTheNewOne(t *testing.T) {
	k := newTalk()
	k.hears(say("人工"))
	old := k.c.Ticket
	k.hears(moved(old, handoff.Opened, ""))
	k.hears(bot.Button{Data: "end"})
	k.hears(bot.Button{Data: "end"}) // the second will be refused
	k.hears(moved(old, handoff.Withdrawn, ""))
	k.hears(say("人工"))
	fresh := k.c.Ticket
	k.hears(bot.Failed{Reason: bot.Refused, Ticket: old})
	if k.c.Ticket != fresh {
		t.Errorf("ticket %q is forgotten", fresh)
	}
	if turn := k.hears(moved(fresh, handoff.AgentSaid, "您好")); len(turn.Messages) == 0 {
		t.Error("what the agent says goes nowhere")
	}
}

// A customer who takes back a ticket that an agent closes just then hears so.
func TestWithdrawRefusedIsSilence(t *testing.T) {
	k := newTalk()
	k.hears(say("人工"))
	id := k.c.Ticket
	k.hears(moved(id, handoff.Opened, ""))
	n := len(k.hears(bot.Button{Data: "end"}).Messages)
	n += len(k.hears(bot.Failed{Reason: bot.Refused, Ticket: id}).Messages)
	n += len(k.hears(moved(id, handoff.Ended, "")).Messages)
	if n == 0 {
		t.Error("silence")
	}
}

// The same in the runtime.
func TestRefusedTextIsAnsweredTwiceInTheRuntime(t *testing.T) {
	h := &hooked{}
	b := plainBook()
	d := hookedDesk(t, h, parrot{}, b)
	must(t, d.accept(on(me, 1, say("人工"))))
	must(t, d.settled(me))
	tickets, _ := d.db.Tickets()
	h.move = func(ctx context.Context, m bot.TicketMove, next func(context.Context, bot.TicketMove) error) error {
		if m.Event.Kind == handoff.CustomerSaid { // an agent closes it just before; the answer is quick
			time.Sleep(30 * time.Millisecond)
			agentDoes(t, d, m.Ticket, handoff.Ended, "")
		}
		return next(ctx, m)
	}
	before := len(b.texts("me"))
	must(t, d.accept(on(me, 2, say("要带什么"))))
	must(t, d.settled(me))
	n := 0
	for _, text := range b.texts("me")[before:] {
		if strings.Contains(text, "答：要带什么") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("answered %d times: %q (ticket of %d)", n, b.texts("me")[before:], len(tickets))
	}
}

// An agent who reopens a ticket is heard.
func TestReopenedTicketIsMute(t *testing.T) {
	b := plainBook()
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, b)
	must(t, d.accept(on(me, 1, say("人工"))))
	must(t, d.settled(me))
	tickets, _ := d.db.Tickets()
	agentDoes(t, d, tickets[0].ID, handoff.Ended, "")
	agentDoes(t, d, tickets[0].ID, handoff.Reopened, "")
	agentDoes(t, d, tickets[0].ID, handoff.AgentSaid, "还有一件事")
	within(t, time.Second, "the customer never hears the agent", func() bool {
		return slices.ContainsFunc(b.texts("me"), func(s string) bool { return strings.Contains(s, "还有一件事") })
	})
}

// A question that is being answered is answered, although its ticket closes.
func TestClosingATicketDropsTheQuestion(t *testing.T) {
	k := newTalk()
	k.hears(say("人工"))
	id := k.c.Ticket
	k.hears(moved(id, handoff.Opened, ""))
	k.hears(say("要带什么")) // the bot answers while the customer waits
	g := k.c.Generation
	k.hears(moved(id, handoff.Ended, ""))
	turn := k.hears(bot.Answered{Generation: g, Reply: bot.Reply{Kind: answer.KindAnswer, Text: "带户口本"}})
	if len(turn.Messages) == 0 {
		t.Error("the ticket is closed, nobody reads it, and the bot does not answer either")
	}
}

// A picture sent while an agent is waited for is mentioned to the agent.
func TestPhotoWhileWaitingIsNotToldToTheAgent(t *testing.T) {
	k := newTalk()
	k.hears(say("人工"))
	k.hears(moved(k.c.Ticket, handoff.Opened, ""))
	if turn := k.hears(bot.Photo{Files: []bot.File{"a"}}); len(toTicket(turn)) == 0 {
		t.Error("the ticket says nothing of it")
	}
}

// ---- bursts, edits, photos ----

func gathering() *talk {
	k := newTalk()
	k.around.Can.Gather = 2 * time.Second
	return k
}

func (k *talk) wakes() bot.Turn {
	k.at = k.at.Add(10 * time.Second)
	return k.hears(bot.Woke{Name: "gather", At: k.at})
}

// Whatever happens within a burst, what was said in it is answered.
func TestBurstsAreLost(t *testing.T) {
	for name, e := range map[string]bot.Event{
		"an edit of the last question": bot.Edited{Message: "1", Text: "江门要带什么"},
		"a press of 办照片回执":             bot.Button{Data: "order", Label: "办照片回执"},
		"a press of 照片要求":              bot.Button{Data: "rules", Label: "照片要求"},
		"a press of 再试一次":              bot.Button{Data: "again", Label: "再试一次"},
	} {
		k := gathering()
		k.hears(bot.Text{Message: "1", Text: "要带什么"})
		k.wakes()
		k.answered("户口本")
		k.hears(bot.Text{Message: "2", Text: "多少钱"})
		asked := asksFor(k.hears(e))
		asked = append(asked, asksFor(k.wakes())...)
		if !strings.Contains(strings.Join(asked, "|"), "多少钱") {
			t.Errorf("%s loses 多少钱: looked for %q", name, asked)
		}
	}
}

// When the clock goes back, a burst is over all the same.
func TestClockGoesBackInABurst(t *testing.T) {
	k := gathering()
	k.hears(say("一"))
	k.at = k.at.Add(-time.Hour)
	turn := k.hears(say("二"))
	if len(turn.Wakes) == 0 {
		t.Errorf("it is %s, the burst ends at %s, and nothing wakes it before 1 h", k.at.Format("15:04:05"), k.c.Until.Format("15:04:05"))
	}
}

// A burst of pictures is as long as one of words.
func TestPhotosOfABurstWithoutBound(t *testing.T) {
	k := gathering()
	for range 1000 {
		k.at = k.at.Add(-100 * time.Millisecond) // a backlog comes at once
		k.hears(bot.Photo{Files: []bot.File{"a"}})
	}
	if n := len(k.c.Photos); n > 100 {
		t.Errorf("%d photos are kept, and every turn writes them all", n)
	}
}

// One album is one offer.
func TestAlbumIsOfferedForEachPicture(t *testing.T) {
	k := newTalk()
	n := 0
	for range 4 {
		n += len(k.hears(bot.Photo{Album: "x", Files: []bot.File{"a"}}).Messages)
	}
	if n != 1 || len(k.c.Photos) != 4 {
		t.Errorf("%d offers, %d photos kept", n, len(k.c.Photos))
	}
}

// A button pressed twice is answered once.
func TestAgainTwiceAnswersTwice(t *testing.T) {
	k := newTalk()
	k.hears(say("一"))
	k.hears(bot.Failed{Generation: k.c.Generation, Reason: bot.Overtime})
	n := len(asksFor(k.hears(bot.Button{Data: "again"})))
	k.answered("甲")
	n += len(asksFor(k.hears(bot.Button{Data: "again"})))
	if n != 1 {
		t.Errorf("looked for %d times", n)
	}
}

// ---- what is kept and sent ----

func withAgent() *talk {
	k := newTalk()
	k.hears(say("人工"))
	k.hears(moved(k.c.Ticket, handoff.Opened, ""))
	k.hears(moved(k.c.Ticket, handoff.AgentSaid, "您好"))
	return k
}

// The warning is for the message that held a number.
func TestMaskedWarningComesLate(t *testing.T) {
	k := newTalk()
	k.hears(say("我的号码是" + idNumber))
	k.hears(say("取消"))
	k.hears(say("多少钱"))
	turn := k.answered("20元")
	if strings.Contains(turn.Messages[0].Message.Text, phrases.Say("answer.masked")) {
		t.Error("a question without a number gets the warning of a cancelled one")
	}
}

// Callback data is at most 64 bytes, whatever was pressed.
func TestLongCallbackData(t *testing.T) {
	k := newTalk()
	k.hears(say("一"))
	k.answered("甲")
	press := "down/" + strings.Repeat("0", 58) + "1" // 64 bytes: a client may send it
	for _, c := range slices.Concat(k.hears(bot.Button{Data: press}).Messages[0].Message.Buttons...) {
		if len(c.Data) > 64 {
			t.Errorf("%d bytes: %s", len(c.Data), c.Data)
		}
	}
}

// What is sent is not empty and fits.
func TestPieces(t *testing.T) {
	k := withAgent()
	k.around.Can.Longest = 20
	for _, text := range []string{strings.Repeat("𠮷", 40), "好" + strings.Repeat("\n", 60) + "再见", strings.Repeat("字", 14) + "\n", strings.Repeat("字", 33) + "\n\n"} {
		for _, m := range k.hears(moved(k.c.Ticket, handoff.AgentSaid, text)).Messages {
			if m.Message.Text == "" {
				t.Errorf("an empty message, made of %.20q", text)
			}
			if n := len(utf16.Encode([]rune(m.Message.Text))); n > 20 {
				t.Errorf("%d UTF-16 units where 20 are taken, made of %.20q", n, text)
			}
		}
	}
}

// Who writes traditional reads traditional, buttons or not.
func TestTraditionalWithoutButtons(t *testing.T) {
	k := newTalk()
	k.around.Can.Buttons = false
	k.hears(say("身份證丟了"))
	text := k.answered("好").Messages[0].Message.Text
	if phrases.In(phrases.Traditional, text) != text {
		t.Errorf("%q", text)
	}
}

// A conversation stays small.
func TestHugeTextsAreKept(t *testing.T) {
	k := gathering()
	turn := k.hears(say(strings.Repeat("身", 1<<20/3)))
	data, _ := json.Marshal(k.c)
	if len(data) > 1<<16 {
		t.Errorf("a text of 1 MB makes a conversation of %d KB, written with every turn until the next question; and a task of %d KB", len(data)>>10, len(asksFor(turn)[0])>>10)
	}
}

// A photo without a file is not an empty question.
func TestEmptyPhotoAsksNothing(t *testing.T) {
	k := newTalk()
	if asked := asksFor(k.hears(bot.Photo{})); len(asked) > 0 {
		t.Errorf("looked for %q", asked)
	}
}

// A damaged ticket is one customer's loss.
func TestDamagedTicketStopsEveryStart(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir, store.Options{NoSync: true}, parrot{}, plainBook())
	must(t, d.accept(on(me, 1, say("人工"))))
	must(t, d.settled(me))
	d.close()
	damage(t, dir, "tickets")
	for n := range 2 {
		d := opened(t, dir, store.Options{NoSync: true}, parrot{}, plainBook())
		if n == 0 {
			must(t, d.accept(on(me, 2, say("二"))))
		}
		select {
		case err := <-d.done:
			t.Errorf("start %d stopped: %v", n, err)
		case <-time.After(200 * time.Millisecond):
		}
		d.close()
	}
}

// A damaged ref is a message that is sent anew.
func TestDamagedRefBlocksTheChat(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir, store.Options{NoSync: true}, parrot{}, plainBook())
	must(t, d.accept(on(me, 1, bot.Text{Message: "1", Text: "一"})))
	must(t, d.settled(me))
	d.close()
	damage(t, dir, "sent")
	b := plainBook()
	d = opened(t, dir, store.Options{NoSync: true}, parrot{}, b)
	must(t, d.accept(on(me, 2, bot.Edited{Message: "1", Text: "二"})))
	within(t, 3*time.Second, "the chat hears nothing any more", func() bool { return len(b.texts("me")) > 0 })
}

// A ticket whose conversation was lost still carries what its agent says.
func TestLostConversationMutesTheAgent(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir, store.Options{NoSync: true}, parrot{}, plainBook())
	must(t, d.accept(on(me, 1, say("人工"))))
	must(t, d.settled(me))
	d.close()
	damage(t, dir, "conversations")
	b := plainBook()
	d = opened(t, dir, store.Options{NoSync: true}, parrot{}, b)
	tickets, _ := d.db.Tickets()
	agentDoes(t, d, tickets[0].ID, handoff.AgentSaid, "您好")
	within(t, time.Second, "what the agent says goes nowhere", func() bool { return len(b.texts("me")) > 0 })
}

// Cancel stops the answer that is being looked for now, not only an earlier one.
func TestDraftsAfterCancel(t *testing.T) {
	h := &hooked{}
	var drafts atomic.Int64
	c := drafter{plainBook(), func(string) { drafts.Add(1) }}
	c.can.Stream = true
	d := hookedDesk(t, h, wordy{free: make(chan struct{})}, c)
	must(t, d.accept(on(me, 1, say("人工"))))
	must(t, d.settled(me))
	h.move = func(ctx context.Context, m bot.TicketMove, next func(context.Context, bot.TicketMove) error) error {
		if m.Event.Kind == handoff.CustomerSaid {
			agentDoes(t, d, m.Ticket, handoff.Ended, "")
		}
		return next(ctx, m)
	}
	must(t, d.accept(on(me, 2, say("慢")))) // refused by the ticket, so asked once more
	within(t, time.Second, "never refused", func() bool { c, _ := d.db.Conversation(me); return c.Ticket == "" && c.Stage == bot.Answering })
	time.Sleep(50 * time.Millisecond)
	must(t, d.accept(on(me, 3, say("取消"))))
	within(t, time.Second, "never cancelled", func() bool {
		return slices.ContainsFunc(c.texts("me"), func(s string) bool { return s == phrases.Say("cancel.done") })
	})
	time.Sleep(20 * time.Millisecond)
	n := drafts.Load()
	time.Sleep(100 * time.Millisecond)
	if more := drafts.Load() - n; more > 0 {
		t.Errorf("%d drafts after cancel, and the lane is busy for 45 s", more)
	}
}

// A picture does not change the script of who sends it.
func TestPhotoForAnAgentChangesTheScript(t *testing.T) {
	k := newTalk()
	k.hears(say("我要找客服，身份證丟了"))
	k.hears(say("人工"))
	k.hears(moved(k.c.Ticket, handoff.Opened, ""))
	k.hears(moved(k.c.Ticket, handoff.AgentSaid, "您好"))
	before := k.c.Script
	k.hears(bot.Photo{Files: []bot.File{"a"}})
	if k.c.Script != before {
		t.Errorf("%q becomes %q", before, k.c.Script)
	}
}

// What was said once stands once in the transcript.
func TestRefusedTextStandsTwiceInTheTranscript(t *testing.T) {
	k := withAgent()
	id := k.c.Ticket
	k.hears(say("我的证丢了"))
	k.hears(bot.Failed{Reason: bot.Refused, Ticket: id, Text: "我的证丢了"})
	n := 0
	for _, l := range k.c.Transcript {
		if l.Text == "我的证丢了" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d times", n)
	}
}

// These are right.
func TestRight(t *testing.T) {
	k := newTalk()
	k.hears(say("人工"))
	id := k.c.Ticket
	k.hears(moved(id, handoff.Opened, ""))
	k.hears(say("要带什么"))
	g := k.c.Generation
	k.hears(moved(id, handoff.AgentSaid, "您好"))
	if turn := k.hears(bot.Answered{Generation: g, Reply: bot.Reply{Text: "户口本"}}); len(turn.Messages) > 0 {
		t.Error("the bot speaks after the agent")
	}
	k.hears(moved(id, handoff.Ended, ""))
	if turn := k.hears(bot.Woke{Name: "nobody/" + string(id)}); len(turn.Messages) > 0 {
		t.Error("nobody came to a closed ticket")
	}
}

// What was said and shown right before a person was called is in the ticket.
func TestCallForAPersonDropsTheEnd(t *testing.T) {
	k := gathering()
	k.hears(bot.Photo{Files: []bot.File{"a"}})
	k.hears(say(strings.Repeat("很长的话", 80) + "最要紧的在这里"))
	turn := k.hears(say("人工"))
	opened := turn.Tasks[0].Effect.(bot.MoveTicket).Event
	all := ""
	for _, l := range opened.Transcript {
		all += l.Text
	}
	if !strings.Contains(all, "最要紧的在这里") {
		t.Errorf("the ticket has %d of 327 characters, and the bot will not answer", len([]rune(all)))
	}
	if !strings.Contains(all, "照片") {
		t.Error("and no word of the photo")
	}
}

// A pending burst is answered although the ticket of its customer is closed.
func TestClosingATicketDropsTheBurst(t *testing.T) {
	k := gathering()
	k.hears(say("人工"))
	id := k.c.Ticket
	k.hears(moved(id, handoff.Opened, ""))
	k.hears(say("要带什么"))
	k.hears(moved(id, handoff.Withdrawn, "")) // the customer wants no person any more
	if asked := asksFor(k.wakes()); len(asked) == 0 {
		t.Error("nobody answers 要带什么")
	}
}

// Nothing of a desk is left when it has stopped.
func TestGoroutines(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		b := plainBook()
		b.can.Gather = 5 * time.Millisecond
		d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{slow: 5 * time.Millisecond}, b)
		for i := range 20 {
			must(t, d.accept(on(bot.Address{Channel: "book", Chat: fmt.Sprint(i % 4)}, i, say("一"))))
		}
		time.Sleep(time.Duration(i0.Add(3)) * time.Millisecond)
		d.close()
	}
	within(t, time.Second, fmt.Sprintf("%d goroutines before, %d after", before, runtime.NumGoroutine()), func() bool { return runtime.NumGoroutine() <= before })
}

var i0 atomic.Int64
