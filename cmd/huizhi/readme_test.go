package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

// Both READMEs show what the first command prints. It must be what it prints.
func TestReadmeTranscript(t *testing.T) {
	var out, errs bytes.Buffer
	args := []string{"ask", "外地人可以在江门办理身份证吗?"}
	s := surroundings{in: strings.NewReader(""), out: &out, errs: &errs, getenv: func(string) string { return "" }, builtIn: shared.library, encoder: shared.encoder}
	if code := run(context.Background(), args, s); code != 0 {
		t.Fatal(code, errs.String())
	}
	for _, name := range []string{"../../README.md", "../../README.zh.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "```\n"+out.String()+"```") {
			t.Errorf("%s does not show what %q prints:\n%s", name, args[1], out.String())
		}
	}
}
