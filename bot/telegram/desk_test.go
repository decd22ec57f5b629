package telegram_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/handoff"
	"huizhi/store"
	"huizhi/store/seal"
)

// parrot answers with the question. One that begins with 慢 takes its time, one with
// 边 is shown while it is being worded.
type parrot struct{ slow time.Duration }

func (p parrot) Follow(ctx context.Context, f answer.Facts, text string, _ time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	if strings.HasPrefix(text, "慢") {
		select {
		case <-time.After(p.slow):
		case <-ctx.Done():
		}
	}
	if strings.HasPrefix(text, "边") && show != nil {
		for i := range 3 {
			show(strings.Repeat("答", i+1))
			time.Sleep(20 * time.Millisecond)
		}
	}
	return f, answer.Answer{
		Kind: answer.KindAnswer, Text: "答：\n" + text, More: "再多一点",
		Sources: []answer.Source{{Title: "规定", Body: "公安厅"}}, Suggest: []string{"要多久", "要带什么"},
	}, answer.Trace{}, nil
}

func (parrot) Known(answer.Facts) []answer.Known { return nil }

// options are what a desk of a test is like.
type options struct {
	server   tgtest.Options
	telegram func(*telegram.Options)
	channel  func(*telegram.Telegram) bot.Channel // what stands before it; nil for nothing
	answers  bot.Answerer
	dir      string
	on       *tgtest.Server // that runs already
}

// desk is a desk in Telegram: the server that plays Telegram, and what was logged
// and alerted.
type desk struct {
	*tgtest.Server
	bot  *bot.Bot
	tele *telegram.Telegram
	db   *store.DB
	log  *notes
	told *notes
	stop func()
}

// patience decides when a desk hangs; a test waits for what it waits for.
const patience = time.Minute

var master = seal.NewMaster()

func open(t testing.TB, o options) *desk {
	t.Helper()
	d := &desk{Server: o.on, log: &notes{}, told: &notes{}}
	if d.Server == nil {
		d.Server = tgtest.Start(o.server)
		t.Cleanup(d.Server.Close)
	}
	if o.dir == "" {
		o.dir = t.TempDir()
	}
	if o.answers == nil {
		o.answers = parrot{}
	}
	log := slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	db, err := store.Open(o.dir, master, store.Options{NoSync: true, Logger: log})
	must(t, err)
	d.db = db
	to := telegram.Options{
		Token: telegram.Token(d.Token()), Server: d.URL(), Log: log, Now: d.Now, Pause: 5 * time.Millisecond,
		Alert: func(text string) { fmt.Fprintln(d.told, text) },
	}
	if o.telegram != nil {
		o.telegram(&to)
	}
	d.tele, err = telegram.New(to)
	must(t, err)
	var c bot.Channel = d.tele
	if o.channel != nil {
		c = o.channel(d.tele)
	}
	d.bot = bot.New(bot.Options{Store: db, Answers: o.answers, Channels: []bot.Channel{c}, Log: log})
	d.run(t)
	return d
}

// run runs the desk until stop, or the end of the test.
func (d *desk) run(t testing.TB) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = d.bot.Run(ctx) })
	running.Go(func() { _ = d.tele.Run(ctx, d.bot) })
	d.stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		must(t, d.db.Close())
	})
	t.Cleanup(d.stop)
}

// until waits until something holds.
func (d *desk) until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatalf("waited in vain until %s\n%s", what, d.log)
		}
	}
}

// said waits until the bot has said so many messages to somebody, and returns them.
func (d *desk) said(t testing.TB, u *tgtest.User, n int) []tgtest.Message {
	t.Helper()
	d.until(t, fmt.Sprintf("%d messages are there", n), func() bool { return len(ofBot(u)) >= n })
	d.settled(t, u.ID())
	got := ofBot(u)
	if len(got) != n {
		t.Fatalf("%d messages of the bot, want %d: %+v", len(got), n, got)
	}
	return got
}

// settled waits until all that came was taken, and nothing is left to do.
func (d *desk) settled(t testing.TB, chat int64) {
	t.Helper()
	d.until(t, "all is taken", func() bool { return d.Pending() == 0 })
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	must(t, d.bot.Settled(ctx, bot.Address{Channel: telegram.Name, Chat: fmt.Sprint(chat)}))
}

func ofBot(u *tgtest.User) (out []tgtest.Message) {
	for _, m := range u.Messages() {
		if m.Bot {
			out = append(out, m)
		}
	}
	return out
}

// texts are what messages say.
func texts(ms []tgtest.Message) (out []string) {
	for _, m := range ms {
		out = append(out, m.Text)
	}
	return out
}

// labels are what stands on the buttons of a message.
func labels(m tgtest.Message) (out []string) {
	for _, b := range slices.Concat(m.Rows...) {
		out = append(out, b.Label)
	}
	return out
}

// heard is how often something is in the log of tickets.
func (d *desk) heard(t testing.TB, k handoff.Kind) (n int) {
	t.Helper()
	changes, _, err := d.db.TicketsAfter(0, 100)
	must(t, err)
	for _, c := range changes {
		if c.Event.Kind == k {
			n++
		}
	}
	return n
}

// sound fails a test whose calls Telegram would have taken amiss.
func (d *desk) sound(t testing.TB) {
	t.Helper()
	if m := d.Misuses(); len(m) > 0 {
		t.Errorf("misused: %q", m)
	}
	if n := d.Dropped(); len(n) > 0 {
		t.Errorf("%d updates were dropped", len(n))
	}
}

// notes is what was written, from several at once.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// quiet logs nothing.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// takesTime leaves out a test that waits for seconds where there is to be no time.
func takesTime(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it waits")
	}
}
