package storetest

import (
	"bytes"
	"strings"

	"huizhi/store/kv"
)

func records(r *rig) {
	r.put("a", "b")
	r.in(func(b kv.Bucket) {
		r.must(b.Put([]byte("a"), []byte("2")))
		r.equal(string(b.Get([]byte("a"))), "2") // seen at once
		r.must(b.Delete([]byte("b")))
		r.must(b.Delete([]byte("never")))
		if b.Get([]byte("b")) != nil {
			r.Error("deleted, and there")
		}
	})
	r.equal(r.listed(""), "a=2 ")
}

// copies: neither what was handed in nor what comes out is shared.
func copies(r *rig) {
	key, value := []byte("k"), []byte("v")
	r.in(func(b kv.Bucket) {
		r.must(b.Put(key, value))
		key[0], value[0] = 'x', 'x'
		r.equal(string(b.Get([]byte("k"))), "v")
	})
	key[0], value[0] = 'y', 'y'
	r.equal(r.listed(""), "k=v ")
}

func sizes(r *rig) {
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	longest := bytes.Repeat([]byte{0xFF}, kv.MaxKey)
	r.in(func(b kv.Bucket) {
		r.must(b.Put([]byte("empty"), []byte{}))
		r.must(b.Put([]byte("nil"), nil))
		r.must(b.Put([]byte("large"), large))
		r.must(b.Put([]byte{0}, []byte("zero")))
		r.must(b.Put(longest, []byte("longest")))
		r.fails(b.Put(nil, []byte("v")), kv.ErrKey)
		r.fails(b.Put([]byte{}, []byte("v")), kv.ErrKey)
		r.fails(b.Put(append(longest, 0), nil), kv.ErrKey)
		here(r, b, "empty", "nil")
	})
	r.must(r.View(func(tx kv.Tx) error {
		b := tx.Bucket("b")
		here(r, b, "empty", "nil")
		if !bytes.Equal(b.Get([]byte("large")), large) {
			r.Error("a large value is another")
		}
		if tx.Size() < int64(len(large)) {
			r.Errorf("%d bytes in all", tx.Size())
		}
		r.equal(string(b.Get(longest)), "longest")
		r.equal(string(b.Get([]byte{0})), "zero")
		return nil
	}))
}

// here fails unless keys are there with empty values.
func here(r *rig, b kv.Bucket, keys ...string) {
	r.Helper()
	for _, k := range keys {
		if v := b.Get([]byte(k)); v == nil || len(v) > 0 {
			r.Errorf("%s is %v", k, v)
		}
	}
}

func buckets(r *rig) {
	r.must(r.View(func(tx kv.Tx) error {
		if tx.Bucket("b") != nil {
			r.Error("a bucket that nobody made")
		}
		return nil
	}))
	r.must(r.Update(func(tx kv.Tx) error {
		for _, name := range strings.Fields("c b a b") {
			b, err := tx.CreateBucket(name)
			r.must(err)
			r.must(b.Put([]byte("k"), []byte(name)))
		}
		return nil
	}))
	r.must(r.View(func(tx kv.Tx) error {
		var names string
		for name := range tx.Buckets() {
			names += name + string(tx.Bucket(name).Get([]byte("k")))
			if name == "b" {
				break
			}
		}
		r.equal(names, "aabb")
		return nil
	}))
}

func sequences(r *rig) {
	next := func(b kv.Bucket, want uint64) {
		r.Helper()
		if n, err := b.NextSequence(); err != nil || n != want {
			r.Fatalf("number %d (%v), want %d", n, err, want)
		}
	}
	r.in(func(b kv.Bucket) { next(b, 1); next(b, 2); r.must(b.Put([]byte("k"), nil)) })
	r.in(func(b kv.Bucket) { r.must(b.Delete([]byte("k"))); next(b, 3) })
	r.fails(r.Update(func(tx kv.Tx) error {
		next(tx.Bucket("b"), 4)
		return errNo
	}), errNo)
	r.must(r.Update(func(tx kv.Tx) error {
		next(tx.Bucket("b"), 4) // it was never given
		other, err := tx.CreateBucket("other")
		next(other, 1)
		next(tx.Bucket("b"), 5)
		return err
	}))
	r.must(r.Close())
	r.Engine = r.open()
	r.in(func(b kv.Bucket) { next(b, 6) })
}
