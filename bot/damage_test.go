package bot_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	bolt "go.etcd.io/bbolt"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/phrases"
	"huizhi/store"
)

// A record that rotted costs one customer the thread of their talk, and nobody
// anything else.
func TestARottenConversationBeginsAnew(t *testing.T) {
	dir := t.TempDir()
	ann, bob := bot.Address{Channel: "book", Chat: "ann"}, bot.Address{Channel: "book", Chat: "bob"}
	d := opened(t, dir, quick, parrot{}, newBook())
	for _, a := range []bot.Address{ann, bob} {
		tell(t, d, on(a, 1, say("江门要带什么")))
	}
	d.close()
	rot(t, dir, "conversations")

	b := newBook()
	d = opened(t, dir, quick, parrot{}, b)
	for _, a := range []bot.Address{ann, bob} {
		tell(t, d, on(a, 2, say("多少钱")))
	}
	both := slices.Concat(b.texts("ann"), b.texts("bob"))
	known := slices.DeleteFunc(slices.Clone(both), func(s string) bool { return !strings.Contains(s, "按江门市") })
	if len(both) != 2 || len(known) != 1 {
		t.Errorf("two get a reply, one of them knows the city still: %q", both)
	}
}

// Whatever rots, the desk starts, its customer hears something, and the same the
// next time.
func TestARottenRecordStopsNoStart(t *testing.T) {
	for _, row := range []struct {
		bucket        string
		before, after bot.Event
		want          string
	}{
		{"conversations", say("一"), say("二"), "答：二"},
		{"objects", say("人工"), say("二"), phrases.Say("ticket.lost")},
		{"sent", bot.Text{Message: "1", Text: "一"}, bot.Edited{Message: "1", Text: "二"}, "答：二"},
	} {
		dir := t.TempDir()
		d := opened(t, dir, quick, parrot{}, newBook())
		tell(t, d, on(me, 1, row.before))
		d.close()
		rot(t, dir, row.bucket)
		for n, e := range []bot.Event{row.after, say("三")} {
			b := newBook()
			d := opened(t, dir, quick, parrot{}, b)
			tell(t, d, on(me, 2+n, e))
			want := []string{row.want, "答：三"}[n]
			if got := strings.Join(b.texts("me"), "\n"); !strings.Contains(got, want) {
				t.Errorf("%s, start %d: %q is not in %q", row.bucket, n+1, want, got)
			}
			d.close()
		}
	}
}

// A ticket that is not there any more is told to be lost, and a new one can be opened.
func TestATicketThatIsGone(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir, quick, parrot{}, newBook())
	tell(t, d, on(me, 1, say("人工")))
	d.close()
	spoil(t, dir, "objects", func(b *bolt.Bucket, k, _ []byte) error { return b.Delete(k) })
	b := newBook()
	d = opened(t, dir, quick, parrot{}, b)
	tell(t, d, on(me, 2, say("取消")))
	tell(t, d, on(me, 3, say("人工")))
	got := b.texts("me")
	if len(got) != 2 || !strings.Contains(got[0], phrases.Say("ticket.lost")) || !strings.Contains(got[1], "工单号") {
		t.Errorf("%q", got)
	}
}

// An event that rotted before its step is put aside with an apology.
func TestARottenEventIsApologizedFor(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir, quick, parrot{}, newBook())
	must(t, d.settled(me)) // it runs
	d.stop()
	<-d.done
	must(t, d.accept(on(me, 1, say("一")))) // on disk, and nobody steps it
	d.close()
	rot(t, dir, "journal")
	for _, want := range [][]string{{phrases.Say("reply.failed")}, nil} {
		b := newBook()
		d := opened(t, dir, quick, parrot{}, b)
		must(t, d.settled(me))
		if got := b.texts("me"); !slices.Equal(got, want) {
			t.Errorf("%q instead of %q", got, want)
		}
		d.close()
	}
}

// What an agent says arrives although nobody remembers that they were called.
func TestAnAgentIsHeardThoughTheConversationIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		d := opened(t, dir, quick, parrot{}, newBook())
		tell(t, d, on(me, 1, say("人工")))
		d.close()
		rot(t, dir, "conversations")
		b := newBook()
		d = opened(t, dir, quick, parrot{}, b)
		agentDoes(t, d, handoff.AgentSaid, "您好")
		pass(time.Second)
		if got := b.texts("me"); len(got) != 1 || !strings.Contains(got[0], "您好") {
			t.Errorf("%q", got)
		}
	})
}

// Where the file itself is in ruins, the desk stops and says why.
func TestAFileInRuinsStopsTheDesk(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir, quick, parrot{}, newBook())
	tell(t, d, on(me, 1, say("一")))
	must(t, os.Truncate(filepath.Join(dir, "huizhi.db"), 2*4096))
	if err := d.accept(on(me, 2, say("二"))); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("accepted with %v", err)
	}
	select {
	case err := <-d.done:
		if !errors.Is(err, store.ErrDamaged) {
			t.Errorf("it stopped for %v", err)
		}
	case <-time.After(patience):
		t.Fatal("it goes on")
	}
}

// rot flips a bit of the first record of a bucket.
func rot(t *testing.T, dir, bucket string) {
	t.Helper()
	spoil(t, dir, bucket, func(b *bolt.Bucket, k, v []byte) error {
		v = slices.Clone(v)
		v[len(v)-1] ^= 1
		return b.Put(slices.Clone(k), v)
	})
}

// spoil does something to the first record of a bucket.
func spoil(t *testing.T, dir, bucket string, how func(b *bolt.Bucket, key, value []byte) error) {
	t.Helper()
	db, err := bolt.Open(filepath.Join(dir, "huizhi.db"), 0o600, &bolt.Options{Timeout: time.Second})
	must(t, err)
	defer db.Close()
	must(t, db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		k, v := b.Cursor().First()
		return how(b, k, v)
	}))
}
