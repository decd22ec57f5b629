package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huizhi/encoder"
	"huizhi/phrases"
)

// wordy is a folder of one article with more said about it than is encoded while
// somebody waits.
func wordy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.md", `---
title: 江门的大厅
scope: [全国]
sources: {s1: {body: 测试单位, title: 测试办法, date: 2026-01-01, seen: original}}
checked: 2026-11-22
confidence: high
review_by: 2099-01-01
---

## 身份证上的字磨花了能换吗？
磨花可以换，带旧证去窗口。
`)
	said := "## 身份证上的字磨花了能换吗？\n卡面都蹭秃了还给重新弄不\n证面蹭得啥都没了能弄张新的吗\n蹭秃了的卡片能不能重弄\n"
	for i := range few {
		said += fmt.Sprintf("第%d张卡片蹭得发白\n", i)
	}
	write("a.utterances.txt", said)
	return dir
}

// around is surroundings of a run with its own data folder.
func around(in io.Reader, out, errs io.Writer, data string, e *encoder.Encoder) surroundings {
	env := map[string]string{"HUIZHI_DATA": data, "HUIZHI_KEY": strings.Repeat("5a", 32)}
	return surroundings{
		in: in, out: out, errs: errs, getenv: func(name string) string { return env[name] },
		encoder: func() (*encoder.Encoder, error) { return e, nil },
	}
}

// A folder of articles is read for its meaning once, however often the program
// starts; what is told of it is how much there is to read, and that it is done.
func TestFolderIsLearnedOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("articles are read for their meaning")
	}
	e, err := shared.encoder()
	if err != nil {
		t.Fatal(err)
	}
	dir, data := wordy(t), t.TempDir()
	ask := func() (said, told string) {
		var out, errs safeText
		args := []string{"ask", "-kb", dir, "身份证的字磨没了能换新的吗"}
		if code := run(context.Background(), args, around(strings.NewReader(""), &out, &errs, data, e)); code != 0 {
			t.Fatal(code, errs.String())
		}
		return out.String(), errs.String()
	}
	begin, _, _ := strings.Cut(phrases.Say("vectors.begin", 0), "0")
	for n, want := range []bool{true, false} {
		said, told := ask()
		if !strings.Contains(said, "磨花可以换") {
			t.Errorf("run %d: %s", n, said)
		}
		if got := strings.Contains(told, begin); got != want {
			t.Errorf("run %d: learned is %v: %s", n, got, told)
		}
	}
	files, err := filepath.Glob(filepath.Join(data, "vectors-*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%q: %v", files, err)
	}
	if err := os.WriteFile(files[0], []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, told := ask(); !strings.Contains(told, begin) {
		t.Error("a torn file was believed")
	}
}

// A chat answers by words while a folder is read for its meaning, and by both as
// soon as that is done.
func TestChatLearnsMeanwhile(t *testing.T) {
	e, err := shared.encoder()
	if err != nil {
		t.Fatal(err)
	}
	in, typing := io.Pipe()
	var out, errs safeText
	done := make(chan int, 1)
	go func() {
		done <- run(context.Background(), []string{"chat", "-explain", "-kb", wordy(t)}, around(in, &out, &errs, t.TempDir(), e))
	}()
	until := func(what string, holds func() bool) {
		for begun := time.Now(); !holds(); time.Sleep(5 * time.Millisecond) {
			if time.Since(begun) > patience {
				t.Fatalf("%s: %s%s", what, out.String(), errs.String())
			}
		}
	}
	says := func(text string) func() bool {
		return func() bool { return strings.Contains(out.String(), text) }
	}
	fmt.Fprintln(typing, "身份证上的字磨花了能换吗")
	until("by words", says("磨花可以换"))
	end, _, _ := strings.Cut(phrases.Say("vectors.end", 0), "0")
	until("learned", func() bool { return strings.Contains(errs.String(), end) })
	until("by meaning", func() bool { // a moment after it is told
		before := strings.Count(out.String(), asks)
		fmt.Fprintln(typing, "证上的字蹭没了能弄新的吗")
		until("a reply", func() bool { return strings.Count(out.String(), asks) > before })
		return says("证面蹭得啥都没了能弄张新的吗")()
	})
	typing.Close()
	if code := <-done; code != 0 {
		t.Error(code, errs.String())
	}
}

// What a chat has learned when it ends is kept: the next one goes on from there.
func TestChatKeepsWhatItLearned(t *testing.T) {
	e, err := shared.encoder()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs safeText
	data := t.TempDir()
	if code := run(context.Background(), []string{"chat", "-kb", wordy(t)}, around(strings.NewReader("你好\n"), &out, &errs, data, e)); code != 0 {
		t.Fatal(code, errs.String())
	}
	if files, err := filepath.Glob(filepath.Join(data, "vectors-*")); err != nil || len(files) != 1 {
		t.Errorf("%q: %v", files, err)
	}
}

func TestVectorsAreCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("all vectors are looked at")
	}
	e, err := shared.encoder()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs safeText
	s := around(strings.NewReader(""), &out, &errs, t.TempDir(), e)
	if code := run(context.Background(), []string{"kb", "vectors"}, s); code != 0 {
		t.Error(code, out.String(), errs.String())
	}
	dir := wordy(t)
	for _, args := range [][]string{{"ask", "-kb", dir, "身份证上的字磨花了能换吗"}, {"kb", "lint", "-kb", dir}} {
		if code := run(context.Background(), args, s); code != 0 {
			t.Error(code, out.String(), errs.String())
		}
	}
	if code := run(context.Background(), []string{"kb", "vectors", "-kb", dir}, s); code == 0 {
		t.Error("vectors of other articles pass, because they were learned")
	}
	other := filepath.Join(dir, "a.md")
	if code := run(context.Background(), []string{"kb", "vectors", "-kb", dir, "-out", other}, s); code == 0 {
		t.Error("another file was written over")
	}
}
