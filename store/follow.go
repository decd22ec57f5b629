package store

import "sync"

// followers are those who follow the log, each with a signal of their own: one
// that all share would wake only one of them.
type followers struct {
	mu      sync.Mutex
	signals map[string]chan struct{}
}

// of is the signal of a follower.
func (f *followers) of(name string) chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.signals == nil {
		f.signals = map[string]chan struct{}{}
	}
	if f.signals[name] == nil {
		f.signals[name] = make(chan struct{}, 1)
		f.signals[name] <- struct{}{} // something may have moved before
	}
	return f.signals[name]
}

// signal wakes those who are waiting, and those who will be.
func (f *followers) signal() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.signals {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Changed is signalled after a ticket has moved.
func (db *DB) Changed(follower string) <-chan struct{} { return db.followers.of(follower) }
