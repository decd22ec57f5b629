package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/store"
	"huizhi/store/seal"
)

// A desk that is told to stop while updates stream in stops as any other: it
// finishes what it has taken, and alarms nobody.
func TestADeskThatStopsInACrowdStopsWell(t *testing.T) {
	for range 2 {
		s := tgtest.Start(tgtest.Options{})
		for i := range int64(1500) {
			s.User(1000+i, "小明").Say("你好")
		}
		sv := serving(t, s, map[string]string{"HUIZHI_TELEGRAM_BUDGET": "- - -"}, "-burst", "0s")
		sv.until("some are taken", func() bool { return s.Pending() < 1300 })
		sv.stop()
		code := <-sv.code
		s.Close()
		if log := sv.log.String(); code != done || strings.Contains(log, "msg=alert") {
			at := strings.LastIndex(strings.TrimSpace(log), "\n")
			t.Fatalf("status %d, alert: %v\n%s", code, strings.Contains(log, "msg=alert"), log[at+1:])
		}
	}
}

// halting is a channel that takes nothing for some chats, and all of the others.
type halting struct{}

func (halting) Name() string                                      { return "halting" }
func (halting) Can() bot.Capabilities                             { return bot.Capabilities{} }
func (halting) Edit(context.Context, bot.Ref, bot.Delivery) error { return nil }
func (halting) Send(_ context.Context, d bot.Delivery) (bot.Ref, error) {
	if strings.HasPrefix(d.To.Chat, "stuck") {
		return "", &bot.WaitError{For: 30 * time.Second}
	}
	return bot.Ref(d.Key), nil
}

// echo answers with the question.
type echo struct{}

func (echo) Follow(_ context.Context, f answer.Facts, text string, _ time.Time, _ func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	return f, answer.Answer{Kind: answer.KindAnswer, Text: text}, answer.Trace{}, nil
}

func (echo) Known(answer.Facts) []answer.Known { return nil }

// stuck is a desk where a chat is without any progress, and so is each chat that says
// something more; f looks at it.
func stuck(t *testing.T, f func(*bot.Bot, func(n int))) {
	synctest.Test(t, func(t *testing.T) {
		log := slog.New(slog.DiscardHandler)
		db, err := store.Open(t.TempDir(), seal.NewMaster(), store.Options{NoSync: true, Logger: log})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		b := bot.New(bot.Options{Store: db, Answers: echo{}, Channels: []bot.Channel{halting{}}, Log: log})
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		say := func(n int) {
			in := bot.Incoming{Key: bot.Key(fmt.Sprint("k", n)), From: bot.Address{Channel: "halting", Chat: fmt.Sprint("stuck", n)}, At: time.Now(), Event: bot.Text{Message: fmt.Sprint(n), Text: "甲"}}
			if err := b.Accept(ctx, bot.Batch{Events: []bot.Incoming{in}}); err != nil {
				t.Error(err)
			}
		}
		say(0)
		f(b, say)
		stop()
		<-ended
	})
}

// That somebody waits is told every ten minutes, however many wait: it is the same
// trouble.
func TestAQueueThatStandsIsToldOnce(t *testing.T) {
	stuck(t, func(b *bot.Bot, say func(int)) {
		al := newAlerts(slog.New(slog.DiscardHandler), newMetrics(func() answer.Tally { return answer.Tally{} }))
		told := 0
		al.notify = func(context.Context, string) error { told++; return nil }
		ctx, stop := context.WithTimeout(context.Background(), 11*time.Minute) // two of them are without progress for long enough
		defer stop()
		go al.send(ctx)
		go al.look(ctx, b)
		for n := range 40 { // one message each quarter of a minute: the numbers change
			say(n + 1)
			time.Sleep(15 * time.Second)
		}
		<-ctx.Done()
		synctest.Wait()
		if told > 2 {
			t.Errorf("told %d times in eleven minutes; %d texts are remembered", told, len(al.told))
		}
	})
}

// One chat in which Telegram wants no more of us for a while does not make the whole
// desk unready: it would be taken out of service for all.
func TestOneStuckChatIsNoUnreadyDesk(t *testing.T) {
	tele, err := telegram.New(telegram.Options{Token: "7:x", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	stuck(t, func(b *bot.Bot, _ func(int)) {
		time.Sleep(5 * time.Minute)
		db, err := store.Open(t.TempDir(), seal.NewMaster(), store.Options{NoSync: true, Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		s := &server{c: &call{}, data: &data{DB: db}, bot: b, telegram: tele}
		s.c.config = config{telegram: telegramConfig{webhook: "https://desk.example/hook"}}
		if r := s.state(); !r.ok() {
			t.Errorf("%+v", r)
		}
	})
}

// An alert that Telegram does not take now is told later.
func TestAnAlertIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		al := newAlerts(slog.New(slog.DiscardHandler), newMetrics(func() answer.Tally { return answer.Tally{} }))
		var told []string
		tries := 0
		al.notify = func(_ context.Context, text string) error {
			if tries++; tries == 1 {
				return &bot.WaitError{For: 20 * time.Second}
			}
			told = append(told, text)
			return nil
		}
		ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
		defer stop()
		go al.send(ctx)
		al.tell("somebody must see to this")
		<-ctx.Done()
		synctest.Wait()
		if len(told) != 1 {
			t.Errorf("told %q after %d tries", told, tries)
		}
	})
}

// Why a desk stops is told as it is: an address that is taken is no fault of the
// data.
func TestTheLastWordsAreTrue(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	sv := serving(t, s, map[string]string{"HUIZHI_LISTEN": l.Addr().String()})
	if code := <-sv.code; code != failed {
		t.Errorf("status %d", code)
	}
	if log := sv.log.String(); strings.Contains(log, "数据目录 ") || !strings.Contains(log, l.Addr().String()) {
		t.Errorf("of an address that is taken it says: %s", log)
	}
}

// A secret that stands in the place of another setting is not shown.
func TestASecretInTheWrongPlaceIsNotShown(t *testing.T) {
	for _, name := range []string{"HUIZHI_ALERTS", "HUIZHI_TELEGRAM_BUDGET", "HUIZHI_LOG"} {
		env := map[string]string{name: "7000000001:AAsecret-of-the-bot", "HUIZHI_DATA": t.TempDir(), "HUIZHI_LISTEN": "127.0.0.1:0"}
		var out safeText
		shared.with(context.Background(), []string{"doctor"}, surroundings{
			in: strings.NewReader(""), out: &out, errs: &out,
			getenv: func(n string) string { return env[n] }, environ: func() []string { return nil },
		})
		if strings.Contains(out.String(), "AAsecret") {
			t.Errorf("%s: the token is shown", name)
		}
	}
}
