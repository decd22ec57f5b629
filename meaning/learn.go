package meaning

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"huizhi/encoder"
)

// Learn encodes texts, on all cores, and remembers them. If told is not nil, it
// is called after each with how many are done, from one goroutine at a time.
// What was learned before ctx ended stays.
func (t *Table) Learn(ctx context.Context, texts []string, told func(done int)) error {
	var next atomic.Int64
	var counting sync.Mutex
	done := 0
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			for i := next.Add(1) - 1; i < int64(len(texts)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				c := t.encode(texts[i])
				t.mu.Lock()
				t.points[keyOf(texts[i])] = c
				t.mu.Unlock()
				counting.Lock()
				done++
				if told != nil {
					told(done)
				}
				counting.Unlock()
			}
			return ctx.Err()
		})
	}
	return g.Wait()
}

// encode is a text's point as it is kept; all zero for a text without meaning.
func (t *Table) encode(text string) (c compact) {
	if v, ok := t.encoder.Encode(text); ok {
		p := t.basis.point(&v)
		c = p.pack()
	}
	return c
}

// Fit makes an empty table with the directions in which the texts differ most.
// At least Dims of them must have a meaning, else the error is ErrFew.
func Fit(e *encoder.Encoder, texts []string) (*Table, error) {
	var vectors []encoder.Vector
	for _, text := range texts {
		if v, ok := e.Encode(text); ok {
			vectors = append(vectors, v)
		}
	}
	b, err := fit(vectors)
	if err != nil {
		return nil, err
	}
	t := &Table{encoder: e, basis: b, points: map[key]compact{}}
	for i := range vectors {
		p := b.point(&vectors[i])
		plus(t.mean[:], 1/float32(len(vectors)), p[:])
	}
	return t, nil
}

// Wrong counts those of the texts that lie elsewhere than the encoder says.
func (t *Table) Wrong(texts []string) int {
	wrong := 0
	for _, text := range texts {
		is := t.encode(text)
		t.mu.RLock()
		kept, ok := t.points[keyOf(text)]
		t.mu.RUnlock()
		if ok && kept != is && near(&kept, &is) < same {
			wrong++
		}
	}
	return wrong
}

// same is how near two points of one text are, whatever machine made them.
const same = 0.999

func near(a, b *compact) float32 {
	p, q := a.unpack(), b.unpack()
	return kernels.Sdot(Dims, p[:], 1, q[:], 1)
}
