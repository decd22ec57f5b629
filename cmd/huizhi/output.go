package main

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// output is what a run writes to, and the first error of it: who printed to a
// full disk has not done what was asked.
type output struct {
	mu  sync.Mutex
	to  io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.to.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// divert sends what is written to a stream of this program elsewhere from now on.
func divert(stream, to io.Writer) {
	if o, ok := stream.(*output); ok {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.to = to
	}
}

// failed is why not all is written.
func (o *output) failed() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// terminalOf is the terminal that something reads from or writes to, if it is one.
func terminalOf(stream any) (*os.File, bool) {
	if o, ok := stream.(*output); ok {
		stream = o.to
	}
	f, ok := stream.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}
