package store_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"

	"huizhi/store"
	"huizhi/store/kv"
)

func TestCheckReports(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(ann)
		r, err := s.Check(ctx)
		s.must(err)
		s.is(r.Records, map[string]int{
			"addresses": 1, "conversations": 1, "cursors": 1, "deliveries": 1, "due": 1, "feed": 1, "feedback": 1, "journal": 1, "keys": 3,
			"lines": 1, "moves": 1, "objects": 1, "parked": 1, "sent": 1, "tasks": 1, "wakes": 1,
		})
		s.is([]any{r.Schema, r.Customers, r.Orphans, len(r.Problems), r.Oldest, r.Size > 0}, []any{5, 1, 0, 0, noon, true})
	})
}

func TestCheckMissesAWake(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.fill(ann)
		s.must(s.Close())
		s.raw(func(tx kv.Tx) error {
			b := tx.Bucket("due")
			k, _ := first(b)
			return b.Delete(k)
		})
		s.open()
		r, err := s.Check(ctx)
		s.must(err)
		s.is(len(r.Problems), 1)
	})
}

// value is where a value lies in a database.
type value struct{ bucket, key string }

// One bit changed in a value: the store does not open, or Check finds it, or
// counts one record more that is nobody's. It is never taken for good.
func TestCheckFindsAFlippedBit(t *testing.T) {
	if testing.Short() {
		t.Skip("every bit of a database")
	}
	s := newShop(t)
	s.fill(ann)
	s.fill(bob)
	s.must(s.Close())
	whole, err := os.ReadFile(s.path("huizhi.db"))
	s.must(err)
	s.options.NoSync = true
	random := rand.New(rand.NewPCG(1, 2))
	all := s.values()
	for range 150 {
		v := all[random.IntN(len(all))]
		s.must(os.WriteFile(s.path("huizhi.db"), whole, 0o600))
		at := s.flip(v, random)
		db, err := store.Open(s.dir, s.master, s.options)
		if err != nil {
			continue
		}
		r, err := db.Check(ctx)
		s.must(err)
		if len(r.Problems)+r.Orphans == 0 {
			t.Errorf("%s %x: byte %d was changed, and nobody noticed", v.bucket, v.key, at)
		}
		s.must(db.Close())
	}
}

// values lists where there is something to change.
func (s *shop) values() (all []value) {
	s.raw(func(tx kv.Tx) error {
		for bucket := range tx.Buckets() {
			for k, v := range tx.Bucket(bucket).Scan(nil) {
				if len(v) > 0 {
					all = append(all, value{bucket, string(k)})
				}
			}
		}
		return nil
	})
	return all
}

// flip changes one bit of a value, and says in which byte.
func (s *shop) flip(v value, random *rand.Rand) (at int) {
	s.raw(func(tx kv.Tx) error {
		b := tx.Bucket(v.bucket)
		content := bytes.Clone(b.Get([]byte(v.key)))
		at = random.IntN(len(content))
		content[at] ^= 1 << random.IntN(8)
		return b.Put([]byte(v.key), content)
	})
	return at
}
