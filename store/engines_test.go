package store_test

import (
	"errors"
	"testing"

	"huizhi/store"
	"huizhi/store/bbolt"
	"huizhi/store/kv"
	"huizhi/store/memory"
)

// onEach runs a test on a new shop of each engine.
func onEach(t *testing.T, test func(t *testing.T, s *shop)) {
	t.Run("file", func(t *testing.T) { test(t, newShop(t)) })
	t.Run("memory", func(t *testing.T) { test(t, opened(&shop{t: t, memory: memory.New()})) })
}

// tryOpen opens the store on whatever keeps it.
func (s *shop) tryOpen() (*store.DB, error) {
	if s.memory == nil {
		return store.Open(s.dir, s.master, s.options)
	}
	s.memory = s.memory.Reopen()
	return store.OpenOn(s.memory, s.dir, s.master, s.options)
}

// raw changes the records of a closed store behind its back.
func (s *shop) raw(change func(tx kv.Tx) error) {
	s.t.Helper()
	var e kv.Engine
	if s.memory == nil {
		b, err := bbolt.Open(s.path("huizhi.db"), bbolt.Options{NoSync: true})
		s.must(err)
		e = b
	} else {
		s.memory = s.memory.Reopen()
		e = s.memory
	}
	s.must(errors.Join(e.Update(change), e.Close()))
}

// first is the first record of a bucket.
func first(b kv.Bucket) (key, value []byte) {
	for k, v := range b.Scan(nil) {
		return k, v
	}
	return nil, nil
}
