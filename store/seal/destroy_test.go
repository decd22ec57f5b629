package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huizhi/store/seal"
)

func TestDestroyedDoesNotOpen(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	three := p.people(k, 3)
	sealed := p.seal(k, three[1], "order/17", "form")
	others := p.seal(k, three[2], "order/18", "other form")
	if err := k.Destroy(three[1], three[1], seal.NewSubject()); err != nil {
		t.Fatal(err)
	}
	for _, k := range []*seal.Keys{k, p.open()} {
		p.shut(k, three[1], "order/17", sealed, seal.ErrErased)
		p.shut(k, three[1], "order/17", sealed, seal.ErrNoKey)
		p.opens(k, three[2], "order/18", others, "other form")
		if k.Has(three[1]) || !k.Erased(three[1]) || k.Erased(three[2]) || k.Len() != 2 {
			t.Errorf("%d subjects are left", k.Len())
		}
	}
	alone(t, p)
}

// Whoever was erased never gets a key again, nor does anybody else with them.
func TestErasedIsForEver(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s, other := p.people(k, 1)[0], seal.NewSubject()
	if err := k.Destroy(s); err != nil {
		t.Fatal(err)
	}
	before := p.read()
	for _, k := range []*seal.Keys{k, p.open()} {
		if err := k.Add(other, s); !errors.Is(err, seal.ErrErased) || k.Has(other) || k.Has(s) {
			t.Errorf("added: %v", err)
		}
		if sealed, err := k.Seal(s, "a", nil); !errors.Is(err, seal.ErrErased) || sealed != nil {
			t.Errorf("sealed %x, %v", sealed, err)
		}
		if err := k.Destroy(s); err != nil || !bytes.Equal(p.read(), before) {
			t.Errorf("destroyed twice: %v", err)
		}
	}
}

// Nobody's key can be destroyed, too: that they were erased is what is kept.
func TestDestroyKnowsStrangers(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	known, stranger := p.people(k, 1)[0], seal.NewSubject()
	if err := k.Destroy(stranger, stranger); err != nil {
		t.Fatal(err)
	}
	for _, k := range []*seal.Keys{k, p.open()} {
		if !k.Erased(stranger) || k.Has(stranger) || !k.Has(known) || k.Len() != 1 {
			t.Errorf("%d subjects", k.Len())
		}
	}
}

func TestDestroyedIsNotInTheFile(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	three := p.people(k, 3)
	before := p.read()
	p.kept(before, three[1], true)

	// The old file under another name stands for its blocks on the disk.
	blocks := filepath.Join(t.TempDir(), "blocks")
	if err := os.Link(p.path, blocks); err != nil {
		t.Fatal(err)
	}
	if err := k.Destroy(three[0], three[1]); err != nil {
		t.Fatal(err)
	}
	after := p.read()
	if len(after) != headerSize+3*recordSize {
		t.Errorf("the file has %d bytes", len(after))
	}
	p.gone(after, before, three[0], three[1])
	p.kept(after, three[2], true)

	old, err := os.ReadFile(blocks)
	if err != nil {
		t.Fatal(err)
	}
	p.gone(old, before, three[0], three[1])
}

// gone wants nothing of the subjects' keys, sealed as they are in the records
// of before, in file.
func (p place) gone(file, before []byte, subjects ...seal.Subject) {
	p.Helper()
	for _, s := range subjects {
		record := before[bytes.Index(before, s[:]):][:recordSize]
		for at := len(s); at+8 <= recordSize; at++ {
			if bytes.Contains(file, record[at:at+8]) {
				p.Fatalf("bytes %d and on of %v's record are there", at, s)
			}
		}
	}
}

func (p place) kept(file []byte, s seal.Subject, want bool) {
	p.Helper()
	if bytes.Contains(file, s[:]) != want {
		p.Errorf("%v in the file: %v", s, !want)
	}
}

func TestAddAfterDestroyLasts(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	two := p.people(k, 2)
	if err := k.Destroy(two[0]); err != nil {
		t.Fatal(err)
	}
	late := p.people(k, 1)[0]
	if k = p.open(); !k.Has(two[1]) || !k.Has(late) || k.Len() != 2 {
		t.Errorf("%d subjects are left", k.Len())
	}
}

func TestStoreIsNotDestroyed(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := p.people(k, 1)[0]
	if err := k.Destroy(s, seal.Store); !errors.Is(err, seal.ErrStore) {
		t.Error(err)
	}
	if !k.Has(s) || !k.Has(seal.Store) {
		t.Error("a key is gone")
	}
}

func TestEachFailureOfDestroy(t *testing.T) {
	broken := errors.New("broken disk")
	for point, done := range map[string]bool{"key.destroy": false, "key.destroy.done": true} {
		p := newPlace(t)
		k := p.create()
		s := p.people(k, 1)[0]
		k.Fail = failAt(point, broken)
		err := k.Destroy(s)
		if !errors.Is(err, broken) || errors.Is(err, seal.ErrHalted) != done {
			t.Errorf("%s: %v", point, err)
		}
		if k.Has(s) == done || p.open().Has(s) == done {
			t.Errorf("%s: the subject has a key: %v", point, k.Has(s))
		}
		k.Fail = nil
		if err := k.Destroy(s); errors.Is(err, seal.ErrHalted) != done {
			t.Errorf("%s: again: %v", point, err)
		}
	}
}

func TestEachFailureOfOvertake(t *testing.T) {
	broken := errors.New("broken disk")
	for point, want := range map[string]uint64{"key.overtake": 1, "key.overtake.done": 1 << 32} {
		p := newPlace(t)
		k := p.create()
		s := p.people(k, 1)[0]
		k.Fail = failAt(point, broken)
		if err := k.Overtake(7); !errors.Is(err, broken) {
			t.Errorf("%s: %v", point, err)
		}
		if again := p.open(); again.Generation() != want || !again.Has(s) {
			t.Errorf("%s: generation %d", point, again.Generation())
		}
	}
}

func failAt(point string, err error) func(string) error {
	return func(at string) error {
		if at == point {
			return err
		}
		return nil
	}
}

func TestDestroyWithoutRoomChangesNothing(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := p.people(k, 1)[0]
	sealed := p.seal(k, s, "a", "form")
	if err := os.MkdirAll(filepath.Join(p.path+".new", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := k.Destroy(s); err == nil || errors.Is(err, seal.ErrHalted) {
		t.Error(err)
	}
	p.opens(k, s, "a", sealed, "form")
	if err := os.RemoveAll(p.path + ".new"); err != nil {
		t.Fatal(err)
	}
	if err := k.Destroy(s); err != nil || k.Has(s) {
		t.Errorf("destroyed: %v", err)
	}
}

// A crash in Destroy can leave keys beside the file.
func TestOpenRemovesWhatIsBeside(t *testing.T) {
	p := newPlace(t)
	p.people(p.create(), 1)
	if err := os.WriteFile(p.path+".new", p.read(), 0o600); err != nil {
		t.Fatal(err)
	}
	p.open()
	alone(t, p)
}

func TestDestroyFollowsALink(t *testing.T) {
	p := newPlace(t)
	s := p.people(p.create(), 1)[0]
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(p.path, link); err != nil {
		t.Fatal(err)
	}
	k, err := seal.Open(link, p.master, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	if err := k.Destroy(s); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != p.path {
		t.Errorf("the link is to %q now, %v", to, err)
	}
	if again := p.open(); !again.Erased(s) {
		t.Error("the file that the link is to was not written anew")
	}
}
