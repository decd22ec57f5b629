// Command huizhi is a chat desk for China's resident ID card: it answers who
// can apply where and what to bring, for the customer's own city and case.
//
// This package is wiring only: flags and environment (config.go), the tree of
// subcommands (commands.go), one file for each of them, and the knowledge they
// share (knowledge.go). Nothing imports it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"huizhi/encoder"
	"huizhi/personal"
	"huizhi/phrases"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends us at once
	os.Exit(run(ctx, os.Args[1:], surroundings{
		in: os.Stdin, out: os.Stdout, errs: os.Stderr, getenv: os.Getenv, environ: os.Environ, builtIn: builtIn, encoder: encoder.Load,
	}))
}

// The exit statuses.
const (
	done          = 0
	failed        = 1
	notUnderstood = 2 // the command line
)

// run is the whole program with everything it touches handed in. It returns
// the exit status.
func run(ctx context.Context, args []string, s surroundings) int {
	if asksVersion(args) {
		args = []string{"version"}
	}
	out := &output{to: s.out}
	s.out, s.errs = out, &output{to: s.errs}
	err := dispatch(ctx, root, "huizhi", &call{surroundings: s}, args)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = errors.New(phrases.Say("run.interrupted"))
	}
	if fault := out.failed(); fault != nil {
		err = errors.New(phrases.Say("output.failed", reason(fault)))
	}
	return status(s.errs, err)
}

// status tells an error and gives its exit status.
func status(errs io.Writer, err error) int {
	if err == nil {
		return done
	}
	if err != errSilent {
		fmt.Fprintln(errs, masked(err))
	}
	if errors.As(err, new(usageError)) {
		return notUnderstood
	}
	return failed
}

// masked is an error without the personal numbers that somebody may have typed
// where a command was expected.
func masked(err error) string {
	text, _ := personal.Mask(err.Error())
	return text
}
