package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// statusOf runs a command line where nothing is set and nothing is there.
func statusOf(t *testing.T, out io.Writer, line ...string) (code int, errs string) {
	t.Helper()
	var said bytes.Buffer
	dir := t.TempDir()
	env := map[string]string{"HUIZHI_DATA": "data"}
	s := surroundings{
		in: strings.NewReader(""), out: out, errs: &said, getenv: func(name string) string { return env[name] }, dir: dir,
		builtIn: func(context.Context) (*library, error) { return nil, errors.New("articles were opened") },
	}
	code = run(context.Background(), line, s)
	return code, said.String()
}

// leaves are all commands that run, as they are typed.
func leaves(cmd command, path []string) (all []command, lines [][]string) {
	if cmd.run != nil {
		all, lines = append(all, cmd), append(lines, path)
	}
	for _, s := range cmd.sub {
		a, l := leaves(s, append(slices.Clip(path), s.word()))
		all, lines = append(all, a...), append(lines, l...)
	}
	return all, lines
}

// The exit status of every command: 0 for its help, 2 for what it does not
// understand. docs/operating.md and huizhi help promise it.
func TestStatusOfEachCommand(t *testing.T) {
	all, lines := leaves(root, nil)
	for i, cmd := range all {
		check := func(want int, more ...string) {
			t.Helper()
			line := append(slices.Clip(lines[i]), more...)
			if code, errs := statusOf(t, io.Discard, line...); code != want || (want == 0) != (errs == "") {
				t.Errorf("huizhi %s: %d, want %d: %s", strings.Join(line, " "), code, want, errs)
			}
		}
		check(0, "-h")
		check(2, "-no-such-flag")
		if cmd.args == "" {
			check(2, "too", "much")
		}
	}
}

func TestStatus(t *testing.T) {
	for _, row := range []struct {
		line string
		want int
	}{
		{"", 0}, {"help", 0}, {"-h", 0}, {"help ask", 0}, {"kb", 0}, {"kb help", 0}, {"help kb lint", 0},
		{"version", 0}, {"-version", 0}, {"--version", 0}, {"help version", 0}, {"kb new", 0}, {"eval model -mode list", 0},

		{"nosuch", 2}, {"help nosuch", 2}, {"kb nosuch", 2}, {"version now", 2}, {"--version now", 2},
		{"ask", 2}, {"ask -json -explain", 2}, {"chat -burst 5h", 2}, {"chat -as=", 2},
		{"backup", 2}, {"backup a b", 2}, {"restore", 2}, {"restore a b", 2}, {"erase", 2}, {"erase a b", 2},
		{"eval asks", 2}, {"eval wordings", 2}, {"eval messages", 2}, {"eval retrieval", 2}, {"eval hostile", 2}, {"eval model -mode nosuch", 2},
		{"kb show -age 500", 2},

		{"ask -kb nowhere x", 1}, {"ask -model m x", 1}, {"kb lint -kb nowhere", 1}, {"check", 1}, {"backup a", 1}, {"restore a", 1},
		{"erase terminal/me", 1}, {"misses", 1}, {"eval model -listen nonsense", 1}, {"train -labels nowhere", 1},
		{"eval retrieval -corpus a -queries b -out c", 1},
	} {
		code, errs := statusOf(t, io.Discard, strings.Fields(row.line)...)
		if code != row.want || (row.want == 0) != (errs == "") {
			t.Errorf("huizhi %s: %d, want %d: %s", row.line, code, row.want, errs)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

// What was printed to a full disk was not printed.
func TestStatusOfAFullDisk(t *testing.T) {
	for _, line := range []string{"help", "version", "kb new", "ask -h"} {
		code, errs := statusOf(t, fullDisk{}, strings.Fields(line)...)
		if code != 1 || errs != "没能全部写出来：磁盘满了\n" {
			t.Errorf("huizhi %s: %d, %q", line, code, errs)
		}
	}
}

// What was stopped in the middle says so, in words.
func TestStatusOfAnInterrupt(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var errs bytes.Buffer
	s := surroundings{
		in: strings.NewReader(""), out: io.Discard, errs: &errs, getenv: func(string) string { return "" },
		builtIn: func(ctx context.Context) (*library, error) { return nil, ctx.Err() },
	}
	if code := run(ctx, []string{"ask", "江门"}, s); code != 1 || errs.String() != "还没做完就被停下了\n" {
		t.Errorf("%d, %q", code, errs.String())
	}
}

// Help and the operators' page say the statuses.
func TestStatusesAreWritten(t *testing.T) {
	var out bytes.Buffer
	statusOf(t, &out, "help")
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "operating.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"help": out.String(), "docs/operating.md": string(page)} {
		if !strings.Contains(text, "退出码") {
			t.Errorf("%s does not say them", name)
		}
	}
}
