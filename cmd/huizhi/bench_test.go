package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai/fake"
	"huizhi/bot"
	"huizhi/encoder"
	"huizhi/store"
	"huizhi/store/seal"
)

const benchKey = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"

// BenchmarkRestart is the whole program from its start to the end of the first
// answer, on a folder with a hundred thousand conversations.
func BenchmarkRestart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "huizhi")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, n := range []int{0, 100_000} {
		dir := b.TempDir()
		converse(b, dir, n)
		b.Run(fmt.Sprintf("conversations=%d", n), func(b *testing.B) {
			for b.Loop() {
				c := exec.Command(program, "chat", "-as", "7")
				c.Env = []string{"HUIZHI_DATA=" + dir, "HUIZHI_KEY=" + benchKey}
				c.Stdin = strings.NewReader("江门身份证丢了怎么补\n")
				out, err := c.CombinedOutput()
				if err != nil || !strings.Contains(string(out), "丢失补领") {
					b.Fatalf("%v\n%s", err, out)
				}
			}
		})
	}
}

// converse makes so many conversations.
func converse(b *testing.B, dir string, n int) {
	master, err := seal.ParseMaster(benchKey)
	if err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(dir, master, store.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var wg sync.WaitGroup
	for lane := range 64 {
		wg.Go(func() {
			for i := lane; i < n; i += 64 {
				if err := conversation(db, i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// conversation is one that has come to rest.
func conversation(db *store.DB, i int) error {
	ctx := context.Background()
	a := bot.Address{Channel: "terminal", Chat: fmt.Sprint(i)}
	in := bot.Incoming{Key: bot.Key(fmt.Sprint("bench/", i)), From: a, At: time.Now(), Event: bot.Text{Text: "江门"}}
	queued, err := db.Accept(ctx, bot.Batch{Events: []bot.Incoming{in}})
	if err != nil {
		return err
	}
	c := bot.Conversation{More: strings.Repeat("江门市身份证丢失补领", 20)}
	_, err = db.Commit(ctx, bot.Turn{Of: queued[0], Conversation: c})
	return err
}

// BenchmarkQuestion is one question answered by the whole program, its meaning
// encoded anew each time: one that stands so in the articles, one of twenty
// characters that is weighed, and two at once.
func BenchmarkQuestion(b *testing.B) {
	calls := &call{surroundings: surroundings{out: io.Discard, errs: io.Discard, builtIn: builtIn, encoder: encoder.Load}}
	_, answers, err := openDesk(b.Context(), calls)
	if err != nil {
		b.Fatal(err)
	}
	for name, text := range map[string]string{
		"exact":  "拍身份证可以戴眼镜吗",
		"twenty": "那个相片要是眼睛闭上了机器会不会不让过",
		"two":    "我是湖南人，今年18岁，从来没办过身份证，现在在江门上班，能在江门办吗?要带什么?",
	} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				said := text
				if name != "exact" {
					said += string(rune('一' + i%20_000)) // so that nothing is remembered
				}
				if _, _, err := answers.Answer(b.Context(), answer.Facts{}, said, time.Now()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkModelOfASecond is how long customers wait for the first text with a model that
// takes a second for each call: for a question in exact words, and for others.
func BenchmarkModelOfASecond(b *testing.B) {
	lib, err := builtIn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	plain, err := lib.answerer()
	if err != nil {
		b.Fatal(err)
	}
	t, err := newTrial(lib, plain, fake.Behaviour{Pause: time.Nanosecond, Write: func(r fake.Request) string {
		time.Sleep(time.Second)
		return fake.Sensible(r)
	}})
	if err != nil {
		b.Fatal(err)
	}
	defer t.server.Close()
	for name, text := range map[string]string{
		"exact":  "身份证丢了怎么补",
		"others": "昨晚钱包搞掉了，身份证在里头，江门这边弄张新的要带些啥子",
	} {
		b.Run(name, func(b *testing.B) {
			var first time.Duration
			for b.Loop() {
				begun, once := time.Now(), sync.Once{}
				seen := func(string) { once.Do(func() { first += time.Since(begun) }) }
				_, _, _, err := t.with.Follow(b.Context(), answer.Facts{}, text, begun, seen)
				if err != nil {
					b.Fatal(err)
				}
				seen("")
			}
			b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms/first-text")
		})
	}
}

// BenchmarkFlood is how long customers wait for answers from the articles, p99,
// while nobody else writes and while one sends a thousand messages.
func BenchmarkFlood(b *testing.B) {
	calls := &call{surroundings: surroundings{out: io.Discard, errs: io.Discard, builtIn: builtIn, encoder: encoder.Load}}
	_, answers, err := openDesk(b.Context(), calls)
	if err != nil {
		b.Fatal(err)
	}
	master, _ := seal.ParseMaster(benchKey)
	var calm, flooded []time.Duration
	for b.Loop() {
		db, err := store.Open(b.TempDir(), master, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		desk := bot.New(bot.Options{Store: db, Answers: answers, Channels: []bot.Channel{silent{}}, Log: calls.logger()})
		ctx, stop := context.WithCancel(b.Context())
		done := make(chan error)
		go func() { done <- desk.Run(ctx) }()
		calm = append(calm, waits(b, desk, "calm")...)
		var wg sync.WaitGroup
		wg.Go(func() { flood(b, desk) })
		flooded = append(flooded, waits(b, desk, "flooded")...)
		wg.Wait()
		stop()
		<-done
		_ = db.Close()
	}
	b.ReportMetric(p99(calm).Seconds()*1000, "ms-p99-calm")
	b.ReportMetric(p99(flooded).Seconds()*1000, "ms-p99-flooded")
	b.ReportMetric(float64(p99(flooded))/float64(p99(calm)), "ratio")
}

// silent is a channel that nobody reads.
type silent struct{}

func (silent) Name() string                                                  { return "silent" }
func (silent) Can() bot.Capabilities                                         { return bot.Capabilities{Buttons: true} }
func (silent) Send(_ context.Context, d bot.Delivery) (bot.Ref, error)       { return bot.Ref(d.Key), nil }
func (silent) Edit(_ context.Context, _ bot.Ref, _ bot.Delivery) (err error) { return nil }

func flood(b *testing.B, desk *bot.Bot) {
	for i := range 1000 {
		if err := desk.Accept(b.Context(), batch("flood", i, "外地人可以在江门办理身份证吗")); err != nil {
			b.Error(err)
			return
		}
	}
}

// waits is eight customers who ask and wait for the answer, forty times each.
func waits(b *testing.B, desk *bot.Bot, run string) []time.Duration {
	var mu sync.Mutex
	var out []time.Duration
	var wg sync.WaitGroup
	for lane := range 8 {
		wg.Go(func() {
			chat := fmt.Sprint(run, lane)
			for i := range 40 {
				begin := time.Now()
				if err := desk.Accept(b.Context(), batch(chat, i, "江门身份证丢了怎么补")); err != nil {
					b.Error(err)
				}
				if err := desk.Settled(b.Context(), bot.Address{Channel: "silent", Chat: chat}); err != nil {
					b.Error(err)
				}
				mu.Lock()
				out = append(out, time.Since(begin))
				mu.Unlock()
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	wg.Wait()
	return out
}

func batch(chat string, i int, text string) bot.Batch {
	return bot.Batch{Events: []bot.Incoming{{
		Key: bot.Key(fmt.Sprint(chat, "/", i)), From: bot.Address{Channel: "silent", Chat: chat}, At: time.Now(), Event: bot.Text{Text: text},
	}}}
}

func p99(waits []time.Duration) time.Duration {
	slices.Sort(waits)
	return waits[len(waits)*99/100]
}
