package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// chats is a line of a script that runs huizhi chat.
var chats = regexp.MustCompile(`(?m)^[^#\n]*\bhuizhi chat\b`)

// testdata/customers.tsv is what customers, editors and operators do, and which
// script shows what must hold then. Each line names a script that is there; each
// script of a chat is named.
func TestCustomers(t *testing.T) {
	table, err := os.ReadFile("testdata/customers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen, named := map[string]bool{}, map[string]bool{}
	for n, row := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		cells := strings.Split(row, "\t")
		if len(cells) != 3 || cells[0] == "" || cells[2] == "" {
			t.Fatalf("row %d is not: what happens, script, what must hold: %q", n+1, row)
		}
		if seen[cells[0]] {
			t.Errorf("%q stands there twice", cells[0])
		}
		seen[cells[0]], named[cells[1]] = true, true
		if _, err := os.Stat(filepath.Join("testdata/script", cells[1]+".txtar")); err != nil {
			t.Errorf("%q: %v", cells[0], err)
		}
	}
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, path := range scripts {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if chats.Match(text) && !named[name] {
			t.Errorf("no row names %s", name)
		}
	}
}
