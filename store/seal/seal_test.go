package seal_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huizhi/store/seal"
)

const (
	headerSize = 148
	firstSize  = 128 // of version 1
	recordSize = 76
)

// place is a key file of a test and its master.
type place struct {
	*testing.T
	path   string
	master seal.Master
}

func newPlace(t *testing.T) place {
	return place{t, filepath.Join(t.TempDir(), "keys"), seal.NewMaster()}
}

func (p place) create() *seal.Keys {
	p.Helper()
	k, err := seal.Create(p.path, p.master)
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { k.Close() })
	return k
}

func (p place) open() *seal.Keys {
	p.Helper()
	k, err := seal.Open(p.path, p.master, nil)
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { k.Close() })
	return k
}

// refused opens and wants an error.
func (p place) refused(want error) error {
	p.Helper()
	k, err := seal.Open(p.path, p.master, nil)
	if err == nil {
		k.Close()
	}
	if !errors.Is(err, want) {
		p.Errorf("Open: %v, want %v", err, want)
	}
	return err
}

// damagedAt opens and wants damage at that byte.
func (p place) damagedAt(offset int) {
	p.Helper()
	var damage seal.DamageError
	if errors.As(p.refused(seal.ErrDamaged), &damage) && damage.Offset != int64(offset) {
		p.Errorf("damage at byte %d, want %d", damage.Offset, offset)
	}
}

func (p place) read() []byte {
	p.Helper()
	b, err := os.ReadFile(p.path)
	if err != nil {
		p.Fatal(err)
	}
	return b
}

func (p place) write(b []byte) {
	p.Helper()
	if err := os.WriteFile(p.path, b, 0o600); err != nil {
		p.Fatal(err)
	}
}

// people adds n new subjects.
func (p place) people(k *seal.Keys, n int) []seal.Subject {
	p.Helper()
	subjects := make([]seal.Subject, n)
	for i := range subjects {
		subjects[i] = seal.NewSubject()
	}
	if err := k.Add(subjects...); err != nil {
		p.Fatal(err)
	}
	return subjects
}

func (p place) seal(k *seal.Keys, s seal.Subject, about, plain string) []byte {
	p.Helper()
	sealed, err := k.Seal(s, about, []byte(plain))
	if err != nil {
		p.Fatal(err)
	}
	return sealed
}

// opens wants sealed to hold plain.
func (p place) opens(k *seal.Keys, s seal.Subject, about string, sealed []byte, plain string) {
	p.Helper()
	got, err := k.Open(s, about, sealed)
	if err != nil || string(got) != plain {
		p.Errorf("opened %q, %v; want %q", got, err, plain)
	}
}

// shut wants sealed not to open, for that reason.
func (p place) shut(k *seal.Keys, s seal.Subject, about string, sealed []byte, want error) {
	p.Helper()
	if got, err := k.Open(s, about, sealed); !errors.Is(err, want) || got != nil {
		p.Errorf("opened %q, %v; want %v", got, err, want)
	}
}
