package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"huizhi/answer/openai/fake"
	"huizhi/store/bbolt"
	"huizhi/store/kv"
)

// TestMain makes the program itself a command of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"huizhi": main})
}

// TestScripts runs testdata/script: what the program does, as one sees it from
// the command line. A script is named for what it protects. Most of them run the
// program within the test, which opens the built-in articles once; they say exec
// where the process is the point: a kill, a lock, a terminal, an exit status.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"run":   shared.run,   // [!] run huizhi ask …: run it within the test; <name is what it reads
			"start": shared.start, // start [exec] huizhi chat …: run it, and keep talking to it
			"say":   say,          // say '{"text":"…"}': one line in, one line out; of huizhi chat, one reply
			"press": press,        // press 转人工: say the number of that button below the last reply
			"hear":  hear,         // [!] hear 'regexp': in the last line out
			"leave": leave,        // nothing more is said: it ends
			"told":  told,         // told 'regexp': it comes on standard error, soon
			"spoil": spoil,        // spoil conversations: a record of that sort in .data is not as it was written
			"model": plays,        // model mode: a language model is configured, and behaves so

			"telegram": playTelegram, // telegram [webhook] [group id] [forum id]: a bot is configured, in such a Telegram
		},
		Setup: func(env *testscript.Env) error {
			env.Values[partnerKey{}] = new(partner)
			env.Setenv("HUIZHI_DATA", filepath.Join(env.WorkDir, ".data"))
			env.Setenv("HUIZHI_KEY", strings.Repeat("5a", 32))
			env.Setenv("GORACE", "atexit_sleep_ms=0") // else each process idles for a second
			return nil
		},
	})
}

// spoil changes the last bit of the first record of a bucket.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: spoil bucket")
	}
	db, err := bbolt.Open(filepath.Join(ts.Getenv("HUIZHI_DATA"), "huizhi.db"), bbolt.Options{})
	ts.Check(err)
	ts.Check(db.Update(func(tx kv.Tx) error {
		b := tx.Bucket(args[0])
		for k, v := range b.Scan(nil) {
			v = bytes.Clone(v)
			v[len(v)-1] ^= 1
			return b.Put(k, v)
		}
		return nil
	}))
	ts.Check(db.Close())
}

func plays(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: model mode")
	}
	s, err := fake.Start(behaviour(args[0], ""))
	ts.Check(err)
	ts.Defer(s.Close)
	ts.Setenv("OPENAI_BASE_URL", s.URL())
	ts.Setenv("OPENAI_MODEL", "fake")
}
