package telegram_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/answer"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// benchChats is how many people write at once.
const benchChats = 64

// BenchmarkUpdates is how many updates a second are replied to, from the server that
// plays Telegram and back: by a desk that has each on disk before it is acknowledged
// and each reply before it is sent, and by the library's own loop, which keeps
// nothing, with its defaults. Both send the text back that they were sent.
//
//	go test ./bot/telegram -run '^$' -bench Updates -benchtime 5000x -count 5
func BenchmarkUpdates(b *testing.B) {
	b.Run("huizhi", func(b *testing.B) { replies(b, beginDesk) })
	b.Run("library", func(b *testing.B) { replies(b, beginLibrary) })
}

// replies has people write, and waits until all are replied to.
func replies(b *testing.B, begin func(*testing.B, *tgtest.Server)) {
	s := tgtest.Start(tgtest.Options{Keep: 100})
	b.Cleanup(s.Close)
	var sent counter
	s.SaveTo(&sent)
	begin(b, s)
	reply := func(n int) {
		for i := range n {
			s.User(int64(1+i%benchChats), "小明").Say(fmt.Sprintf("在江门补身份证要多少钱 %d", i))
		}
	}
	await := func(n int) {
		ctx, stop := context.WithTimeout(context.Background(), 10*bottest.Patience)
		defer stop()
		if err := s.Await(ctx, func() bool { return sent.Load() >= int64(n) }); err != nil {
			b.Fatalf("%d of %d are replied to", sent.Load(), n)
		}
	}
	reply(benchChats) // connections are made, and everybody is known
	await(benchChats)
	b.ResetTimer()
	reply(b.N)
	await(benchChats + b.N)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
}

// counter counts what is written.
type counter struct{ atomic.Int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.Add(1)
	return len(p), nil
}

// echo answers with the question and nothing else.
type echo struct{}

func (echo) Follow(_ context.Context, f answer.Facts, text string, _ time.Time, _ func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	return f, answer.Answer{Kind: answer.KindAnswer, Text: text}, answer.Trace{}, nil
}

func (echo) Known(answer.Facts) []answer.Known { return nil }

func beginDesk(b *testing.B, s *tgtest.Server) {
	d := bottest.Open(b, bottest.Options{Answers: echo{}, Sync: true, Quiet: true})
	tele, err := telegram.New(telegram.Options{Token: telegram.Token(s.Token()), Server: s.URL(), Log: d.Logger()})
	must(b, err)
	d.Run(b, tele, func(ctx context.Context) { _ = tele.Run(ctx, d.Bot) })
}

func beginLibrary(b *testing.B, s *tgtest.Server) {
	back := func(ctx context.Context, t *tg.Bot, u *models.Update) {
		text := strings.TrimSpace(u.Message.Text)
		if _, err := t.SendMessage(ctx, &tg.SendMessageParams{ChatID: u.Message.Chat.ID, Text: text}); err != nil && ctx.Err() == nil {
			b.Error(err)
		}
	}
	t, err := tg.New(s.Token(), tg.WithServerURL(s.URL()), tg.WithDefaultHandler(back))
	must(b, err)
	ctx, stop := context.WithCancel(context.Background())
	b.Cleanup(stop)
	go t.Start(ctx)
}
