package meaning

import (
	"hash/fnv"
	"io"
	"slices"
	"sync"

	"huizhi/encoder"
)

// Table knows where texts lie. It is safe for concurrent use.
type Table struct {
	encoder *encoder.Encoder
	basis   *basis
	mean    point // of what the table was made with: what all texts have in common
	mu      sync.RWMutex
	points  map[key]compact
	recent  recent // of questions
}

// key names a text.
type key uint64

func keyOf(text string) key {
	h := fnv.New64a()
	io.WriteString(h, text) // never fails
	return key(h.Sum64())
}

// Missing lists the texts that are not known, each once.
func (t *Table) Missing(texts []string) []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []string
	for _, text := range texts {
		if _, ok := t.points[keyOf(text)]; !ok {
			out = append(out, text)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Stale counts what is known and not among the texts.
func (t *Table) Stale(texts []string) int {
	wanted := map[key]bool{}
	for _, text := range texts {
		wanted[keyOf(text)] = true
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	n := 0
	for k := range t.points {
		if !wanted[k] {
			n++
		}
	}
	return n
}

// known is the point of a text that was learned; ok is false for any other, and
// for one without meaning.
func (t *Table) known(text string) (p point, ok bool) {
	t.mu.RLock()
	c, ok := t.points[keyOf(text)]
	t.mu.RUnlock()
	return c.unpack(), ok && c != compact{}
}

// point is the point of any text; ok is false for one without meaning.
func (t *Table) point(text string) (point, bool) {
	if p, ok := t.known(text); ok {
		return p, true
	}
	k := keyOf(text)
	a, found := t.recent.get(k)
	if !found {
		var v encoder.Vector
		if v, a.ok = t.encoder.Encode(text); a.ok {
			a.point = t.basis.point(&v)
		}
		t.recent.put(k, a)
	}
	return a.point, a.ok
}

// Point is where any text lies, as Dims numbers of length 1 together; ok is false
// for one without meaning.
func (t *Table) Point(text string) (numbers []float32, ok bool) {
	p, ok := t.point(text)
	return p[:], ok
}
