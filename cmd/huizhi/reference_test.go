package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// Where the table of settings stands in its page.
const (
	tableBegins = "<!-- go test ./cmd/huizhi -run Configuration -update -->\n"
	tableEnds   = "<!-- -->\n"
)

// The page of settings is written from the list, so it cannot lie.
func TestConfigurationShowsTheSettings(t *testing.T) {
	const file = "../../docs/configuration.md"
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(kept), tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		t.Fatalf("%s does not say where the table stands", file)
	}
	written := before + tableBegins + settingsTable() + tableEnds + after
	if *update {
		if err := os.WriteFile(file, []byte(written), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if written != string(kept) {
		t.Errorf("%s is not what the list says; go test ./cmd/huizhi -run Configuration -update writes it anew", file)
	}
}

// settingsTable is the settings in Markdown.
func settingsTable() string {
	var b strings.Builder
	b.WriteString("| 变量 | 是什么 | 不设 | 例 | 命令 |\n|---|---|---|---|---|\n")
	for _, s := range settings {
		unset := s.unset()
		if s.standard != "" {
			unset = "`" + unset + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` | %s |\n", s.name, s.meaning(), unset, s.assigned(), s.readers())
	}
	return b.String()
}
