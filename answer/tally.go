package answer

import (
	"maps"
	"slices"
	"sync"
	"time"

	"huizhi/grounding"
)

// Tally counts what a model did and cost.
type Tally struct {
	Calls     map[Purpose]int
	Tries     int
	In, Out   int // tokens
	Reread    int // replies that a reader changed
	Worded    int // replies that were worded
	Fallbacks map[Reason]int
	Kept      int // sentences
	Dropped   map[Drop]int
	Faults    map[grounding.Kind]int
	Spent     map[Purpose]time.Duration
	Took      []time.Duration // of the last calls
}

// lastCalls is how many latencies are kept.
const lastCalls = 512

// Median and Slowest are over the last calls; 0 if there were none.
func (t Tally) Median() time.Duration  { return t.quantile(0.5) }
func (t Tally) Slowest() time.Duration { return t.quantile(1) }

func (t Tally) quantile(q float64) time.Duration {
	if len(t.Took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t.Took))
	return sorted[int(q*float64(len(sorted)-1))]
}

// counter is a Tally that many answers add to.
type counter struct {
	mu    sync.Mutex
	tally Tally
}

func newCounter() *counter {
	return &counter{tally: Tally{Calls: map[Purpose]int{}, Spent: map[Purpose]time.Duration{}, Fallbacks: map[Reason]int{}, Dropped: map[Drop]int{}, Faults: map[grounding.Kind]int{}}}
}

// add counts what one reply cost.
func (c *counter) add(t *Trace) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, call := range t.Calls {
		c.call(call)
	}
	for _, claim := range t.Claims {
		c.claim(claim)
	}
	if t.Reread {
		c.tally.Reread++
	}
	if t.Worded {
		c.tally.Worded++
	}
	if t.Fallback != "" {
		c.tally.Fallbacks[t.Fallback]++
	}
}

func (c *counter) call(call Call) {
	t := &c.tally
	t.Calls[call.Prompt.Purpose]++
	t.Spent[call.Prompt.Purpose] += call.Completion.Took
	t.Tries += call.Completion.Tries
	t.In += call.Completion.In
	t.Out += call.Completion.Out
	t.Took = append(t.Took, call.Completion.Took)
	t.Took = t.Took[max(0, len(t.Took)-lastCalls):]
	if call.Failed != "" && call.Prompt.Purpose == ToRead {
		t.Fallbacks[call.Failed]++
	}
}

func (c *counter) claim(claim Claimed) {
	if claim.Why == "" {
		c.tally.Kept++
		return
	}
	c.tally.Dropped[claim.Why]++
	for _, f := range claim.Faults {
		c.tally.Faults[f.Kind]++
	}
}

// snapshot is the tally so far.
func (c *counter) snapshot() Tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.tally
	t.Calls, t.Spent, t.Fallbacks = maps.Clone(t.Calls), maps.Clone(t.Spent), maps.Clone(t.Fallbacks)
	t.Dropped, t.Faults = maps.Clone(t.Dropped), maps.Clone(t.Faults)
	t.Took = slices.Clone(t.Took)
	return t
}
