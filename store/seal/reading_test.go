package seal_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"huizhi/store/seal"
)

// Who opens a key file for reading reads, and leaves the file as it was: what a
// crash left at its end, too.
func TestReadingChangesNothing(t *testing.T) {
	p := newPlace(t)
	k := p.create()
	s := seal.NewSubject()
	must(t, k.Add(s))
	sealed := p.seal(k, s, "a", "form")
	must(t, k.Close())
	torn := append(p.read(), "half a record"...)
	must(t, os.WriteFile(p.path, torn, 0o400))

	k, err := seal.OpenReading(p.path, p.master, nil)
	must(t, err)
	p.opens(k, s, "a", sealed, "form")
	for name, err := range map[string]error{
		"add": k.Add(seal.NewSubject()), "destroy": k.Destroy(s), "overtake": k.Overtake(7),
	} {
		if !errors.Is(err, seal.ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, k.Close())
	if !bytes.Equal(p.read(), torn) {
		t.Error("the file has changed")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
