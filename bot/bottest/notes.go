package bottest

import (
	"strings"
	"sync"
)

// Notes is what was written, from several at once.
type Notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *Notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *Notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}
