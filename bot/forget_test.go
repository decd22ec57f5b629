package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"huizhi/bot"
	"huizhi/handoff"
	"huizhi/store"
)

// leaving is a customer who wants to be forgotten, and is, with all sorts of things
// kept of them.
var leaving = []any{
	say("江门身份证丢了"), bot.Button{Data: "up/1"}, say("?不知道"), say("人工"), say("panic"),
	say("忘记我"), bot.Button{Data: "erase"},
}

func desked(t *testing.T, dir string, b *book) *desk {
	return opened(t, dir, quick, parrot{}, b)
}

// nobody fails if a record of any customer is in a store. A key that was never used
// may be: the desk can die between a key and its first record.
func nobody(t *testing.T, db *store.DB) {
	t.Helper()
	ctx := context.Background()
	_, err := db.Sweep(ctx, time.Now())
	must(t, err)
	r, err := db.Check(ctx)
	must(t, err)
	if r.Erased+r.Orphans+len(r.Lost)+len(r.Problems) > 0 {
		t.Errorf("the store has %+v", r)
	}
	for bucket, n := range r.Records {
		if bucket != "keys" && bucket != "cursors" && bucket != "leases" && n > 0 {
			t.Errorf("%d records are left in %s", n, bucket)
		}
	}
}

func last(b *book, chat string) string {
	texts := b.texts(chat)
	return texts[len(texts)-1]
}

// Who says so twice is forgotten whole: nothing of them is left, and others are
// left alone.
func TestForget(t *testing.T) {
	dir, b := t.TempDir(), newBook()
	d := desked(t, dir, b)
	for n, step := range leaving[:6] {
		tell(t, d, on(me, n, step.(bot.Event)))
	}
	asked := last(b, "me")
	for _, want := range []string{"对话：5条", "江门市", "没答上的问题：2条", "工单：1张", "还没结束", "删除对话", "说“删除”就删"} {
		if !strings.Contains(asked, want) {
			t.Errorf("%q is not in:\n%s", want, asked)
		}
	}
	before := len(b.texts("me"))
	tell(t, d, on(me, 10, bot.Button{Data: "erase"}), on(me, 11, bot.Button{Data: "erase"})) // the second press comes too early
	if got := b.texts("me")[before:]; len(got) != 1 || !strings.Contains(got[0], "删好了") {
		t.Errorf("the customer reads %q", got)
	}
	if _, ok := d.db.Customer(me); ok {
		t.Error("there still is a customer")
	}
	_, err := d.db.Ticket(handoff.NewID(string(me.String() + "/3")))
	if !errors.Is(err, store.ErrNoTicket) {
		t.Errorf("the ticket: %v", err)
	}
	nobody(t, d.db)
	if r, err := d.db.Check(context.Background()); err != nil || r.Customers > 0 {
		t.Errorf("there are %d keys, %v", r.Customers, err)
	}

	tell(t, d, on(me, 12, bot.Button{Data: "erase"})) // and this one too late
	if got := last(b, "me"); !strings.Contains(got, "没有留着") {
		t.Errorf("the second press says %q", got)
	}
	tell(t, d, on(me, 13, say("/forget")))
	if got := last(b, "me"); !strings.Contains(got, "没有留着") {
		t.Errorf("a stranger reads %q", got)
	}
	nobody(t, d.db)
	tell(t, d, on(me, 14, say("江门")))
	if got := last(b, "me"); !strings.Contains(got, "答：江门") {
		t.Errorf("who comes back reads %q", got)
	}
	d.close()
	nothingIn(t, dir, "江门", "不知道", me.Chat+"\"")
}

// nothingIn fails if a file of a folder holds one of some words.
func nothingIn(t *testing.T, dir string, words ...string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, word := range words {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%s has %q in it", filepath.Base(path), word)
			}
		}
		return err
	}))
}

// Others are kept, and whoever thinks better of it is too.
func TestForgetNobodyElse(t *testing.T) {
	b := newBook()
	d := desked(t, t.TempDir(), b)
	ann := bot.Address{Channel: "book", Chat: "ann"}
	tell(t, d, on(ann, 1, say("江门")))
	tell(t, d, on(me, 1, say("江门")))
	tell(t, d, on(me, 2, say("/forget")))
	tell(t, d, on(me, 3, bot.Button{Data: "keep"}))
	if got := last(b, "me"); !strings.Contains(got, "没有删") {
		t.Errorf("it says %q", got)
	}
	tell(t, d, on(me, 4, bot.Button{Data: "erase"})) // the question is over: it is asked again
	if got := last(b, "me"); !strings.Contains(got, "真的要删吗") {
		t.Errorf("it says %q", got)
	}
	tell(t, d, on(me, 5, say("删除。")))
	if c, err := d.db.Conversation(me); err != nil || len(c.Known) > 0 {
		t.Errorf("what is left is %+v, %v", c, err)
	}
	if c, err := d.db.Conversation(ann); err != nil || len(c.Known) != 1 {
		t.Errorf("of somebody else there is %+v, %v", c, err)
	}
}

// A channel that does not take the last line changes nothing: they are forgotten.
func TestForgottenThoughNobodyReadsIt(t *testing.T) {
	for _, refusal := range []error{bot.ErrGone, bot.ErrAway, bot.ErrRejected} {
		b := newBook()
		d := desked(t, t.TempDir(), b)
		for n, step := range leaving[:6] {
			tell(t, d, on(me, n, step.(bot.Event)))
		}
		b.before = func(bot.Delivery) error { return refusal }
		tell(t, d, on(me, 10, bot.Button{Data: "erase"}))
		nobody(t, d.db)
		d.close()
	}
}

// What comes while they are being forgotten is lost with the rest, or is the first
// word of somebody new.
func TestForgetUnderLoad(t *testing.T) {
	b := newBook()
	d := desked(t, t.TempDir(), b)
	for round := range 10 {
		for n, step := range leaving[:6] {
			tell(t, d, on(me, 100*round+n, step.(bot.Event)))
		}
		must(t, d.accept(on(me, 100*round+10, bot.Button{Data: "erase"})))
		for n := range 20 {
			must(t, d.accept(on(me, 100*round+20+n, []bot.Event{say("江门"), say("人工"), say("取消"), bot.Photo{Files: []bot.File{"a"}}}[n%4])))
		}
		must(t, d.settled(me))
	}
	_, err := d.db.Sweep(context.Background(), time.Now())
	must(t, err)
	r, err := d.db.Check(context.Background())
	must(t, err)
	if r.Erased+r.Orphans+len(r.Problems) > 0 || r.Customers > 1 {
		t.Errorf("the store has %+v", r)
	}
	tell(t, d, on(me, 9_000, say("/forget")))
	tell(t, d, on(me, 9_001, bot.Button{Data: "erase"}))
	nobody(t, d.db)
}

// Wherever the desk dies, they are forgotten in the end, and it goes on. The last
// line is said once; or not at all, if it died after they were forgotten.
func TestDyingWhileForgetting(t *testing.T) {
	var log []string
	leaves(t, inFile, func(point string) error { log = append(log, point); return nil }, 1)
	for _, p := range []string{"erase", "destroy", "destroy.done", "erase.done", "sweep", "sweep.done"} {
		if !slices.Contains(log, p) {
			t.Errorf("it never comes to %s", p)
		}
	}
	for n, point := range log {
		t.Run(fmt.Sprintf("%d-%s", n, point), func(t *testing.T) {
			t.Parallel()
			for _, on := range []keeper{inFile, inMemory()} {
				at := 0
				least := 1
				if n > slices.Index(log, "destroy") {
					least = 0
				}
				leaves(t, on, func(string) error {
					if at++; at-1 == n {
						return causes[n%len(causes)]
					}
					return nil
				}, least)
			}
		})
	}
}

// leaves is a customer who wants to be forgotten while writes fail. Afterwards
// nobody is there.
func leaves(t *testing.T, on keeper, fail func(point string) error, least int) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		r := &traveled{dir: t.TempDir(), open: on, book: b, crashes: -1}
		r.options = store.Options{Fail: fail, NoSync: true}
		must(t, r.walk(leaving))
		r.desk.close()
		r.options.Fail = nil
		db, err := on(r.dir, r.options)
		must(t, err)
		nobody(t, db)
		must(t, db.Close())
		texts := b.texts(traveller.Chat)
		goodbyes := len(slices.DeleteFunc(texts, func(s string) bool { return !strings.Contains(s, "删好了") && !strings.Contains(s, "没有留着") }))
		if goodbyes < least || goodbyes > 1 {
			t.Errorf("the last line is said %d times", goodbyes)
		}
	})
}

// operator is a store of which somebody erases the customer just before the desk
// does.
type operator struct{ *store.DB }

func (o operator) Forget(ctx context.Context, a bot.Address) error {
	_, err := o.Erase(ctx, a.String())
	return errors.Join(err, o.DB.Forget(ctx, a))
}

func TestForgottenTwiceAtOnce(t *testing.T) {
	db, err := inFile(t.TempDir(), quick)
	must(t, err)
	b := newBook()
	d := run(db, bot.Options{Store: operator{db}, Answers: parrot{}, Channels: []bot.Channel{b}})
	t.Cleanup(d.close)
	for n, step := range leaving {
		tell(t, d, on(me, n, step.(bot.Event)))
	}
	if got := last(b, "me"); !strings.Contains(got, "删好了") {
		t.Errorf("the customer reads %q", got)
	}
	nobody(t, db)
}

// Who stops the desk just then does not leave half of it.
func TestForgetWhileStopping(t *testing.T) {
	dir, b := t.TempDir(), newBook()
	var d *desk
	o := store.Options{NoSync: true, Fail: func(point string) error {
		if point == "destroy" {
			d.stop()
		}
		return nil
	}}
	d = opened(t, dir, o, parrot{}, b)
	for n, step := range leaving[:6] {
		tell(t, d, on(me, n, step.(bot.Event)))
	}
	must(t, d.accept(on(me, 10, bot.Button{Data: "erase"})))
	<-d.done
	r, err := d.db.Check(context.Background())
	must(t, err)
	if r.Orphans+r.Customers+len(r.Problems) > 0 {
		t.Errorf("the store has %+v", r)
	}
}
