package seal

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

func crowd(t *testing.T, n int) (*Keys, []Subject) {
	t.Helper()
	k, err := Create(filepath.Join(t.TempDir(), "keys"), NewMaster())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close() })
	subjects := make([]Subject, n)
	for i := range subjects {
		subjects[i] = NewSubject()
	}
	if err := k.Add(subjects...); err != nil {
		t.Fatal(err)
	}
	return k, subjects
}

func TestFewCiphersStayWarm(t *testing.T) {
	k, subjects := crowd(t, warmest+10)
	most := 0
	for _, s := range subjects {
		if _, err := k.Seal(s, "", nil); err != nil {
			t.Fatal(err)
		}
		most = max(most, len(k.ring.warm))
	}
	if most != warmest || len(k.ring.warm) != 10 {
		t.Errorf("at most %d ciphers were warm, %d in the end", most, len(k.ring.warm))
	}
	one, _ := k.cipher(subjects[0])
	if two, _ := k.cipher(subjects[0]); one != two {
		t.Error("a cipher is made each time")
	}
}

func TestKeysAreOverwritten(t *testing.T) {
	k, subjects := crowd(t, 3)
	blank := func(what string, records []byte) {
		t.Helper()
		if !bytes.Equal(records, make([]byte, len(records))) {
			t.Error(what + " leaves keys in memory")
		}
	}
	before := k.ring.records[:len(k.ring.records):len(k.ring.records)]
	for range 3 { // more than there can be room for
		if err := k.Add(NewSubject()); err != nil {
			t.Fatal(err)
		}
	}
	blank("growing", before)
	before = k.ring.records
	if err := k.Destroy(subjects[0]); err != nil {
		t.Fatal(err)
	}
	blank("Destroy", before)
	before = k.ring.records
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	blank("Close", before)
}

// Even if the memory forgot who was erased, nothing is sealed without a key.
func TestATombstoneSealsNothing(t *testing.T) {
	k, subjects := crowd(t, 1)
	if err := k.Destroy(subjects[0]); err != nil {
		t.Fatal(err)
	}
	clear(k.ring.erased)
	if _, err := k.Seal(subjects[0], "", nil); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

func TestFailedWriteHalts(t *testing.T) {
	k, subjects := crowd(t, 1)
	k.file.Close()
	if err := k.Add(NewSubject()); !errors.Is(err, ErrHalted) {
		t.Error(err)
	}
	if err := k.Destroy(subjects[0]); !errors.Is(err, ErrHalted) {
		t.Error(err)
	}
	if k.Len() != 1 {
		t.Errorf("%d subjects", k.Len())
	}
}

func TestNameKeyIsNotPrinted(t *testing.T) {
	k, _ := crowd(t, 1)
	type holder struct{ keys *Keys }
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		got := fmt.Sprintf(verb, holder{k})
		for _, form := range []string{"%v", "%#v", "%s", "%q", "%x", "%d"} {
			if bytes.Contains([]byte(got), bytes.Trim(fmt.Appendf(nil, form, k.root.names[:8]), "[]byte{}")) {
				t.Errorf("%s: %s", verb, got)
			}
		}
	}
}
