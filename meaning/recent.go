package meaning

import "sync"

// most is how many texts of late a table remembers: twice as many at most.
const most = 512

// recent remembers points of late, so that a question that comes again, or is
// looked for in several ways, is encoded once. It never grows beyond its size.
type recent struct {
	mu       sync.Mutex
	now, old map[key]answer
}

// answer is the point of a text, if it has a meaning.
type answer struct {
	point point
	ok    bool
}

func (r *recent) get(k key) (answer, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, found := r.now[k]
	if !found {
		a, found = r.old[k]
	}
	return a, found
}

func (r *recent) put(k key, a answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil || len(r.now) >= most {
		r.now, r.old = map[key]answer{}, r.now
	}
	r.now[k] = a
}
