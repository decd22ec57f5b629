package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"huizhi/bot"
	"huizhi/store"
)

const pageSize = 4096

// Each page of a database is zeroed, or bits of it are flipped. Whatever is done
// with it then, somebody is told, or it is as if nothing were wrong: nothing
// ends the program.
func TestAnyPageGoesBad(t *testing.T) {
	if testing.Short() {
		t.Skip("every page")
	}
	s := newShop(t)
	s.options.NoSync, s.options.MmapSize = true, 1<<19
	s.reopen()
	s.fill(ann)
	for i := range 40 {
		key := fmt.Sprint("crowd", i)
		s.commits(turn(s.says(key, bot.Address{Channel: "web", Chat: key}, "x"), key))
	}
	s.must(s.Close())
	whole, err := os.ReadFile(s.path("huizhi.db"))
	s.must(err)
	keys := s.keyFile()
	random, told := rand.New(rand.NewPCG(3, 4)), 0
	for at := 0; at < len(whole); at += pageSize {
		if bytes.Count(whole[at:at+pageSize], []byte{0}) == pageSize {
			continue // never written
		}
		for _, bad := range spoilt(whole, at, random) {
			s.must(os.WriteFile(s.path("huizhi.db"), bad, 0o600))
			s.putKeys(keys)
			err := s.useAll()
			if err != nil && !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrForeignKeys) {
				t.Errorf("page %d: %v", at/pageSize, err)
			}
			if err != nil {
				told++
			}
		}
	}
	s.is(told > 0, true)
}

// spoilt is a file with one page gone bad, in several ways.
func spoilt(whole []byte, at int, random *rand.Rand) (ways [][]byte) {
	zeroed := bytes.Clone(whole)
	clear(zeroed[at : at+pageSize])
	ways = append(ways, zeroed)
	for n := range 8 {
		bad := bytes.Clone(whole)
		bad[at+random.IntN([]int{48, pageSize}[n%2])] ^= 1 << random.IntN(8)
		ways = append(ways, bad)
	}
	return ways
}

// useAll does with a store what a desk does in its life.
func (s *shop) useAll() error {
	db, err := s.tryOpen()
	if err != nil {
		return err
	}
	return errors.Join(readAll(db), writeAll(db), db.Close())
}

func readAll(db *store.DB) error {
	b, err := db.Backlog()
	for _, q := range b.Events {
		_, bad := db.Load(q)
		err = errors.Join(err, bad)
		_, bad = db.Conversation(q.From)
		err = errors.Join(err, bad)
	}
	_, tickets := db.Tickets()
	_, _, notes := db.Feedback(0, 1000)
	_, check := db.Check(ctx)
	return errors.Join(err, tickets, notes, check)
}

func writeAll(db *store.DB) error {
	q, err := db.Accept(ctx, bot.Batch{Events: []bot.Incoming{text("new", ann, "x"), text("other", bob, "y")}})
	for _, q := range q {
		_, bad := db.Commit(ctx, turn(q, "new"))
		err = errors.Join(err, bad)
	}
	_, _, ring := db.Ring(ctx, noon.AddDate(0, 0, 1))
	_, sweep := db.Sweep(ctx, noon.AddDate(0, 1, 0))
	return errors.Join(err, ring, sweep)
}

// What goes bad under an open store breaks it for good, for all who read and
// write.
func TestGoingBadBreaksTheStore(t *testing.T) {
	for name, enter := range map[string]func(*store.DB) error{"read": readAll, "write": writeAll} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.fill(ann)
			info, err := os.Stat(s.path("huizhi.db"))
			s.must(err)
			s.must(s.scribble(2*pageSize, info.Size()-2*pageSize))
			err = enter(s.DB)
			s.fails(err, store.ErrDamaged)
			s.fails(err, store.ErrBroken)
			s.brokenBy(store.ErrDamaged)
			s.must(s.Close())
			s.refuses(store.ErrDamaged)
		})
	}
}
