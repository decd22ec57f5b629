package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/store"
)

// BenchmarkTurns is how many questions go through journal, step, commit, answer
// and delivery in a second, when so many chats write at once. Each question is
// two turns: that it was asked, and that it was answered.
func BenchmarkTurns(b *testing.B) {
	for _, lanes := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("lanes=%d", lanes), func(b *testing.B) {
			d := opened(b, b.TempDir(), store.Options{}, parrot{}, &book{name: "book"})
			b.ResetTimer()
			busy(b, d, lanes, b.N)
			b.ReportMetric(2*float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}

// busy asks n questions in so many chats, each of them one after the other.
func busy(tb testing.TB, d *desk, lanes, n int) {
	var wg sync.WaitGroup
	for lane := range lanes {
		wg.Go(func() {
			a := bot.Address{Channel: "book", Chat: strconv.Itoa(lane)}
			for i := lane; i < n; i += lanes {
				if err := d.accept(on(a, i, say("江门要带什么"))); err != nil {
					tb.Error(err)
					return
				}
				if err := d.settled(a); err != nil {
					tb.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkMemory is how much memory a million turns leave behind:
//
//	go test ./bot -run '^$' -bench Memory -benchtime 500000x
//
// The disk is not waited for, so that it ends on the same day.
func BenchmarkMemory(b *testing.B) {
	d := opened(b, b.TempDir(), store.Options{NoSync: true}, parrot{}, &forgetful{book{name: "book"}})
	busy(b, d, 64, min(b.N, 2000)) // what is kept once for all
	before := heap()
	b.ResetTimer()
	busy(b, d, 64, b.N)
	b.ReportMetric(2*float64(b.N), "turns")
	b.ReportMetric(float64(before)/(1<<20), "MB-before")
	b.ReportMetric(float64(heap())/(1<<20), "MB-after")
}

// forgetful is a channel that keeps no book.
type forgetful struct{ book }

func (f *forgetful) Send(_ context.Context, d bot.Delivery) (bot.Ref, error) {
	return bot.Ref(d.Key), nil
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Whatever somebody types, names a chat or presses, nothing breaks, and the next
// question is answered.
func TestNaughtyStrings(t *testing.T) {
	d := opened(t, t.TempDir(), store.Options{NoSync: true}, parrot{}, &book{name: "book", can: bot.Capabilities{Buttons: true}})
	for i, s := range naughty(t) {
		a := bot.Address{Channel: "book", Chat: s}
		events := []bot.Event{
			bot.Text{Message: s, Text: s}, bot.Button{Data: s, Label: s}, bot.Button{Data: "say", Label: s}, bot.Button{Data: "drop/" + s},
			bot.Edited{Message: s, Text: s}, bot.Photo{Message: s, Files: []bot.File{bot.File(s)}, Caption: s}, bot.Unreadable{What: s},
		}
		for j, e := range events {
			in := bot.Incoming{Key: bot.Key(fmt.Sprint(s, i, "/", j)), From: a, At: time.Now(), Event: e}
			if err := d.accept(in); err != nil {
				t.Fatalf("%q: %v", s, err)
			}
		}
		if err := d.settled(a); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
	}
	if report, err := d.db.Check(t.Context()); err != nil || len(report.Problems) > 0 {
		t.Errorf("afterwards the store is not sound: %v %v", report.Problems, err)
	}
}

// naughty are strings that break programs: some of our own, and a file of more
// (a JSON list) that HUIZHI_NAUGHTY names.
func naughty(t *testing.T) []string {
	out := []string{
		"", " ", "\x00", "\xff\xfe", "﷽", "🏳️‍🌈", "\u202eabc", "\u200b", "%s%n%d", "{{.}}", "'; DROP TABLE", "../../etc/passwd",
		"<script>", "null", "true", "1e309", "-1", "０", "\r\n\r\n", "/start@", "/", "//", "say/say", "人工\x00", "Ω≈ç√∫", "\ud7ff\U0010ffff",
	}
	name := os.Getenv("HUIZHI_NAUGHTY")
	if name == "" {
		return out
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var more []string
	if err := json.Unmarshal(data, &more); err != nil {
		t.Fatal(err)
	}
	return append(out, more...)
}
