package bot_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/store"
)

// kills is how often the child dies: a few times here, more by hand, as in
//
//	go test ./bot -run TestKilledUnderLoad -kills 10000 -timeout 2h
var kills = flag.Int("kills", 30, "how often TestKilledUnderLoad kills its child")

// lastOf tells the child which event is its last.
const lastOf = "HUIZHI_TEST_KILL_LAST"

func TestMain(m *testing.M) { bottest.Main(m, child) }

// The feed is endless: its nth event goes to one of the chats, and the channel
// repeats some events later, out of order with those of other chats.
const (
	chats   = 12
	perLife = 400 // events that a child may take at most: more than it lives for
)

// chatOf spreads events over chats unevenly, and the same way each time.
func chatOf(n int) int { return n * n % 31 % chats }

// fed is the nth event of the feed. Odd chats write in bursts.
func fed(n int) bot.Incoming {
	a := bot.Address{Channel: "plain", Chat: strconv.Itoa(chatOf(n))}
	if chatOf(n)%2 == 1 {
		a.Channel = "bursts"
	}
	return bot.Incoming{Key: bot.Key(fmt.Sprintf("feed/%d", n)), From: a, At: time.Now(), Event: say(question(n))}
}

// question is what the nth event asks.
func question(n int) string { return "<" + bottest.Lettered(n) + ">" }

// TestKilledUnderLoad kills a desk at random moments while a channel feeds it,
// and judges by what the channel wrote down: every event is replied to, once,
// in the order of its chat.
func TestKilledUnderLoad(t *testing.T) {
	c := bottest.Mortal{Dir: t.TempDir()}
	if testing.Short() {
		*kills = min(*kills, 5)
	}
	r := rand.New(rand.NewPCG(uint64(*kills), 7))
	for n := range *kills {
		c.Start(t)
		if before := acked(c.Dir); n%3 > 0 { // the others may die while they start
			c.Await(t, "a child takes something", func() bool { return acked(c.Dir) > before })
		}
		time.Sleep(time.Duration(r.IntN(60)) * time.Millisecond)
		c.Kill()
	}
	last := acked(c.Dir) + 50
	c.Start(t, lastOf+"="+strconv.Itoa(last))
	c.Ends(t)
	judge(t, c.Dir, last)
}

// acked is how many events of the feed the channel was told are taken.
func acked(dir string) int {
	data, _ := os.ReadFile(filepath.Join(dir, "acked"))
	n, _ := strconv.Atoi(strings.TrimSpace(string(data)))
	return n
}

// child is a desk under load until it is killed.
func child(dir string) error {
	file, err := os.OpenFile(filepath.Join(dir, "book"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	plain := &book{name: "plain", file: file}
	bursts := &book{name: "bursts", file: file, can: bot.Capabilities{Gather: 10 * time.Millisecond}}
	d, err := open(filepath.Join(dir, "data"), store.Options{}, parrot{slow: time.Millisecond}, plain, bursts)
	if err != nil {
		return err
	}
	defer d.close()
	last, _ := strconv.Atoi(os.Getenv(lastOf))
	return feed(d, dir, last)
}

// feed plays a channel: it sends events in batches, repeats some that were
// taken long ago, and counts a batch as taken only when Accept has returned.
func feed(d *desk, dir string, last int) error {
	from := acked(dir)
	to := from + perLife
	if last > 0 {
		to = last
	}
	r := rand.New(rand.NewPCG(uint64(from), 11))
	for n := from; n < to; {
		size := min(1+r.IntN(6), to-n)
		var batch []bot.Incoming
		for i := range size {
			batch = append(batch, fed(n+i))
			if old := n - r.IntN(200); old >= 0 && r.IntN(4) == 0 {
				batch = append(batch, fed(old)) // again
			}
		}
		if err := d.accept(batch...); err != nil {
			return err
		}
		n += size
		if err := ack(dir, n); err != nil {
			return err
		}
	}
	if last == 0 {
		select {} // until it is killed
	}
	for i := range chats {
		if err := d.settled(fed(firstOf(i)).From); err != nil {
			return err
		}
	}
	return nil
}

// firstOf is the first event of a chat.
func firstOf(chat int) int {
	for n := range 31 {
		if chatOf(n) == chat {
			return n
		}
	}
	return 0 // a chat that nobody writes in
}

// ack counts events as taken, whole or not at all.
func ack(dir string, n int) error {
	part := filepath.Join(dir, "acked.part")
	if err := os.WriteFile(part, []byte(strconv.Itoa(n)), 0o600); err != nil {
		return err
	}
	return os.Rename(part, filepath.Join(dir, "acked"))
}

// judge reads the channel's book.
func judge(t *testing.T, dir string, last int) {
	t.Helper()
	said := map[string][]string{} // to each chat
	latest := map[string]bot.Key{}
	again, messages := 0, 0
	for _, r := range readBook(t, dir) {
		if messages++; latest[r.To] == r.Key {
			again++ // cut off between sending and noting
			continue
		}
		latest[r.To] = r.Key
		said[r.To] = append(said[r.To], r.Text)
	}
	want := map[string][]string{}
	for n := range last {
		chat := fed(n).From.Chat
		want[chat] = append(want[chat], question(n))
	}
	for chat := range want {
		bottest.Compare(t, "chat "+chat, questions(said[chat]), want[chat])
	}
	t.Logf("%d kills, %d events, %d messages, %d of them twice", *kills, last, messages, again)
}

// questions are those that a chat's replies repeat.
func questions(replies []string) (out []string) {
	for _, text := range replies {
		for _, q := range strings.Split(firstLine(text), "<")[1:] {
			q, _, _ = strings.Cut(q, ">")
			out = append(out, "<"+q+">")
		}
	}
	return out
}

func firstLine(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return first
}

func readBook(t *testing.T, dir string) []record {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "book"))
	if err != nil {
		t.Fatal(err)
	}
	var out []record
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		var r record
		if err := json.Unmarshal(untorn(s.Bytes()), &r); err != nil {
			t.Fatalf("%v: %s", err, s.Bytes())
		}
		out = append(out, r)
	}
	return out
}

// untorn is a line without what a killed child had only begun to write before it.
func untorn(line []byte) []byte { return line[max(0, bytes.LastIndex(line, []byte(`{"To":`))):] }
