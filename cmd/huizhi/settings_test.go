package main

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huizhi/bot/telegram"
	"huizhi/phrases"
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
		if !isSetting(text) {
			t.Errorf("%s is asked for and not in the list", text)
		}
	}
	for _, s := range settings {
		if !asked[s.name] {
			t.Errorf("nobody asks for %s", s.name)
		}
	}
}

// The commands that a setting names are those that go by it.
func TestSettingsNameTheirCommands(t *testing.T) {
	all, _ := leaves(root, nil)
	for _, cmd := range all {
		var c config
		fs := flag.NewFlagSet(cmd.name, flag.ContinueOnError)
		if !cmd.bare {
			c.flags(fs, cmd.name)
		}
		for _, s := range settings {
			var want bool
			switch s.name {
			case "HUIZHI_KB":
				want = fs.Lookup("kb") != nil
			case "HUIZHI_DATA", "HUIZHI_KEY":
				want = fs.Lookup("data") != nil
			case "HUIZHI_HOURS":
				want = fs.Lookup("burst") != nil // it holds conversations
			case "HUIZHI_MODEL", "OPENAI_MODEL":
				want = c.asking
			case "OPENAI_BASE_URL", "OPENAI_API_KEY", "HUIZHI_WORDING":
				want = c.model.wanted
			case "HUIZHI_LISTEN":
				want = c.telegram.wanted || cmd.name == "health"
			default:
				want = c.telegram.wanted
			}
			named := slices.Contains(s.commands, cmd.name) || len(s.commands) == 0 && fs.Lookup("kb") != nil
			if named != want {
				t.Errorf("%s names %s: %t, want %t", s.name, cmd.name, named, want)
			}
		}
	}
}

// Whoever copies an example gets something that is taken, and whoever reads what
// holds otherwise is not misled.
func TestSettingsShowWhatIsTaken(t *testing.T) {
	taken := map[string]string{"TELEGRAM_BOT_TOKEN": "1:a", "OPENAI_API_KEY": "k", "HUIZHI_KB": ""} // no such files here
	for _, standard := range []bool{false, true} {
		c := config{asking: true}
		c.telegram.wanted, c.model.wanted = true, true
		err := c.complete(surroundings{getenv: func(name string) string {
			i := slices.IndexFunc(settings, func(s setting) bool { return s.name == name })
			if value, ok := taken[name]; ok || i < 0 {
				return value
			}
			if standard {
				return settings[i].standard
			}
			return settings[i].example
		}})
		if err != nil {
			t.Errorf("standard %t: %v", standard, err)
		}
		if standard && c.telegram.budget != telegram.TelegramsBudget {
			t.Errorf("%+v", c.telegram.budget)
		}
	}
}

func TestReferenceIsWhole(t *testing.T) {
	for _, s := range settings {
		for _, text := range []string{s.meaning(), s.unset()} {
			if strings.HasPrefix(text, "setting.") {
				t.Errorf("no phrase %s", text)
			}
		}
		if s.example == "" || s.standard != "" && phrases.Say("setting."+s.name+".unset") != "setting."+s.name+".unset" {
			t.Errorf("%+v", s)
		}
	}
}

func TestGiven(t *testing.T) {
	env := map[string]string{"HUIZHI_KEY_FILE": "k", "HUIZHI_KB": "kb", "HUIZHI_KB_FILE": "f", "OPENAI_API_KEY": "sk", "PATH": "/bin"}
	got := given(func(name string) string { return env[name] })
	if want := []string{"HUIZHI_KEY_FILE", "HUIZHI_KB", "OPENAI_API_KEY"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
