package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// nobody is a user who owns nothing.
const nobody = 65534

// asNobody runs f on a thread that must ask for permission, which root does not.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	done, failed := make(chan struct{}), error(nil)
	go func() {
		defer close(done)
		runtime.LockOSThread() // for good: the thread ends with this
		if os.Getuid() == 0 {
			failed = syscall.Setfsuid(nobody)
		}
		if failed == nil {
			f()
		}
	}()
	<-done
	if failed != nil {
		t.Skip(failed)
	}
}

// lock takes all permission to write from a folder and what is in it.
func lock(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		must(t, os.Chmod(filepath.Join(dir, e.Name()), 0o400))
		own(t, filepath.Join(dir, e.Name()))
	}
	must(t, os.Chmod(dir, 0o500))
	own(t, dir)
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
}

func own(t *testing.T, path string) {
	t.Helper()
	if os.Getuid() == 0 {
		must(t, os.Chown(path, nobody, -1))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tells runs the program and returns its exit status and all that it said.
func tells(dir string, args ...string) (int, string) {
	var said safeText
	code := shared.with(context.Background(), args, surroundings{
		in: strings.NewReader("在江门补身份证要多少钱\n"), out: &said, errs: &said, dir: dir,
		getenv: func(name string) string { return map[string]string{"HUIZHI_DATA": filepath.Join(dir, "data")}[name] },
	})
	return code, said.String()
}

// A data folder is on a disk that cannot be written to, its keys too: it is
// checked, backed up and read, and nothing in it changes. What must write says so.
func TestAReadOnlyDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "desk")
	data, saved := filepath.Join(dir, "data"), filepath.Join(dir, "saved")
	must(t, os.MkdirAll(saved, 0o700))
	own(t, saved)
	own(t, dir)
	must(t, os.Chmod(filepath.Dir(filepath.Dir(dir)), 0o711))
	if code, said := tells(dir, "chat"); code != 0 {
		t.Fatal(said)
	}
	must(t, os.RemoveAll(filepath.Join(data, controlFile)))
	lock(t, data)
	before, err := os.ReadDir(data)
	must(t, err)

	asNobody(t, func() {
		if f, err := os.OpenFile(filepath.Join(data, "huizhi.db"), os.O_RDWR, 0); err == nil {
			f.Close()
			t.Error("the disk can be written to: this is no test")
		}
		for _, c := range []struct {
			args []string
			code int
			says string
		}{
			{[]string{"check"}, 0, "数据完好"},
			{[]string{"misses"}, 0, ""},
			{[]string{"backup", saved}, 0, "已备份到"},
			{[]string{"erase", "terminal/me"}, 1, "写不进去"},
			{[]string{"chat"}, 1, "写不进去"},
			{[]string{"check", "-accept-older-keys"}, 1, "写不进去"},
		} {
			if code, said := tells(dir, c.args...); code != c.code || !strings.Contains(said, c.says) {
				t.Errorf("%v: exit status %d, %s", c.args, code, said)
			}
		}
	})
	after, err := os.ReadDir(data)
	must(t, err)
	if len(after) != len(before) {
		t.Errorf("before %v, after %v", before, after)
	}
}

// Data of an earlier version would have to be changed before it can be read.
func TestAReadOnlyDiskOfAnEarlierVersion(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "desk")
	data := filepath.Join(dir, "data")
	must(t, os.CopyFS(data, os.DirFS("../../store/testdata/2026-11-schema1")))
	must(t, os.WriteFile(filepath.Join(data, masterFile), []byte(strings.Repeat("20261122", 8)), 0o400))
	must(t, os.Chmod(filepath.Dir(filepath.Dir(dir)), 0o711))
	lock(t, data)
	asNobody(t, func() {
		if code, said := tells(dir, "check"); code != 1 || !strings.Contains(said, "是旧版本写的，要先升级才能看，可是这里写不进去") {
			t.Errorf("exit status %d, %s", code, said)
		}
	})
}
