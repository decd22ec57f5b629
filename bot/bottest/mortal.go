package bottest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/store"
)

// Mortal is a desk in a process of its own, which can be killed and started again in
// its folder. The process is the test's own program, told by its environment what to
// do: TestMain has to call Main.
type Mortal struct {
	Dir string
	cmd *exec.Cmd
}

// lives names the folder of a process that is to be a desk.
const lives = "HUIZHI_TEST_KILL_DIR"

// Main runs the tests, or in a process of a Mortal what it is to do.
func Main(m *testing.M, live func(dir string) error) {
	dir := os.Getenv(lives)
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := live(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Live is a desk on a channel, with what goes on beside it, until it is killed.
func Live(dir string, answers bot.Answerer, c bot.Channel, beside func(*bot.Bot) error) error {
	log := slog.New(slog.DiscardHandler)
	db, err := store.Open(dir, Master(), store.Options{Logger: log})
	if err != nil {
		return err
	}
	b := bot.New(bot.Options{Store: db, Answers: answers, Channels: []bot.Channel{c}, Log: log})
	ended := make(chan error, 2)
	go func() { ended <- b.Run(context.Background()) }()
	go func() { ended <- beside(b) }()
	return <-ended
}

// Start starts it, with more in its environment.
func (m *Mortal) Start(t testing.TB, env ...string) {
	t.Helper()
	m.cmd = exec.Command(os.Args[0])
	m.cmd.Env = append(append(os.Environ(), lives+"="+m.Dir), env...)
	m.cmd.Stderr = new(bytes.Buffer)
	if err := m.cmd.Start(); err != nil {
		t.Fatal(err)
	}
}

// Kill kills it.
func (m *Mortal) Kill() { _, _ = m.cmd.Process.Kill(), m.cmd.Wait() }

// Ends waits until it ends by itself, and well.
func (m *Mortal) Ends(t testing.TB) {
	t.Helper()
	if err := m.cmd.Wait(); err != nil {
		t.Fatalf("the last child: %v\n%s", err, m.cmd.Stderr)
	}
}

// Await waits until something holds that it has to do.
func (m *Mortal) Await(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(begin) > Patience {
			m.Kill()
			t.Fatalf("waited in vain until %s\n%s", what, m.cmd.Stderr)
		}
	}
}

// Lettered is a number in letters: many digits are taken for somebody's number and
// masked.
func Lettered(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'a' }, strconv.Itoa(n))
}

// Compare holds what somebody was answered against what they asked.
func Compare(t testing.TB, who string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("%s: %s and what follows is lost: %d of %d are answered", who, want[i], len(got), len(want))
			return
		case i >= len(want) || got[i] != want[i]:
			t.Errorf("%s: at %d there is %s, want %v", who, i, got[i], want[min(i, len(want)-1)])
			return
		}
	}
}
