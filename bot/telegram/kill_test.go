package telegram_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// kills is how often the child dies: a few times here, more by hand, as in
//
//	go test ./bot/telegram -run TestKilled -kills 2000 -timeout 2h
var kills = flag.Int("kills", 10, "how often TestKilledInTelegram kills its child")

// The child is told where Telegram is.
const (
	childServer = "HUIZHI_TEST_KILL_SERVER"
	childToken  = "HUIZHI_TEST_KILL_TOKEN"
)

func TestMain(m *testing.M) { bottest.Main(m, live) }

// live is a desk in Telegram until it is killed.
func live(dir string) error {
	tele, err := telegram.New(telegram.Options{
		Token: telegram.Token(os.Getenv(childToken)), Server: os.Getenv(childServer), Log: quiet(),
		Pause: time.Millisecond, Gather: 5 * time.Millisecond,
	})
	if err != nil {
		return err
	}
	return bottest.Live(dir, asker{}, tele, func(b *bot.Bot) error { return tele.Run(context.Background(), b) })
}

// asker answers with the question and, below <a>, has a button that asks {a}.
type asker struct{ parrot }

func (asker) Follow(ctx context.Context, f answer.Facts, text string, at time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	f, a, trace, err := parrot{}.Follow(ctx, f, text, at, show)
	a.Suggest = nil
	for _, q := range questions.FindAllString(text, -1) {
		if q[0] == '<' {
			a.Suggest = []string{"{" + q[1:len(q)-1] + "}"}
		}
	}
	return f, a, trace, err
}

// questions are what people ask in this test: <abc>, or {abc} by a button.
var questions = regexp.MustCompile(`<[a-j]+>|\{[a-j]+\}`)

// writers is how many write at once, unanswered how much may be left to answer.
const (
	writers    = 12
	unanswered = 60
)

// world is Telegram and the people in it, who outlive the desk.
type world struct {
	*tgtest.Server
	bottest.Mortal
	rand  *rand.Rand
	asked atomic.Int64 // questions

	mu       sync.Mutex
	want     map[int64][]string       // what each chat asked, in order
	said     map[int64][]tgtest.Saved // what each chat was told
	answered atomic.Int64             // questions that were told of, with those told twice
}

// Write keeps what the bot sends, as it is done.
func (w *world) Write(line []byte) (int, error) {
	var s tgtest.Saved
	if err := json.Unmarshal(line, &s); err != nil {
		return 0, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if last := w.said[s.Chat]; len(last) == 0 || last[len(last)-1].Text != s.Text {
		w.answered.Add(int64(len(questions.FindAllString(s.Text, -1))))
	}
	w.said[s.Chat] = append(w.said[s.Chat], s)
	return len(line), nil
}

// TestKilledInTelegram kills a desk at random moments while people write to it in
// bursts and press buttons, and Telegram repeats updates. It judges by what Telegram
// shows: every question is answered, in the order of its chat, and once, but for a
// message whose sending was cut off.
func TestKilledInTelegram(t *testing.T) {
	if testing.Short() {
		*kills = min(*kills, 3)
	}
	w := newWorld(t)
	feeding, stop := context.WithCancel(t.Context())
	var people sync.WaitGroup
	people.Go(func() { w.live(feeding) })
	died := w.massacre(t)
	stop()
	people.Wait()
	w.start(t)
	w.Mortal.Await(t, "all is answered", func() bool { return w.answered.Load() >= w.asked.Load() && w.Pending() == 0 })
	w.Kill()
	w.judge(t, died)
}

func newWorld(t *testing.T) *world {
	w := &world{
		Server: tgtest.Start(tgtest.Options{Keep: 1000}), Mortal: bottest.Mortal{Dir: t.TempDir()}, rand: rand.New(rand.NewPCG(uint64(*kills), 7)),
		want: map[int64][]string{}, said: map[int64][]tgtest.Saved{},
	}
	t.Cleanup(w.Close)
	t.Cleanup(func() { t.Logf("%d asked, %d answered", w.asked.Load(), w.answered.Load()) })
	w.SaveTo(w)
	var fetched atomic.Int64
	w.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "getUpdates" && fetched.Add(1)%5 == 0 {
			return tgtest.Twice()
		}
		return nil
	})
	return w
}

// live has people write in bursts and press buttons, as fast as they are answered.
func (w *world) live(ctx context.Context) {
	r := rand.New(rand.NewPCG(11, uint64(*kills)))
	for ctx.Err() == nil {
		if w.asked.Load()-w.answered.Load() > unanswered {
			time.Sleep(time.Millisecond)
			continue
		}
		u := w.User(int64(4711+r.IntN(writers)), "小明")
		for range 1 + r.IntN(4) {
			w.ask(u, r.IntN(8) == 0)
		}
		if r.IntN(3) == 0 {
			w.press(u)
		}
		time.Sleep(time.Duration(r.IntN(5)) * time.Millisecond)
	}
}

// ask asks the next question; worded, if its answer is shown while it is worded.
func (w *world) ask(u *tgtest.User, worded bool) {
	q := "<" + bottest.Lettered(int(w.asked.Add(1))) + ">"
	w.expect(u.ID(), q)
	if worded {
		q = "边" + q
	}
	u.Say(q)
}

func (w *world) expect(chat int64, q string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.want[chat] = append(w.want[chat], q)
}

// press presses the button of a question below the last message, once.
func (w *world) press(u *tgtest.User) {
	b, on := w.button(u.ID())
	if on == 0 {
		return
	}
	w.asked.Add(1)
	w.expect(u.ID(), b.Label)
	u.PressData(on, b.Data)
}

// button is one that asks what nobody has asked yet, and the message above it.
func (w *world) button(chat int64) (b tgtest.Button, on int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.said[chat]
	if len(all) == 0 {
		return b, 0
	}
	last := all[len(all)-1]
	for _, b := range slices.Concat(last.Rows...) {
		if strings.HasPrefix(b.Label, "{") && !slices.Contains(w.want[chat], b.Label) {
			return b, last.ID
		}
	}
	return b, 0
}

// massacre kills one child after another, and says when.
func (w *world) massacre(t *testing.T) (died []time.Time) {
	for n := range *kills {
		w.start(t)
		if n%3 > 0 { // the others may die while they start
			before := w.answered.Load()
			w.Mortal.Await(t, "a child answers", func() bool { return w.answered.Load() > before })
		}
		time.Sleep(time.Duration(w.rand.IntN(60)) * time.Millisecond)
		w.Kill()
		died = append(died, time.Now())
	}
	return died
}

// start starts a child.
func (w *world) start(t *testing.T) {
	t.Helper()
	w.Start(t, childServer+"="+w.URL(), childToken+"="+w.Token())
}

// judge reads what Telegram shows.
func (w *world) judge(t *testing.T, died []time.Time) {
	t.Helper()
	messages, again := 0, 0
	for chat, want := range w.want {
		var got []string
		for i, m := range w.said[chat] {
			messages++
			if i > 0 && w.said[chat][i-1].Text == m.Text {
				if again++; !between(died, w.said[chat][i-1].At, m.At) {
					t.Errorf("chat %d: message %d says the same again, though nobody died", chat, m.ID)
				}
				continue
			}
			got = append(got, questions.FindAllString(m.Text, -1)...)
		}
		bottest.Compare(t, fmt.Sprint("chat ", chat), got, want)
	}
	if n := len(w.Dropped()) + len(w.Expired()); n > 0 {
		t.Errorf("%d updates were dropped", n)
	}
	if m := w.Misuses(); len(m) > 0 {
		t.Errorf("misused: %q", m)
	}
	t.Logf("%d kills, %d questions, %d messages, %d of them twice", len(died), w.asked.Load(), messages, again)
}

// between reports a death between two sends. What a child had written to its
// connection is done a moment after its death.
func between(died []time.Time, first, second time.Time) bool {
	return slices.ContainsFunc(died, func(at time.Time) bool {
		return at.Before(second) && first.Before(at.Add(100*time.Millisecond))
	})
}
