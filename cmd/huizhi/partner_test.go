package main

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for what should happen at once, or
// within a second. It only decides when a script has failed: machines are slow.
const patience = 2 * time.Minute

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

func (r runs) start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start [exec] huizhi args...")
	}
	p := partnerOf(ts)
	split := bufio.ScanLines
	if chatting(args) {
		split = replies
	}
	if args[0] == "exec" {
		p.attend(ts, process(ts, args[1:], &p.errs), split)
	} else {
		p.attend(ts, r.within(ts, args[1:], &p.errs), split)
	}
	if chatting(args) {
		p.listen(ts) // it says hello
	}
}

func chatting(args []string) bool { return slices.Contains(args, "chat") }

// attend listens to a program until it ends or the script does.
func (p *partner) attend(ts *testscript.TestScript, r running, split bufio.SplitFunc) {
	lines, deaf := make(chan string), make(chan struct{})
	go func() {
		defer close(lines)
		s := bufio.NewScanner(r.out)
		s.Split(split)
		for s.Scan() {
			select {
			case lines <- s.Text():
			case <-deaf:
			}
		}
	}()
	end := sync.OnceValue(func() error { return r.end(lines) })
	p.in, p.lines, p.end = r.in, lines, end
	ts.Defer(func() {
		close(deaf)
		_ = end()
	})
}

// end says no more, hears the program out and takes leave of it.
func (r running) end(lines <-chan string) error {
	r.in.Close()
	defer time.AfterFunc(patience, r.kill).Stop()
	for range lines {
	}
	return r.wait()
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
		ts.Fatalf("no reply; on standard error:\n%s", p.errs.String())
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
