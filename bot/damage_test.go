package bot_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"huizhi/bot"
	"huizhi/store"
)

// A record that rotted costs one customer the thread of their talk, and nobody
// anything else.
func TestARottenConversationBeginsAnew(t *testing.T) {
	dir := t.TempDir()
	ann, bob := bot.Address{Channel: "book", Chat: "ann"}, bot.Address{Channel: "book", Chat: "bob"}
	d := opened(t, dir, store.Options{}, parrot{}, &book{name: "book"})
	for i, a := range []bot.Address{ann, bob} {
		tell(t, d, a, i, "江门要带什么")
	}
	d.close()
	rot(t, filepath.Join(dir, "huizhi.db"))

	b := &book{name: "book"}
	d = opened(t, dir, store.Options{}, parrot{}, b)
	for i, a := range []bot.Address{ann, bob} {
		tell(t, d, a, 10+i, "多少钱")
	}
	both := slices.Concat(b.texts("ann"), b.texts("bob"))
	known := slices.DeleteFunc(slices.Clone(both), func(s string) bool { return !strings.Contains(s, "按江门市") })
	if len(both) != 2 || len(known) != 1 {
		t.Errorf("two get a reply, one of them knows the city still: %q", both)
	}
}

// tell says something and waits for the reply.
func tell(t *testing.T, d *desk, a bot.Address, n int, text string) {
	t.Helper()
	if err := d.accept(on(a, n, say(text))); err != nil {
		t.Fatal(err)
	}
	if err := d.settled(a); err != nil {
		t.Fatal(err)
	}
}

// rot flips a bit of the first conversation.
func rot(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte("conversations"))
		k, v := b.Cursor().First()
		v = slices.Clone(v)
		v[len(v)-1] ^= 1
		return b.Put(slices.Clone(k), v)
	})
	if err != nil {
		t.Fatal(err)
	}
}
