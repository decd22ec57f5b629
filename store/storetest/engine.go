// Package storetest is what every kv.Engine must pass.
package storetest

import (
	"errors"
	"testing"

	"huizhi/store/kv"
)

// Place makes a place for an engine, with nothing in it, and returns what opens
// it. It may be opened again once it is closed.
type Place func(t *testing.T) (open func() kv.Engine)

// TestEngine puts an engine to the test.
func TestEngine(t *testing.T, place Place) {
	for _, c := range []struct {
		name string
		test func(*rig)
	}{
		{"records come back", records},
		{"a scan is in order", order},
		{"a scan begins anywhere", scanFrom},
		{"a scan while records are deleted", scanDeleting},
		{"a scan while records are put", scanPutting},
		{"buckets", buckets},
		{"sequences", sequences},
		{"an error changes nothing", failing},
		{"a panic changes nothing", panicking},
		{"readers see a snapshot", snapshot},
		{"what is put is copied", copies},
		{"keys and values of all sizes", sizes},
		{"a reader changes nothing", readOnly},
		{"after close", closed},
		{"kept when closed", reopened},
		{"many at once", crowd},
		{"against a map", model},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &rig{T: t, open: place(t)}
			r.Engine = r.open()
			t.Cleanup(func() { r.Close() })
			c.test(r)
			r.sound()
		})
	}
}

// rig is an engine under test.
type rig struct {
	*testing.T
	kv.Engine
	open func() kv.Engine
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) fails(err, want error) {
	r.Helper()
	if !errors.Is(err, want) {
		r.Fatalf("got error %v, want %v", err, want)
	}
}

func (r *rig) equal(got, want string) {
	r.Helper()
	if got != want {
		r.Fatalf("got %q, want %q", got, want)
	}
}

// sound fails if the engine itself finds something wrong.
func (r *rig) sound() {
	r.Helper()
	problems, err := r.Check()
	if errors.Is(err, kv.ErrClosed) {
		return
	}
	r.must(err)
	for _, p := range problems {
		r.Error(p)
	}
}

// in changes the bucket b, which is made if it is not there.
func (r *rig) in(change func(kv.Bucket)) {
	r.Helper()
	r.must(r.Update(func(tx kv.Tx) error {
		b, err := tx.CreateBucket("b")
		if err == nil {
			change(b)
		}
		return err
	}))
}

// put puts keys; each is its value too.
func (r *rig) put(keys ...string) {
	r.Helper()
	r.in(func(b kv.Bucket) {
		for _, k := range keys {
			r.must(b.Put([]byte(k), []byte(k)))
		}
	})
}

// list is the records of b from a key on, as key=value.
func list(tx kv.Tx, start string) (out string) {
	b := tx.Bucket("b")
	if b == nil {
		return "no bucket"
	}
	for k, v := range b.Scan([]byte(start)) {
		out += string(k) + "=" + string(v) + " "
	}
	return out
}

func (r *rig) listed(start string) (out string) {
	r.Helper()
	r.must(r.View(func(tx kv.Tx) error {
		out = list(tx, start)
		return nil
	}))
	return out
}
