// Package memory is a kv.Engine that keeps nothing when the program ends, for
// tests.
package memory

import (
	"maps"
	"sync"
	"sync/atomic"

	"huizhi/store/kv"
)

// Engine is buckets in memory. It implements kv.Engine.
type Engine struct {
	write sync.Mutex // held by who changes
	now   atomic.Pointer[state]
}

// state is all the buckets after a commit. None of them is changed any more.
type state struct {
	buckets map[string]*table
	closed  bool
}

var _ kv.Engine = (*Engine)(nil)

// New is an engine with nothing in it.
func New() *Engine { return of(map[string]*table{}) }

func of(buckets map[string]*table) *Engine {
	e := &Engine{}
	e.now.Store(&state{buckets: buckets})
	return e
}

// Reopen is an engine with what this one has kept. This one is closed, if it is
// not yet.
func (e *Engine) Reopen() *Engine {
	e.Close()
	return of(e.now.Load().buckets)
}

func (e *Engine) View(read func(kv.Tx) error) error {
	s := e.now.Load()
	if s.closed {
		return kv.ErrClosed
	}
	return read(&tx{buckets: s.buckets})
}

// Update works on a state of its own, which takes the place of the last one.
func (e *Engine) Update(write func(kv.Tx) error) error {
	e.write.Lock()
	defer e.write.Unlock()
	s := e.now.Load()
	if s.closed {
		return kv.ErrClosed
	}
	t := &tx{buckets: maps.Clone(s.buckets), own: map[string]bool{}}
	if err := write(t); err != nil {
		return err
	}
	e.now.Store(&state{buckets: t.buckets})
	return nil
}

// Check finds nothing: what memory forgets, nobody can tell.
func (e *Engine) Check() ([]error, error) { return nil, e.View(func(kv.Tx) error { return nil }) }

func (e *Engine) Close() error {
	e.write.Lock()
	defer e.write.Unlock()
	e.now.Store(&state{e.now.Load().buckets, true})
	return nil
}
