package storetest

import (
	"fmt"

	"huizhi/store/kv"
)

func order(r *rig) {
	r.put("b", "a\xff", "a", "\x00", "a\x00", "aa", "\xff", "ж")
	want := "\x00=\x00 a=a a\x00=a\x00 aa=aa a\xff=a\xff b=b ж=ж \xff=\xff "
	r.equal(r.listed(""), want)
	r.in(func(b kv.Bucket) {
		var got string
		for k, v := range b.Scan(nil) {
			got += fmt.Sprintf("%s=%s ", k, v)
		}
		r.equal(got, want)
	})
}

func scanFrom(r *rig) {
	r.equal(r.listed(""), "no bucket")
	r.put("a", "c", "d")
	r.equal(r.listed("a"), "a=a c=c d=d ")
	r.equal(r.listed("b"), "c=c d=d ")
	r.equal(r.listed("d\x00"), "")
	r.must(r.View(func(tx kv.Tx) error {
		for k := range tx.Bucket("b").Scan([]byte("b")) {
			r.equal(string(k), "c")
			break
		}
		return nil
	}))
}

// many is enough records for more than one page.
func many(r *rig) {
	r.in(func(b kv.Bucket) {
		for i := range 1000 {
			r.must(b.Put(fmt.Appendf(nil, "k%03d", i), make([]byte, 100)))
		}
	})
}

func scanDeleting(r *rig) {
	many(r)
	r.in(func(b kv.Bucket) {
		n := 0
		for k := range b.Scan(nil) {
			r.equal(string(k), fmt.Sprintf("k%03d", n))
			r.must(b.Delete(k))
			r.must(b.Delete(fmt.Appendf(nil, "k%03d", n+1))) // the next one, unseen
			n += 2
		}
		if n != 1000 {
			r.Errorf("it ended at %d", n)
		}
	})
	r.equal(r.listed(""), "")
}

// scanPutting: what is put behind the scan comes up, what is put before it does
// not.
func scanPutting(r *rig) {
	r.put("b", "d", "z")
	r.in(func(b kv.Bucket) {
		var got string
		for k := range b.Scan(nil) {
			got += string(k)
			if string(k) == "b" {
				r.must(b.Put([]byte("a"), nil))
				r.must(b.Put([]byte("c"), nil))
			}
		}
		r.equal(got, "bcdz")
	})
}
