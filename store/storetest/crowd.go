package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"huizhi/store/kv"
)

// crowd lets some count up two records together, while others look whether they
// are alike.
func crowd(r *rig) {
	const people, rounds = 8, 20
	r.in(func(b kv.Bucket) { r.must(count(b)) })
	var wg sync.WaitGroup
	for range people {
		wg.Go(func() {
			for range rounds {
				if err := r.Update(func(tx kv.Tx) error { return count(tx.Bucket("b")) }); err != nil {
					r.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range rounds {
				if err := r.View(alike); err != nil {
					r.Error(err)
				}
			}
		})
	}
	wg.Wait()
	n := strconv.Itoa(people*rounds + 1)
	r.equal(r.listed(""), "left="+n+" right="+n+" ")
}

func count(b kv.Bucket) error {
	n, err := b.NextSequence()
	if err != nil {
		return err
	}
	if err := b.Put([]byte("left"), fmt.Append(nil, n)); err != nil {
		return err
	}
	runtime.Gosched() // let another come between, if it can
	return b.Put([]byte("right"), fmt.Append(nil, n))
}

func alike(tx kv.Tx) error {
	b := tx.Bucket("b")
	if left, right := b.Get([]byte("left")), b.Get([]byte("right")); string(left) != string(right) {
		return fmt.Errorf("%s on the left, %s on the right", left, right)
	}
	return nil
}

// model does things at random to the engine and to a map.
func model(r *rig) {
	random := rand.New(rand.NewPCG(2026, 11))
	kept := map[string]string{}
	r.put()
	for range 60 {
		next := maps.Clone(kept)
		err := r.Update(func(tx kv.Tx) error { return shuffle(r, tx.Bucket("b"), next, random) })
		if err == nil {
			kept = next
		}
		r.equal(r.listed(""), written(kept, ""))
		start := strconv.Itoa(random.IntN(1000))
		r.equal(r.listed(start), written(kept, start))
		r.sound()
	}
}

// shuffle puts and deletes a few records in both, and sometimes gives up.
func shuffle(r *rig, b kv.Bucket, kept map[string]string, random *rand.Rand) error {
	for range random.IntN(200) {
		k := strconv.Itoa(random.IntN(1000))
		if random.IntN(3) == 0 {
			delete(kept, k)
			r.must(b.Delete([]byte(k)))
			continue
		}
		kept[k] = strconv.Itoa(random.Int())
		r.must(b.Put([]byte(k), []byte(kept[k])))
	}
	if random.IntN(4) == 0 {
		return errNo
	}
	return nil
}

// written is a map as list writes it.
func written(kept map[string]string, start string) (out string) {
	for _, k := range slices.Sorted(maps.Keys(kept)) {
		if k >= start {
			out += k + "=" + kept[k] + " "
		}
	}
	return out
}
