package store_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
	"huizhi/store/seal"
)

// schema1 copies the folder that a program of schema 1 has written.
func schema1(t *testing.T) *shop {
	t.Helper()
	m, err := seal.ParseMaster("2026112220261122202611222026112220261122202611222026112220261122")
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{t: t, dir: t.TempDir(), master: m}
	s.options = store.Options{MmapSize: 1 << 22, Now: func() time.Time { return time.Date(2026, 11, 28, 20, 0, 0, 0, time.UTC) }}
	s.must(os.CopyFS(s.dir, os.DirFS("testdata/2026-11-schema1")))
	s.must(os.Chmod(s.path("subjects.key"), 0o600))
	return s
}

func (s *shop) at(chat string) bot.Conversation {
	s.t.Helper()
	c, err := s.Conversation(bot.Address{Channel: "terminal", Chat: chat})
	s.must(err)
	return c
}

// What a program of schema 1 has written opens, and all of it can be read.
func TestSchema1Opens(t *testing.T) {
	s := schema1(t)
	s.open()
	for range 2 { // as it was found, and as it is since
		r, err := s.Check(ctx)
		s.must(err)
		s.is([]int{r.Schema, r.Customers, r.Orphans, len(r.Lost), len(r.Problems)}, []int{5, 6, 0, 0, 0})
		s.is(s.at("answered").Known, "[{Name:place Label:江门市} {Name:service Label:丢失补领}]")
		s.is(s.at("asked").Asks, "age")
		s.is(s.at("ticket").Ticket, "ed12d21740a97910")
		s.is(s.at("rated").Told[1].Voted, true)
		burst := s.at("gathering").Burst // a stage of its own, when it was written
		s.is([]any{s.at("gathering").Stage, len(burst.Heard), burst.Until.IsZero()}, []any{bot.Idle, 3, false})
		s.is(s.at("erased"), bot.Conversation{})
		_, ok := s.Customer(bot.Address{Channel: "terminal", Chat: "erased"})
		s.is(ok, false)

		open, err := s.Tickets()
		s.must(err)
		s.is([]any{len(open), open[0].Status, open[0].City}, []any{1, handoff.Waiting, "佛山市"})
		events, err := s.TicketEvents(open[0].ID, 0, 10)
		s.must(err)
		log, after, err := s.TicketsAfter(0, 10)
		s.must(err)
		s.is([]any{len(events), events[0].Kind, len(events[0].Transcript) > 0}, []any{open[0].Version, handoff.Opened, true})
		s.is([]any{len(log), log[0].Event, log[0].From, after}, []any{open[0].Version, events[0], bot.Address{Channel: "terminal", Chat: "ticket"}, len(log)})
		read, err := s.Cursor("bot/tickets")
		s.must(err)
		s.is(read >= after, true) // nobody follows anything again
		notes, _, err := s.Feedback(0, 10)
		s.must(err)
		s.is([]any{len(notes), notes[0].Kind, notes[1].Kind}, []any{2, bot.Miss, bot.Down})
		in, err := s.Load(s.backlog().Events[0])
		s.must(err)
		s.is(in.Event.(bot.Text).Text, "在东莞补身份证要多少钱")
		s.reopen()
	}
	_, err := s.Erase(ctx, "terminal/rated") // the key file becomes version 2
	s.must(err)
	s.reopen()
	s.must(s.sweepAndCheck())
	s.is(s.at("answered").Asks, "age")
	s.must(s.Close())
}

// It remembers no generation. A key file that does not know everybody is older
// all the same, and the folder is left as it was.
func TestSchema1RefusesOlderKeys(t *testing.T) {
	s := schema1(t)
	keys := s.keyFile()
	for cut, want := range map[int]error{keyRecord: store.ErrOlderKeys, 3 * keyRecord: store.ErrOlderKeys, 1: seal.ErrDamaged} {
		s.putKeys(keys[:len(keys)-cut])
		before := sums(t, s.dir)
		s.refuses(want)
		s.is(sums(t, s.dir), before)
	}
	s.putKeys(keys)
	s.open()
	s.must(s.sweepAndCheck())
	s.must(s.Close())
	s.putKeys(keys[:len(keys)-keyRecord])
	s.refuses(store.ErrOlderKeys)
}

// A backup of that time may know people who were erased before there were
// tombstones. Where the database that it replaces vouches for the key file, it
// comes back with them, and nobody can read them.
func TestSchema1Backup(t *testing.T) {
	s := schema1(t)
	db, err := os.ReadFile(s.path("huizhi.db"))
	s.must(err)
	from := t.TempDir()
	s.must(os.WriteFile(filepath.Join(from, "huizhi.db"), db, 0o600))
	manifest := fmt.Sprintf(`{"database": "eba4b1343ad5e5e3649be9a57f546f12", "schema": 1, "size": %d, "sha256": "%x"}`, len(db), sha256.Sum256(db))
	s.must(os.WriteFile(filepath.Join(from, "manifest.json"), []byte(manifest), 0o600))
	keys := s.keyFile()
	s.putKeys(keys[:len(keys)-keyRecord])
	_, err = store.Restore(ctx, from, s.dir, s.master, s.options)
	s.fails(err, store.ErrOlderKeys)

	s.options.AcceptOlderKeys = true
	s.open()
	s.must(s.Close())
	s.options.AcceptOlderKeys = false
	r, err := store.Restore(ctx, from, s.dir, s.master, s.options)
	s.must(err)
	s.is([]int{r.Lost, r.Swept.Records}, []int{1, 0})
	s.open()
	s.is(s.at("answered").Asks, "age")
	s.must(s.Close())
}
