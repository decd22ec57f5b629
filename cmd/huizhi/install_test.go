package main

import (
	"debug/elf"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// What the READMEs say of installing: one static binary, and it runs. It is built
// as the image builds it.
func TestInstall(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program")
	}
	if runtime.GOOS != "linux" {
		t.Skip("only here can be seen what is linked")
	}
	bin := t.TempDir()
	line := regexp.MustCompile(`CGO_ENABLED=0 go build .*`).FindString(deployed(t, "Dockerfile"))
	if !strings.Contains(line, "-o /out/huizhi ") {
		t.Fatalf("the image is built by %q", line)
	}
	build := exec.Command("sh", "-c", strings.Replace(line, "/out", bin, 1))
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	program := filepath.Join(bin, "huizhi")
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if libs, _ := f.ImportedLibraries(); len(libs) > 0 || f.Section(".interp") != nil {
		t.Errorf("it is not static, it needs %q", libs)
	}
	alone := exec.Command(program, "ask", "外地人可以在江门办理身份证吗?")
	alone.Env, alone.Dir = []string{"PATH="}, t.TempDir()
	out, err := alone.CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "可以。") {
		t.Errorf("%v: %s", err, out)
	}
}
