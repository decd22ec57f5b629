package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// desk is huizhi chat on a terminal of its own.
type desk struct {
	t     *testing.T
	cmd   *exec.Cmd
	keys  *os.File // the other end of the terminal
	shown safeText
	read  int // of it
	ended chan error
}

// pty opens a terminal: the end that we hold, and the one that a program gets.
func pty(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	var n, locked int32
	ioctl(t, ours, syscall.TIOCSPTLCK, unsafe.Pointer(&locked))
	ioctl(t, ours, syscall.TIOCGPTN, unsafe.Pointer(&n))
	theirs, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	return ours, theirs
}

func ioctl(t *testing.T, f *os.File, what uintptr, arg unsafe.Pointer) {
	t.Helper()
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), what, uintptr(arg)); errno != 0 {
		t.Fatal(errno)
	}
}

// sitDown starts huizhi chat on a terminal, and waits until it asks.
func sitDown(t *testing.T, env ...string) *desk {
	t.Helper()
	ours, theirs := pty(t)
	defer theirs.Close()
	d := &desk{t: t, keys: ours, ended: make(chan error, 1)}
	d.cmd = exec.Command(os.Args[0], "chat")
	d.cmd.Args[0] = "huizhi"
	d.cmd.Env = append([]string{"HOME=" + t.TempDir(), "TERM=xterm", "GORACE=atexit_sleep_ms=0",
		"HUIZHI_KEY=" + strings.Repeat("5a", 32)}, env...)
	d.cmd.Stdin, d.cmd.Stdout, d.cmd.Stderr = theirs, theirs, theirs
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { d.ended <- d.cmd.Wait() }()
	go func() {
		part := make([]byte, 4<<10)
		for {
			n, err := ours.Read(part)
			_, _ = d.shown.Write(part[:n])
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { _ = d.cmd.Process.Kill(); ours.Close() })
	d.sees("\n> ")
	return d
}

// types presses keys.
func (d *desk) types(keys string) {
	if _, err := d.keys.WriteString(keys); err != nil {
		d.t.Fatal(err)
	}
}

// sees waits until something is shown, and goes on behind it.
func (d *desk) sees(want string) {
	d.t.Helper()
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(10 * time.Millisecond) {
		if at := strings.Index(d.rest(), want); at >= 0 {
			d.read += at + len(want)
			return
		}
	}
	d.t.Fatalf("%q is not shown, but %q", want, d.rest())
}

// rest is what was shown since.
func (d *desk) rest() string { return d.shown.String()[d.read:] }

// leaves waits for the end of the program.
func (d *desk) leaves() {
	d.t.Helper()
	select {
	case err := <-d.ended:
		if err != nil {
			d.t.Error(err)
		}
	case <-time.After(patience):
		d.t.Fatal("it does not end")
	}
}

// Arrow keys mend a line, what is pasted is one message, and the terminal is left
// as it was.
func TestChatOnATerminal(t *testing.T) {
	d := sitDown(t)
	d.types("\x1b[A\x1bOA\x1bx\x1b[15~在补身份证要多少钱" + strings.Repeat("\x1b[D", 8) + "江州\x7f门" + "\r")
	d.sees("> 在江门补身份证要多少钱\r\n")
	d.sees("40元")
	d.sees("\n> ")
	d.types("\x1b[200~在江门\n身份证到期了\n要多少钱\x1b[201~")
	time.Sleep(50 * time.Millisecond) // a paste is not sent by itself
	if shown := d.rest(); strings.Contains(shown, "元") {
		t.Errorf("it answers what was not sent: %q", shown)
	}
	d.types("\r")
	d.sees("> 在江门\r\n身份证到期了\r\n要多少钱\r\n")
	d.sees("20元")
	d.sees("\n> ")
	if d.echoes() {
		t.Error("the terminal was not taken over")
	}
	d.types("\x04")
	d.leaves()
	if rest := d.rest(); strings.Contains(rest, "元") {
		t.Errorf("what was pasted was several messages: %q", rest)
	}
	if !d.echoes() {
		t.Error("the terminal is not as it was")
	}
}

// Ctrl-C ends it at once, and well.
func TestChatInterruptedOnATerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("processes of its own")
	}
	d := sitDown(t)
	d.types("江\x03")
	d.leaves()
}

// A terminal that can show nothing but text, and one whose owner wants no colours,
// get no escape sequences, and arrow keys are no question there either.
func TestChatOnAPlainTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("processes of its own")
	}
	for _, env := range []string{"TERM=dumb", "NO_COLOR=1"} {
		t.Run(env, func(t *testing.T) {
			d := sitDown(t, env)
			d.types("\x1b[A在江门补身份证\x1b[D要多少钱\n")
			d.sees("40元")
			d.sees("\n> ")
			d.types("\x1b[A\x1bOB\n\x04")
			d.leaves()
			all := d.shown.String()
			if strings.Contains(all, "\x1b") {
				t.Errorf("there are escape sequences: %q", all)
			}
			if strings.Contains(all, "没看懂") {
				t.Errorf("a key was taken for a question: %q", all)
			}
		})
	}
}

// echoes reports whether the terminal itself shows what is typed.
func (d *desk) echoes() bool {
	var m syscall.Termios
	ioctl(d.t, d.keys, syscall.TCGETS, unsafe.Pointer(&m))
	return m.Lflag&syscall.ECHO != 0
}
