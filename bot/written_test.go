package bot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huizhi/bot"
	"huizhi/store"
	"huizhi/store/seal"
)

// The conversations that the first program left go on: a burst gets its reply, and
// who called a person still has.
func TestTheFirstProgramsConversationsGoOn(t *testing.T) {
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS("../store/testdata/2026-11-schema1")))
	must(t, os.Chmod(filepath.Join(dir, "subjects.key"), 0o600))
	m, err := seal.ParseMaster("2026112220261122202611222026112220261122202611222026112220261122")
	must(t, err)
	db, err := store.Open(dir, m, quick)
	must(t, err)
	b := &book{name: "terminal", can: bot.Capabilities{Buttons: true}}
	d := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}})
	t.Cleanup(d.close)
	for chat, left := range map[string]string{"gathering": "答：", "ticket": "还没有客服接手", "answered": "", "asked": ""} {
		at := bot.Address{Channel: "terminal", Chat: chat}
		must(t, d.settled(at))
		if got := strings.Join(b.texts(chat), "\n"); !strings.Contains(got, left) || (got == "") != (left == "") {
			t.Errorf("%s: what was left is %q", chat, got)
		}
		before := len(b.texts(chat))
		tell(t, d, on(at, 1, say("多少钱")))
		if got := b.texts(chat); len(got) != before+1 || !strings.Contains(got[before], "答：多少钱") {
			t.Errorf("%s goes on with %q", chat, got)
		}
	}
	at := bot.Address{Channel: "terminal", Chat: "ticket"}
	tell(t, d, on(at, 2, say("取消")))
	if got := b.texts("ticket"); !strings.Contains(got[len(got)-1], "人工") {
		t.Errorf("the ticket is taken back with %q", got)
	}
}
