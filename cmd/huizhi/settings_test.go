package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every setting that the program asks for is in the list, and the other way round.
func TestSettingsAreThoseAskedFor(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	name, asked := regexp.MustCompile(`^(HUIZHI|TELEGRAM|OPENAI)_[A-Z_]+$`), map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "settings.go" {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, _ := strconv.Unquote(lit.Value); name.MatchString(text) {
					asked[text] = true
				}
			}
			return true
		})
	}
	for text := range asked {
		if !slices.Contains(settings, text) {
			t.Errorf("%s is asked for and not in the list", text)
		}
	}
	for _, text := range settings {
		if !asked[text] {
			t.Errorf("nobody asks for %s", text)
		}
	}
}

func TestGiven(t *testing.T) {
	env := map[string]string{"HUIZHI_KEY_FILE": "k", "HUIZHI_KB": "kb", "HUIZHI_KB_FILE": "f", "OPENAI_API_KEY": "sk", "PATH": "/bin"}
	got := given(func(name string) string { return env[name] })
	if want := []string{"HUIZHI_KB", "HUIZHI_KEY_FILE", "OPENAI_API_KEY"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct{ entry, nearest string }{
		{"HUIZHI_DATA=/var", ""},
		{"HUIZHI_DATA_FILE=/var", ""},
		{"PATH=/bin", ""},
		{"OPENAI_ORGANIZATION=us", ""}, // other programs'
		{"HUIZHI_LOGS=", ""},           // says nothing
		{"HUIZHI_LOGS=json", "HUIZHI_LOG"},
		{"HUIZHI_ALERT=-100", "HUIZHI_ALERTS"},
		{"HUIZHI_WEBHOOK_LISTN=:1", "HUIZHI_WEBHOOK_LISTEN"},
		{"TELEGRAM_TOKEN=1:a", "TELEGRAM_BOT_TOKEN"},
		{"TELEGRAM_BOT_TOKEN_FILES=f", "TELEGRAM_BOT_TOKEN"},
		{"HUIZHI_KEYS_FILE=f", "HUIZHI_KEY_FILE"},
	} {
		got := slips([]string{c.entry})
		if c.nearest == "" && len(got) > 0 || c.nearest != "" && (len(got) != 1 || got[0].nearest != c.nearest) {
			t.Errorf("%s: %+v, want %q", c.entry, got, c.nearest)
		}
	}
}

func TestStrokes(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"kitten", "sitting", 3}, {"LISTEN", "LSTEN", 1}} {
		if got := strokes(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
