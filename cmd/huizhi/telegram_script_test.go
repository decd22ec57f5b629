package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"huizhi/bot/telegram/tgtest"
)

// customers are those that a script names by their address.
var customers = regexp.MustCompile(`terminal/[a-z]+`)

// onlyTerminal are the transcripts that a phone cannot tell, and why.
var onlyTerminal = map[string]string{
	"broken-off-answered-next-time":    "a process that dies within a shell script",
	"chat-explained":                   "-explain",
	"doctor-all-is-well":               "it looks at a desk, and plays Telegram itself",
	"doctor-says-what-is-wrong":        "the same",
	"file-that-is-no-photo":            "a path that leads nowhere",
	"odd-input-does-no-harm":           "lines that are too long for a terminal",
	"older-keys-accepted":              "the flags of huizhi chat",
	"photos-of-one-line-are-one-event": "how a terminal writes paths",
	"upkeep-help-teaches":              "the help of huizhi chat",
}

// TestScriptsInTelegram tells the transcripts of the terminal again, to customers
// who write in Telegram: the same script, another channel.
func TestScriptsInTelegram(t *testing.T) {
	if testing.Short() {
		t.Skip("the terminal tells them too")
	}
	scripts, err := inTelegram("testdata/script")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name+".txtar"), []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := phones{shared}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"run": p.run, "start": p.start, "say": say, "press": press, "hear": hear, "leave": leave, "told": told,
			"spoil": spoil, "model": plays,
		},
		Setup: func(env *testscript.Env) error {
			env.Values[partnerKey{}] = new(partner)
			env.Values[serverKey{}] = new(struct{ *tgtest.Server })
			env.Setenv("HUIZHI_DATA", filepath.Join(env.WorkDir, ".data"))
			env.Setenv("HUIZHI_KEY", strings.Repeat("5a", 32))
			env.Setenv("GORACE", "atexit_sleep_ms=0")
			return nil
		},
	})
}
