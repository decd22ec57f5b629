package store_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"huizhi/bot"
	"huizhi/store"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

var (
	cyd = bot.Address{Channel: "telegram", Chat: "4713-cyd"}
	eve = bot.Address{Channel: "telegram", Chat: "4714-eve"}
)

// How long the head and the records of a key file are.
const (
	keyHeader = 148
	keyRecord = 76
)

// used is a store with a history: eve was erased, and so the key file written
// anew, after ann and bob had come; cyd came later.
type used struct {
	*shop
	from               string // a backup, made before eve was erased
	newborn, full      []byte // the key file before anybody came, before eve was erased,
	erased, keys       []byte // after that, and as it is now: eve, ann, bob, cyd
	elsewhere, another []byte // of other stores: with the same master, and with their own
}

func newUsed(t *testing.T) *used {
	t.Helper()
	u := &used{shop: newShop(t)}
	u.newborn = u.keyFile()
	u.says("eve", eve, "x")
	u.fill(ann)
	u.fill(bob)
	u.full, u.from = u.keyFile(), u.backup()
	_, err := u.Erase(ctx, eve.String())
	u.must(err)
	u.erased = u.keyFile()
	u.fill(cyd)
	u.keys = u.keyFile()
	u.must(u.Close())
	u.elsewhere, u.another = u.others(u.master), u.others(seal.NewMaster())
	return u
}

// others is the key file of another store, with as many customers.
func (u *used) others(m seal.Master) []byte {
	other := &shop{t: u.t, dir: u.t.TempDir(), master: m, options: u.options}
	other.open()
	for i := range 9 {
		other.says(fmt.Sprint(i), bot.Address{Channel: "web", Chat: fmt.Sprint(i)}, "x")
	}
	u.must(other.Close())
	return other.keyFile()
}

func (s *shop) keyFile() []byte {
	s.t.Helper()
	b, err := os.ReadFile(s.path("subjects.key"))
	s.must(err)
	return b
}

func (s *shop) putKeys(b []byte) {
	s.t.Helper()
	s.must(os.WriteFile(s.path("subjects.key"), b, 0o600))
}

// sums are the files of a folder and what is in them.
func sums(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %d %x\n", d.Name(), len(content), sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// flipped is a key file with one bit changed.
func flipped(keys []byte, at int) []byte {
	keys = bytes.Clone(keys)
	keys[at] ^= 1
	return keys
}

// record is where a record of a key file begins.
func record(n int) int { return keyHeader + n*keyRecord }

// wrongKeys are the key files that must not do, nil for none, why they are
// refused, and whether the operator may say that it must do.
var wrongKeys = []struct {
	name string
	keys func(u *used) []byte
	want error
	may  bool
}{
	{"missing", func(u *used) []byte { return nil }, store.ErrNoKeys, false},
	{"empty", func(u *used) []byte { return []byte{} }, seal.ErrDamaged, false},
	{"older: nobody had come", func(u *used) []byte { return u.newborn }, store.ErrOlderKeys, true},
	{"older: nobody was erased", func(u *used) []byte { return u.full }, store.ErrOlderKeys, true},
	{"older: the last had not come", func(u *used) []byte { return u.erased }, store.ErrOlderKeys, true},
	{"head cut", func(u *used) []byte { return u.keys[:keyHeader-1] }, seal.ErrDamaged, false},
	{"head cut where it was shorter", func(u *used) []byte { return u.keys[:128] }, seal.ErrDamaged, false},
	{"bit in the head", func(u *used) []byte { return flipped(u.keys, 40) }, seal.ErrDamaged, false},
	{"bit in the base", func(u *used) []byte { return flipped(u.keys, 135) }, seal.ErrDamaged, false},
	{"bit in the count", func(u *used) []byte { return flipped(u.keys, 143) }, seal.ErrDamaged, false},
	{"bit in a name", func(u *used) []byte { return flipped(u.keys, record(1)+3) }, seal.ErrDamaged, false},
	{"bit in the first", func(u *used) []byte { return flipped(u.keys, record(0)+30) }, seal.ErrDamaged, false},
	{"bit in a middle one", func(u *used) []byte { return flipped(u.keys, record(2)+30) }, seal.ErrDamaged, false},
	{"bit in the last", func(u *used) []byte { return flipped(u.keys, record(3)+30) }, seal.ErrDamaged, true},
	{"cut before the last", func(u *used) []byte { return u.keys[:record(3)] }, store.ErrOlderKeys, true},
	{"cut before a middle one", func(u *used) []byte { return u.keys[:record(1)] }, seal.ErrDamaged, false},
	{"cut behind the head", func(u *used) []byte { return u.keys[:keyHeader] }, seal.ErrDamaged, false},
	{"cut in the last", func(u *used) []byte { return u.keys[:record(4)-1] }, seal.ErrDamaged, true},
	{"cut in a middle one", func(u *used) []byte { return u.keys[:record(2)-1] }, seal.ErrDamaged, false},
	{"last one zeros", func(u *used) []byte {
		return append(bytes.Clone(u.keys[:record(3)]), make([]byte, keyRecord)...)
	}, seal.ErrDamaged, true},
	{"another store's, same master", func(u *used) []byte { return u.elsewhere }, store.ErrForeignKeys, false},
	{"another store's, its master", func(u *used) []byte { return u.another }, store.ErrForeignKeys, false},
	{"another store's, cut", func(u *used) []byte { return u.another[:len(u.another)-1] }, store.ErrForeignKeys, false},
}

// Whatever is wrong with the key file: neither opening nor restoring does it,
// both say why, and nothing in the folder is changed. With the right one all is
// as it was.
func TestWrongKeysChangeNothing(t *testing.T) {
	u := newUsed(t)
	for _, c := range wrongKeys {
		t.Run(c.name, func(t *testing.T) {
			s := *u.shop
			s.t = t
			if keys := c.keys(u); keys == nil {
				s.must(os.Remove(s.path("subjects.key")))
			} else {
				s.putKeys(keys)
			}
			s.must(os.WriteFile(s.path("subjects.key.new"), []byte("left by a crash"), 0o600))
			before := sums(t, s.dir)
			for _, accept := range []bool{false, true} {
				if c.may && accept {
					continue
				}
				s.options.AcceptOlderKeys = accept
				s.refuses(c.want)
				_, err := store.Restore(ctx, u.from, s.dir, s.master, s.options)
				s.fails(err, c.want)
			}
			if after := sums(t, s.dir); after != before {
				t.Errorf("changed:\n%s\nwas\n%s", after, before)
			}
			s.options.AcceptOlderKeys = false
			s.putKeys(u.keys)
			s.open()
			for _, a := range []bot.Address{ann, bob, cyd} {
				s.allOf(a)
			}
			s.nothingOf(eve)
			s.must(s.sweepAndCheck())
			s.must(s.Close())
		})
	}
}

// Where the newest key file is lost, an older one or a damaged one may do: who
// is not in it cannot be read any more, and stays. The lost one is refused when
// it turns up.
func TestOlderKeysAccepted(t *testing.T) {
	for _, c := range wrongKeys {
		if !c.may {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			u := newUsed(t)
			u.putKeys(c.keys(u))
			u.options.AcceptOlderKeys = true
			u.open()
			u.options.AcceptOlderKeys = false
			u.reopen()
			r, err := u.Check(ctx)
			u.must(err)
			if lost := len(r.Lost); lost == 0 || len(r.Problems) != 1 || r.Customers+lost < 3 {
				t.Errorf("%d lost, %v", lost, r.Problems)
			}
			all := r.Records
			_, err = u.Sweep(ctx, noon)
			u.must(err)
			_, _, err = u.Ring(ctx, noon.Add(-1))
			u.must(err)
			r, err = u.Check(ctx)
			u.must(err)
			u.is(r.Records, all)
			u.must(u.Close())

			now := u.keyFile()
			u.putKeys(u.keys)
			u.refuses(store.ErrOlderKeys)
			u.putKeys(now)
			u.open()
		})
	}
}

// lose makes a store that has lost the key of cyd.
func (u *used) lose() {
	u.t.Helper()
	u.putKeys(u.erased)
	u.options.AcceptOlderKeys = true
	u.open()
	u.options.AcceptOlderKeys = false
}

// What of a lost customer waits for its time waits for ever, and keeps nobody
// else waiting.
func TestTheLostDoNotRing(t *testing.T) {
	u := newUsed(t)
	u.lose()
	r, err := u.Check(ctx)
	u.must(err)
	wakes := r.Records["wakes"]
	q, next, err := u.Ring(ctx, noon.AddDate(0, 0, 1))
	u.must(err)
	u.is(len(q), 2) // ann's and bob's
	u.is(next.IsZero(), true)
	q, next, err = u.Ring(ctx, noon.AddDate(0, 0, 1))
	u.must(err)
	u.is(len(q), 0)
	u.is(next.IsZero(), true)
	r, err = u.Check(ctx)
	u.must(err)
	u.is([]int{r.Records["wakes"], r.Records["due"]}, []int{wakes - 2, wakes - 2})
}

// Who is lost may come back as somebody new, and what was theirs may be erased
// by their code, which Check tells.
func TestTheLostCanBeErased(t *testing.T) {
	u := newUsed(t)
	u.lose()
	u.nothingOf(cyd)
	r, err := u.Check(ctx)
	u.must(err)
	u.is(len(r.Lost), 1)
	u.is([]int{r.Lost[0].Records, r.Erased, r.Orphans}, []int{14, 0, 0})
	tn := turn(u.says("again", cyd, "hello"), "again")
	u.commits(tn)
	e, err := u.Erase(ctx, r.Lost[0].Customer)
	u.must(err)
	u.is([]int{e.Addresses, e.Records}, []int{0, 10}) // without those that the newcomer's replaced
	u.must(u.sweepAndCheck())
	u.reopen()
	u.must(u.sweepAndCheck())
	c, err := u.Conversation(cyd)
	u.must(err)
	u.is(c, tn.Conversation)
	u.allOf(ann)
}

// An older database is no older key file: who was erased since cannot be read,
// and Check counts them until they are swept.
func TestAnOlderDatabaseOpens(t *testing.T) {
	s := newShop(t)
	s.fill(ann)
	s.fill(bob)
	s.must(s.Close())
	old, err := os.ReadFile(s.path("huizhi.db"))
	s.must(err)
	s.open()
	s.says("later", cyd, "x")
	_, err = s.Erase(ctx, ann.String())
	s.must(err)
	_, err = s.Erase(ctx, bob.String())
	s.must(err)
	s.must(s.Close())
	s.must(os.WriteFile(s.path("huizhi.db"), old, 0o600))
	s.open()
	s.nothingOf(ann)
	r, err := s.Check(ctx)
	s.must(err)
	s.is([]int{r.Customers, r.Erased, r.Orphans, len(r.Lost), len(r.Problems)}, []int{1, 2, 28, 0, 0})
	swept, err := s.Sweep(ctx, noon)
	s.must(err)
	s.is(swept.Records, 28)
	s.must(s.sweepAndCheck())

	s.must(s.Close()) // and now it has seen what the key file has become
	keys := s.keyFile()
	s.putKeys(keys[:len(keys)-keyRecord])
	s.refuses(seal.ErrDamaged)
}

// The backup alone does not know that a key file is too old for it; the database
// that it is to replace does.
func TestRestoreAsksTheDatabaseThatWasThere(t *testing.T) {
	s := newShop(t)
	s.fill(ann)
	s.fill(bob)
	from, keys := s.backup(), s.keyFile()
	_, err := s.Erase(ctx, ann.String())
	s.must(err)
	s.must(s.Close())
	now := s.keyFile()
	s.putKeys(keys)
	before := sums(t, s.dir)
	_, err = store.Restore(ctx, from, s.dir, s.master, s.options)
	s.fails(err, store.ErrOlderKeys)
	s.is(sums(t, s.dir), before)
	s.putKeys(now)
	r, err := store.Restore(ctx, from, s.dir, s.master, s.options)
	s.must(err)
	s.is([]int{r.Swept.Records, r.Lost}, []int{14, 0})
	s.open()
	s.nothingOf(ann)
	s.allOf(bob)
}

// The backup was made after the last copy of the key file.
func TestRestoreWithOlderKeys(t *testing.T) {
	s := newShop(t)
	s.fill(ann)
	keys := s.keyFile()
	s.fill(bob)
	from := s.backup()
	s.must(s.Close())
	lost := s.keyFile()
	s.dir = t.TempDir() // another machine
	s.putKeys(keys)
	_, err := store.Restore(ctx, from, s.dir, s.master, s.options)
	s.fails(err, store.ErrOlderKeys)
	s.options.AcceptOlderKeys = true
	r, err := store.Restore(ctx, from, s.dir, s.master, s.options)
	s.must(err)
	s.is([]int{r.Swept.Records, r.Lost}, []int{0, 1})
	s.options.AcceptOlderKeys = false
	s.open()
	s.allOf(ann)
	s.nothingOf(bob)
	s.must(s.Close())
	s.putKeys(lost)
	s.refuses(store.ErrOlderKeys)
}

// The power fails between the key file and the database, on either side: the
// folder opens, and what was begun can be done again.
func TestACrashBesideTheKeyFile(t *testing.T) {
	crash := errors.New("crash")
	come := func(s *shop) error { return s.accept(bot.Batch{Events: []bot.Incoming{text("n", cyd, "x")}}) }
	erase := func(s *shop) error {
		_, err := s.Erase(ctx, bob.String())
		if errors.Is(err, store.ErrUnknownCustomer) {
			err = nil // done before
		}
		return err
	}
	for point, run := range map[string]func(s *shop) error{
		"key": come, "key.done": come, "journal": come, "journal.done": come,
		"erase": erase, "destroy": erase, "destroy.done": erase, "erase.done": erase, "sweep": erase,
	} {
		t.Run(point, func(t *testing.T) {
			s := newShop(t)
			s.fill(ann)
			s.fill(bob)
			s.options.Fail = failAt(point, crash)
			s.reopen()
			s.fails(run(s), crash)
			s.options.Fail = nil
			s.reopen()
			s.allOf(ann)
			s.must(run(s))
			s.must(s.sweepAndCheck())
			s.must(s.Close())
			keys := s.keyFile()
			s.putKeys(keys[:len(keys)-keyRecord]) // what there is now is what is asked for
			if db, err := store.Open(s.dir, s.master, s.options); err == nil {
				db.Close()
				t.Error("an older key file opens")
			}
		})
	}
}

func TestACrashWhileOlderKeysAreAccepted(t *testing.T) {
	crash := errors.New("crash")
	for point, again := range map[string]error{"overtake": store.ErrOlderKeys, "overtake.done": nil} {
		u := newUsed(t)
		u.putKeys(u.erased)
		u.options.AcceptOlderKeys = true
		u.options.Fail = failAt(point, crash)
		u.refuses(crash)
		u.options.Fail, u.options.AcceptOlderKeys = nil, false
		if again != nil {
			u.refuses(again)
			u.options.AcceptOlderKeys = true
		}
		u.open()
		u.allOf(ann)
		u.nothingOf(cyd)
	}
}

// A database remembers its generation from schema 2 on; without it, it is
// damaged, and the key file is not touched.
func TestAForgottenGeneration(t *testing.T) {
	onEach(t, func(t *testing.T, s *shop) {
		s.says("k", ann, "x")
		s.must(s.Close())
		s.putKeys(append(s.keyFile(), "left by a crash"...))
		s.raw(func(tx kv.Tx) error { return tx.Bucket("meta").Delete([]byte("generation")) })
		before := sums(t, s.dir)
		s.refuses(store.ErrDamaged)
		s.is(sums(t, s.dir), before)
	})
}

// A key file to which something has happened belongs to a database.
func TestUsedKeysMakeNoNewDatabase(t *testing.T) {
	s := newShop(t)
	s.says("k", ann, "x")
	_, err := s.Erase(ctx, ann.String())
	s.must(err)
	s.must(s.Close())
	s.must(errors.Join(os.Remove(s.path("huizhi.db")), os.Remove(s.path("opened"))))
	before := sums(t, s.dir)
	s.refuses(store.ErrVanished)
	s.is(sums(t, s.dir), before)
}
