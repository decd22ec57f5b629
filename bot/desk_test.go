package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/kb/place"
	"huizhi/store"
	"huizhi/store/memory"
)

// parrot answers with the question. It knows one city, and what it does not
// know is what begins with a question mark.
type parrot struct{ slow time.Duration }

const jiangmen place.Name = "江门市"

func (p parrot) Follow(ctx context.Context, f answer.Facts, text string, _ time.Time, _ func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	if strings.HasPrefix(text, "慢") {
		p.slow = 10 * time.Millisecond
	}
	select {
	case <-time.After(p.slow):
	case <-ctx.Done():
		return f, answer.Answer{}, answer.Trace{}, ctx.Err()
	}
	if strings.Contains(text, "panic") {
		panic(text)
	}
	if strings.Contains(text, "江门") {
		f.Places = []place.Name{jiangmen}
	}
	a := answer.Answer{Kind: answer.KindAnswer, Text: "答：" + text, More: "再多一点"}
	if strings.HasPrefix(text, "?") {
		a.Kind, a.More = answer.KindUnknown, ""
	}
	return f, a, answer.Trace{}, nil
}

func (parrot) Known(f answer.Facts) []answer.Known {
	if len(f.Places) == 0 {
		return nil
	}
	return []answer.Known{{Name: answer.AsksPlace, Label: string(f.Places[0])}}
}

// record is a message as the channel's own book has it.
type record struct {
	To      string
	Key     bot.Key
	Text    string
	Buttons []bot.Choice
	Edits   bot.Ref `json:",omitempty"`
}

// book is a channel that writes down what it is given: in memory, and in a
// file if it has one, which outlives the process.
type book struct {
	name   string
	can    bot.Capabilities
	file   *os.File
	before func(bot.Delivery) error // may refuse

	mu   sync.Mutex
	sent []record
}

func (b *book) Name() string          { return b.name }
func (b *book) Can() bot.Capabilities { return b.can }

func (b *book) Send(_ context.Context, d bot.Delivery) (bot.Ref, error) {
	return bot.Ref(d.Key), b.write(d, "")
}

func (b *book) Edit(_ context.Context, ref bot.Ref, d bot.Delivery) error { return b.write(d, ref) }

func (b *book) write(d bot.Delivery, edits bot.Ref) error {
	if b.before != nil {
		if err := b.before(d); err != nil {
			return err
		}
	}
	r := record{d.To.Chat, d.Key, d.Message.Text, slices.Concat(d.Message.Buttons...), edits}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent = append(b.sent, r)
	if b.file == nil {
		return nil
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = b.file.Write(append(line, '\n')) // one write; a kill may still tear it
	return err
}

func (b *book) records() []record {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.sent)
}

// texts is what was said to one chat, message for message.
func (b *book) texts(chat string) []string {
	var out []string
	for _, r := range b.records() {
		if r.To == chat {
			out = append(out, r.Text)
		}
	}
	return out
}

// newBook is a book of a channel that can do most things.
func newBook() *book { return &book{name: "book", can: bot.Capabilities{Buttons: true, Edit: true}} }

var master = bottest.Master()

// desk is a Bot that runs on a real store.
type desk struct {
	*bot.Bot
	db   *store.DB
	stop context.CancelFunc
	done chan error
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// open opens the store of a folder and runs a Bot on it.
func open(dir string, o store.Options, answers bot.Answerer, channels ...bot.Channel) (*desk, error) {
	db, err := inFile(dir, o)
	if err != nil {
		return nil, err
	}
	return run(db, bot.Options{Store: db, Answers: answers, Channels: channels}), nil
}

// keeper opens the store of a folder, again and again.
type keeper func(dir string, o store.Options) (*store.DB, error)

func inFile(dir string, o store.Options) (*store.DB, error) {
	if o.MmapSize == 0 {
		o.MmapSize = 64 << 20
	}
	return store.Open(dir, master, o)
}

// inMemory has nothing but the key file in the folder.
func inMemory() keeper {
	e := memory.New()
	return func(dir string, o store.Options) (*store.DB, error) {
		e = e.Reopen()
		return store.OpenOn(e, dir, master, o)
	}
}

// run runs a Bot on a store, or on one that stands before it.
func run(db *store.DB, o bot.Options) *desk {
	o.Log = quiet()
	return start(db, bot.New(o))
}

// runForm does so with the form in the flow.
func runForm(db *store.DB, o bot.Options) *desk {
	o.Log = quiet()
	b := bot.New(o)
	b.WithForm()
	return start(db, b)
}

func start(db *store.DB, b *bot.Bot) *desk {
	ctx, stop := context.WithCancel(context.Background())
	d := &desk{b, db, stop, make(chan error, 1)}
	go func() {
		d.done <- d.Run(ctx)
		close(d.done)
	}()
	return d
}

// quick is for tests that lose no power.
var quick = store.Options{NoSync: true}

func opened(t testing.TB, dir string, o store.Options, answers bot.Answerer, channels ...bot.Channel) *desk {
	t.Helper()
	d, err := open(dir, o, answers, channels...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	return d
}

// close stops the Bot and closes the store.
func (d *desk) close() {
	d.stop()
	<-d.done
	_ = d.db.Close()
}

// accept hands events to the desk.
func (d *desk) accept(events ...bot.Incoming) error {
	return d.Accept(context.Background(), bot.Batch{Events: events})
}

// patience decides when a desk hangs; a test waits for what it waits for.
const patience = 2 * time.Minute

var errSlow = errors.New("it takes too long")

// settled waits until nothing is left to do for an address, or the desk broke.
func (d *desk) settled(a bot.Address) error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), patience, errSlow)
	defer cancel()
	go func() {
		select {
		case <-d.done:
			cancel()
		case <-ctx.Done():
		}
	}()
	err := d.Settled(ctx, a)
	if errors.Is(context.Cause(ctx), errSlow) {
		err = errSlow
	}
	return err
}

// on is an event of a chat, the nth.
func on(a bot.Address, n int, e bot.Event) bot.Incoming {
	return bot.Incoming{Key: bot.Key(fmt.Sprintf("%s/%d", a, n)), From: a, At: time.Now(), Event: e}
}

func say(text string) bot.Text { return bot.Text{Text: text} }

// me is the customer where there is only one.
var me = bot.Address{Channel: "book", Chat: "me"}

// tell hands events of one chat to the desk, and waits until it has replied.
func tell(t *testing.T, d *desk, events ...bot.Incoming) {
	t.Helper()
	must(t, d.accept(events...))
	must(t, d.settled(events[0].From))
}

// pass lets time pass in a synctest bubble.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
