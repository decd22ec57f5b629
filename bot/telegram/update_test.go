package telegram

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"huizhi/bot"
)

// Updates that other programs might choke on, with what is odd about each.
const oddUpdates = "testdata/updates.jsonl"

// tells is what an error of read may look like: it quotes nothing of the update.
var tells = regexp.MustCompile(`^[A-Za-z0-9_.,:*\[\] ]{1,200}$`)

// Whatever comes, it is read or it is an error that quotes nothing; what somebody
// says is of a chat that can be answered, and can be stored.
func FuzzRead(f *testing.F) {
	for _, raw := range updatesIn(f, oddUpdates) {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := numberOf(raw); err != nil && !tells.MatchString(err.Error()) {
			t.Errorf("the number: %q", err)
		}
		chat, thread, a, err := read(raw, "trial_bot")
		if err != nil {
			if !tells.MatchString(err.Error()) {
				t.Errorf("%q", err)
			}
			return
		}
		if a.event == nil {
			return
		}
		to := addressOf(chat, thread)
		if c, th, err := chatOf(to); c != chat || th != thread || err != nil {
			t.Errorf("%s is %d/%d, %v", to, c, th, err)
		}
		if _, err := bot.MarshalEvent(a.event); err != nil {
			t.Error(err)
		}
	})
}

// updatesIn are the updates of a file, {"src":…,"update":…} in each line.
func updatesIn(t testing.TB, name string) (out []json.RawMessage) {
	t.Helper()
	file, err := os.Open(name)
	must(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l struct{ Update json.RawMessage }
		must(t, json.Unmarshal(lines.Bytes(), &l))
		out = append(out, l.Update)
	}
	must(t, lines.Err())
	return out
}
