package main

import (
	"bufio"
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"huizhi/answer/openai/fake"
)

// TestMain makes the program itself a command of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"huizhi": main})
}

// TestScripts runs testdata/script: what the program does, as one sees it from
// the command line. A script is named for what it protects.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"start": start, // start huizhi ask -json …: run it, and keep talking to it
			"say":   say,   // say '{"text":"…"}': one line in, one line out; of huizhi chat, one reply
			"press": press, // press 转人工: say the number of that button below the last reply
			"hear":  hear,  // [!] hear 'regexp': in the last line out
			"leave": leave, // nothing more is said: it ends
			"told":  told,  // told 'regexp': it comes on standard error, soon
			"model": plays, // model mode: a language model is configured, and behaves so
		},
		Setup: func(env *testscript.Env) error {
			env.Values[partnerKey{}] = new(partner)
			env.Setenv("HUIZHI_DATA", filepath.Join(env.WorkDir, ".data"))
			env.Setenv("HUIZHI_KEY", strings.Repeat("5a", 32))
			return nil
		},
	})
}

// patience is how long a script waits for what should happen at once, or
// within a second: machines are slow.
const patience = 20 * time.Second

// partner is a program that a script talks with, line by line.
type partner struct {
	in    io.WriteCloser
	lines chan string
	last  string
	end   func() error
	errs  safeText
}

type partnerKey struct{}

func partnerOf(ts *testscript.TestScript) *partner { return ts.Value(partnerKey{}).(*partner) }

func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: start program args...")
	}
	p := partnerOf(ts)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "HUIZHI_DATA", "HUIZHI_KEY", "HUIZHI_HOURS"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.Stderr = &p.errs
	in, err := cmd.StdinPipe()
	ts.Check(err)
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	lines, done := make(chan string), make(chan struct{})
	s := bufio.NewScanner(out)
	chatting := slices.Contains(args, "chat")
	if chatting {
		s.Split(replies)
	}
	go func() {
		defer close(lines)
		for s.Scan() {
			select {
			case lines <- s.Text():
			case <-done:
				return
			}
		}
	}()
	end := sync.OnceValue(func() error {
		in.Close()
		defer time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }).Stop()
		for range lines {
		}
		return cmd.Wait()
	})
	p.in, p.lines, p.end = in, lines, end
	ts.Defer(func() {
		close(done)
		_ = end()
	})
	if chatting {
		p.listen(ts) // it says hello
	}
}

// replies splits what huizhi chat prints where it asks for the next line.
func replies(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.Index(data, []byte(asks)); i >= 0 {
		return i + len(asks), data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

const asks = "\n> "

func say(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: say line")
	}
	p := partnerOf(ts)
	_, err := io.WriteString(p.in, args[0]+"\n")
	ts.Check(err)
	p.listen(ts)
}

func press(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: press label")
	}
	last := partnerOf(ts).last
	m := regexp.MustCompile(`(?m)\[(\d+)\] ` + regexp.QuoteMeta(args[0]) + `(?:  |$)`).FindStringSubmatch(last)
	if m == nil {
		ts.Fatalf("no button %s below: %s", args[0], last)
	}
	say(ts, neg, m[1:])
}

// listen takes what is said next.
func (p *partner) listen(ts *testscript.TestScript) {
	select {
	case line, ok := <-p.lines:
		if !ok {
			ts.Fatalf("it has ended; on standard error:\n%s", p.errs.String())
		}
		p.last = line
		ts.Logf("< %s", line)
	case <-time.After(patience):
		ts.Fatalf("no reply")
	}
}

func leave(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: leave")
	}
	ts.Check(partnerOf(ts).end())
}

func hear(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] hear regexp")
	}
	if last := partnerOf(ts).last; regexp.MustCompile("(?m)"+args[0]).MatchString(last) == neg {
		ts.Fatalf("heard: %s", last)
	}
}

func told(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: told regexp")
	}
	want, errs := regexp.MustCompile(args[0]), &partnerOf(ts).errs
	for begin := time.Now(); !want.MatchString(errs.String()); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > patience {
			ts.Fatalf("on standard error there is only:\n%s", errs.String())
		}
	}
	errs.Reset()
}

func plays(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: model mode")
	}
	s, err := fake.Start(behaviour(args[0], ""))
	ts.Check(err)
	ts.Defer(s.Close)
	ts.Setenv("OPENAI_BASE_URL", s.URL())
	ts.Setenv("OPENAI_MODEL", "fake")
}

// safeText collects what a program writes while a script reads it.
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
