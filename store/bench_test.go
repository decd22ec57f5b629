package store_test

import (
	"flag"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
	"huizhi/store/seal"
)

// A turn is three changes one after the other: an event accepted, its turn
// committed with one message, the message sent.
func BenchmarkTurn(b *testing.B) {
	for _, lanes := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(lanes), func(b *testing.B) {
			db, err := store.Open(b.TempDir(), seal.NewMaster(), store.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for l := range lanes {
				wg.Go(func() {
					from := bot.Address{Channel: "web", Chat: fmt.Sprint(l)}
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if err := oneTurn(db, from, fmt.Sprint("key", n)); err != nil {
							b.Error(err)
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}

func oneTurn(db *store.DB, from bot.Address, key string) error {
	q, err := db.Accept(ctx, bot.Batch{Events: []bot.Incoming{text(key, from, "how long does it take?")}})
	if err != nil {
		return err
	}
	t := turn(q[0], key)
	t.Messages, t.Tasks, t.Notes = t.Messages[:1], nil, nil
	out, err := db.Commit(ctx, t)
	if err != nil {
		return err
	}
	return db.Sent(ctx, out[0], "4711")
}

// Opening reads every key, and looks once at every page in use.
func BenchmarkOpen100k(b *testing.B) {
	dir, master := b.TempDir(), seal.NewMaster()
	db, err := store.Open(dir, master, store.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	const batch = 1000
	for i := range 100_000 / batch {
		fillMany(b, db, i*batch, batch)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		db, err := store.Open(dir, master, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := db.Backlog(); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		db.Close()
		b.StartTimer()
	}
}

// fillMany makes n conversations, in a few transactions.
func fillMany(b *testing.B, db *store.DB, first, n int) {
	var events []bot.Incoming
	for i := range n {
		key := fmt.Sprint("key", first+i)
		events = append(events, text(key, bot.Address{Channel: "web", Chat: key}, "x"))
	}
	queued, err := db.Accept(ctx, bot.Batch{Events: events})
	if err != nil {
		b.Fatal(err)
	}
	var wg sync.WaitGroup
	for i, q := range queued {
		wg.Go(func() {
			t := turn(q, fmt.Sprint("key", first+i))
			t.Messages, t.Tasks, t.Notes, t.Wakes = nil, nil, nil, nil
			if _, err := db.Commit(ctx, t); err != nil {
				b.Error(err)
			}
		})
	}
	wg.Wait()
}

// A move costs the same however much is in the log, and however long its ticket
// has lived:
//
//	go test ./store -run '^$' -bench Move -benchtime 300x -lines 1000000
func BenchmarkMove(b *testing.B) {
	dir, master := b.TempDir(), seal.NewMaster()
	with := func(o store.Options, do func(db *store.DB)) {
		db, err := store.Open(dir, master, o)
		if err != nil {
			b.Fatal(err)
		}
		do(db)
		db.Close()
	}
	with(store.Options{NoSync: true}, func(db *store.DB) { fillMany(b, db, 0, 1) })
	fresh := func(db *store.DB, name string) {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				moves(b, db, fmt.Sprint(b.Name(), b.N, "/", i), 0, 1)
			}
		})
	}
	with(store.Options{}, func(db *store.DB) { fresh(db, "empty") })
	with(store.Options{NoSync: true}, func(db *store.DB) {
		var wg sync.WaitGroup
		for lane := range 256 {
			wg.Go(func() {
				for i := lane; i < 10_000; i += 256 {
					moves(b, db, fmt.Sprint("t", i), 0, *lines/10_000)
				}
			})
		}
		wg.Wait()
		moves(b, db, "long", 0, 5_000)
	})
	with(store.Options{}, func(db *store.DB) {
		fresh(db, "full")
		b.Run("long", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				moves(b, db, "long", 5_000+i, 1)
			}
		})
	})
}

// moves says something on a ticket n times; the first opens it.
func moves(b *testing.B, db *store.DB, ticket string, first, n int) {
	who := bot.Address{Channel: "web", Chat: "key0"}
	for i := first; i < first+n; i++ {
		e := handoff.Event{Kind: handoff.BotSaid, At: noon, Text: "how long does it take?"}
		if i == 0 {
			e = handoff.Event{Kind: handoff.Opened, At: noon}
		}
		m := bot.TicketMove{Key: bot.Key(fmt.Sprint(ticket, "/", i)), From: who, Ticket: handoff.ID(ticket), Event: e}
		if _, err := db.MoveTicket(ctx, m); err != nil {
			b.Error(err)
			return
		}
	}
}

var lines = flag.Int("lines", 100_000, "how many lines are in the log that BenchmarkMove measures on")
