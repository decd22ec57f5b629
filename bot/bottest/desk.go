// Package bottest has what the tests of every channel need: a desk that runs, and one
// that can be killed.
package bottest

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/store"
	"huizhi/store/seal"
)

// Options are what a desk is like.
type Options struct {
	Dir     string       // where it keeps what must survive; a new folder if nothing is said
	Answers bot.Answerer // a Parrot if nothing is said
	Sync    bool         // each change waits for the disk
	Quiet   bool         // nothing is logged, as where time counts
}

// Desk is a Bot that runs on a real store, and what was logged.
type Desk struct {
	Bot  *bot.Bot
	DB   *store.DB
	Log  *Notes
	Stop func() // once it runs; so does the end of the test

	o Options
}

// Patience decides when a desk hangs; a test waits for what it waits for.
const Patience = time.Minute

// Master opens the stores of all desks.
func Master() seal.Master {
	m, err := seal.ParseMaster(strings.Repeat("5a", 32))
	if err != nil {
		panic(err)
	}
	return m
}

// Open opens the store of a desk. What it logs goes to Log from here on.
func Open(t testing.TB, o Options) *Desk {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.Answers == nil {
		o.Answers = Parrot{}
	}
	d := &Desk{Log: &Notes{}, o: o}
	var err error
	d.DB, err = store.Open(o.Dir, Master(), store.Options{NoSync: !o.Sync, Logger: d.Logger()})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Logger logs everything.
func (d *Desk) Logger() *slog.Logger {
	if d.o.Quiet {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(d.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// Run runs the desk on a channel, with what goes on beside it, until Stop or the end of
// the test.
func (d *Desk) Run(t testing.TB, c bot.Channel, beside ...func(context.Context)) {
	d.Bot = bot.New(bot.Options{Store: d.DB, Answers: d.o.Answers, Channels: []bot.Channel{c}, Log: d.Logger()})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = d.Bot.Run(ctx) })
	for _, f := range beside {
		running.Go(func() { f(ctx) })
	}
	d.Stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		if err := d.DB.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(d.Stop)
}

// Until waits until something holds.
func (d *Desk) Until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Since(begin) > Patience {
			t.Fatalf("waited in vain until %s\n%s", what, d.Log)
		}
	}
}

// Settled waits until nothing is left to do for an address.
func (d *Desk) Settled(t testing.TB, a bot.Address) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), Patience)
	defer stop()
	if err := d.Bot.Settled(ctx, a); err != nil {
		t.Fatal(err)
	}
}

// TakesTime leaves out a test that waits, or does the same very often, where there is to
// be no time.
func TakesTime(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes time")
	}
}
