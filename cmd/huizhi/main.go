// Command huizhi is a chat desk for China's resident ID card: it answers who
// can apply where and what to bring, for the customer's own city and case.
//
// This package is wiring only: flags and environment (config.go), the tree of
// subcommands (commands.go), one file for each of them, and the knowledge they
// share (knowledge.go). Nothing imports it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"huizhi/encoder"
	"huizhi/personal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], surroundings{
		in: os.Stdin, out: os.Stdout, errs: os.Stderr, getenv: os.Getenv, builtIn: builtIn, encoder: encoder.Load,
	}))
}

// run is the whole program with everything it touches handed in. It returns
// the exit status: 0, 1 for a failure, 2 for a command that was not understood.
func run(ctx context.Context, args []string, s surroundings) int {
	err := dispatch(ctx, root, "huizhi", &call{surroundings: s}, args)
	switch err := err.(type) {
	case nil:
		return 0
	case usageError:
		fmt.Fprintln(s.errs, masked(err))
		return 2
	default:
		if err != errSilent {
			fmt.Fprintln(s.errs, masked(err))
		}
		return 1
	}
}

// masked is an error without the personal numbers that somebody may have typed
// where a command was expected.
func masked(err error) string {
	text, _ := personal.Mask(err.Error())
	return text
}
