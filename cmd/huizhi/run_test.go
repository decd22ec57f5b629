package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"huizhi/encoder"
)

// runs are runs of the program within the test. They share the built-in articles,
// which take most of a start to read.
type runs struct {
	articles func() (*library, error)
	encoder  func() (*encoder.Encoder, error)
}

// shared are those of all tests: nothing that runs changes the built-in articles.
var shared = runs{
	sync.OnceValues(func() (*library, error) { return builtIn(context.Background()) }),
	sync.OnceValues(encoder.Load),
}

// library is the articles, as whoever opens them wants them.
func (r runs) library(context.Context) (*library, error) { return r.articles() }

// with runs the program as main does, but for the articles.
func (r runs) with(ctx context.Context, args []string, s surroundings) int {
	ctx, stop := context.WithCancel(ctx) // a process takes what it left running with it
	defer stop()
	s.builtIn = r.library
	s.encoder = r.encoder
	return run(ctx, args, s)
}

func (r runs) run(ts *testscript.TestScript, neg bool, args []string) {
	args, in := redirected(ts, args)
	if len(args) == 0 || args[0] != "huizhi" {
		ts.Fatalf("usage: [!] run huizhi args... [<file]")
	}
	var out, errs safeText
	code := r.with(context.Background(), args[1:], surroundings{
		in: in, out: &out, errs: &errs, getenv: ts.Getenv, dir: ts.MkAbs("."),
	})
	fmt.Fprint(ts.Stdout(), out.String())
	fmt.Fprint(ts.Stderr(), errs.String())
	if (code != 0) != neg {
		ts.Fatalf("exit status %d", code)
	}
}

// redirected takes "<name" off the end of a command line: the file that it reads.
func redirected(ts *testscript.TestScript, args []string) ([]string, io.Reader) {
	last := len(args) - 1
	if last < 0 || !strings.HasPrefix(args[last], "<") {
		return args, strings.NewReader("")
	}
	return args[:last], strings.NewReader(ts.ReadFile(args[last][1:]))
}

// running is a program that reads and writes until it is left.
type running struct {
	in   io.WriteCloser
	out  io.Reader
	wait func() error
	kill func()
}

// within starts the program within the test.
func (r runs) within(ts *testscript.TestScript, args []string, errs io.Writer) running {
	in, typing := io.Pipe()
	reading, out := io.Pipe()
	ctx, kill := context.WithCancel(context.Background())
	env := map[string]string{}
	for _, name := range inherited {
		env[name] = ts.Getenv(name) // now: the script may set others while it runs
	}
	s := surroundings{in: in, out: out, errs: errs, getenv: func(name string) string { return env[name] }, dir: ts.MkAbs(".")}
	done := make(chan int, 1)
	go func() {
		done <- r.with(ctx, args, s)
		_, _ = in.Close(), out.Close()
	}()
	wait := func() error {
		if code := <-done; code != 0 {
			return fmt.Errorf("exit status %d", code)
		}
		return nil
	}
	return running{typing, reading, wait, kill}
}

// process starts a program as a process of its own.
func process(ts *testscript.TestScript, args []string, errs io.Writer) running {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range inherited {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.Stderr = errs
	in, err := cmd.StdinPipe()
	ts.Check(err)
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	return running{in, out, cmd.Wait, func() { _ = cmd.Process.Kill() }}
}

// inherited is what a program that was started knows of the script's environment.
var inherited = []string{"PATH", "HOME", "GORACE", "HUIZHI_DATA", "HUIZHI_KEY", "HUIZHI_HOURS"}

// safeText is what a program has written, while it still runs or after.
type safeText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *safeText) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *safeText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func (s *safeText) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Reset()
}
