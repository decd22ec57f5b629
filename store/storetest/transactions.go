package storetest

import (
	"errors"
	"fmt"
	"sync"

	"huizhi/store/kv"
)

var errNo = errors.New("no")

// spoil changes everything that there is to change.
func spoil(r *rig, tx kv.Tx) {
	b := tx.Bucket("b")
	r.must(b.Put([]byte("a"), []byte("spoilt")))
	r.must(b.Put([]byte("new"), nil))
	r.must(b.Delete([]byte("b")))
	_, err := tx.CreateBucket("other")
	r.must(err)
}

// unspoilt fails unless nothing of that is left.
func unspoilt(r *rig) {
	r.Helper()
	r.equal(r.listed(""), "a=a b=b ")
	r.must(r.View(func(tx kv.Tx) error {
		if tx.Bucket("other") != nil {
			r.Error("the bucket is there")
		}
		return nil
	}))
	r.put("a") // and the next can write
}

func failing(r *rig) {
	r.put("a", "b")
	r.fails(r.Update(func(tx kv.Tx) error { spoil(r, tx); return errNo }), errNo)
	unspoilt(r)
	r.fails(r.View(func(kv.Tx) error { return errNo }), errNo)
}

// panicking: the panic goes on to whoever called.
func panicking(r *rig) {
	r.put("a", "b")
	recovered := func(run func(func(kv.Tx) error) error, f func(kv.Tx) error) (p any) {
		defer func() { p = recover() }()
		return run(f)
	}
	if p := recovered(r.Update, func(tx kv.Tx) error { spoil(r, tx); panic("mine") }); p != "mine" {
		r.Fatalf("recovered %v", p)
	}
	if p := recovered(r.View, func(kv.Tx) error { panic("mine") }); p != "mine" {
		r.Fatalf("recovered %v", p)
	}
	unspoilt(r)
}

// snapshot: a reader sees what was there when it began, while a writer commits.
func snapshot(r *rig) {
	r.put("a", "b")
	r.must(r.View(func(tx kv.Tx) error {
		for range 3 {
			var wg sync.WaitGroup
			wg.Go(func() { r.in(func(b kv.Bucket) { grow(r, b) }) })
			wg.Wait()
			r.equal(list(tx, ""), "a=a b=b ")
			r.equal(r.inside("a"), "") // who begins now sees it
		}
		return nil
	}))
}

// grow deletes a record, and puts many.
func grow(r *rig, b kv.Bucket) {
	r.must(b.Delete([]byte("a")))
	for i := range 50 {
		r.must(b.Put(fmt.Appendf(nil, "x%d", i), make([]byte, 200)))
	}
}

// inside is a value, read by another goroutine.
func (r *rig) inside(key string) (value string) {
	var wg sync.WaitGroup
	wg.Go(func() {
		r.must(r.View(func(tx kv.Tx) error {
			value = string(tx.Bucket("b").Get([]byte(key)))
			return nil
		}))
	})
	wg.Wait()
	return value
}

func readOnly(r *rig) {
	r.put("a", "b")
	r.must(r.View(func(tx kv.Tx) error {
		b := tx.Bucket("b")
		r.fails(b.Put([]byte("c"), nil), kv.ErrReadOnly)
		r.fails(b.Delete([]byte("a")), kv.ErrReadOnly)
		_, err := b.NextSequence()
		r.fails(err, kv.ErrReadOnly)
		_, err = tx.CreateBucket("other")
		r.fails(err, kv.ErrReadOnly)
		return nil
	}))
	unspoilt(r)
}

func closed(r *rig) {
	r.must(r.Close())
	never := func(kv.Tx) error { r.Error("it ran"); return nil }
	r.fails(r.View(never), kv.ErrClosed)
	r.fails(r.Update(never), kv.ErrClosed)
	_, err := r.Check()
	r.fails(err, kv.ErrClosed)
	r.must(r.Close())
}

func reopened(r *rig) {
	r.put("a", "b")
	r.must(r.Close())
	r.Engine = r.open()
	unspoilt(r)
}
