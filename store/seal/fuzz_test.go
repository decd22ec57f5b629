package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huizhi/store/seal"
)

// FuzzOpenKeys opens any file, and any records after a good header. What opens
// must open again, be of whole records and take another.
func FuzzOpenKeys(f *testing.F) {
	good := version1(f)
	header, records := good[:headerSize], good[headerSize:]
	f.Add(good)
	f.Add(records)
	f.Add([]byte{})
	f.Add(append(bytes.Clone(records), make([]byte, 200)...))
	f.Add(append(bytes.Clone(records), records[:100]...))
	master, err := seal.ParseMaster(version1Master)
	if err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(f.TempDir(), "keys")
	f.Fuzz(func(t *testing.T, file []byte) {
		openAny(t, path, master, file)
		openAny(t, path, master, append(bytes.Clone(header), file...))
	})
}

func openAny(t *testing.T, path string, m seal.Master, file []byte) {
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	k, err := seal.Open(path, m)
	if err != nil {
		refusal(t, err, len(file))
		return
	}
	defer k.Close()
	info, err := os.Stat(path)
	if err != nil || info.Size() != int64(headerSize+k.Len()*recordSize) {
		t.Fatalf("%d subjects in %v, %v", k.Len(), info, err)
	}
	if err := k.Add(seal.NewSubject()); err != nil {
		t.Fatal(err)
	}
	again, err := seal.Open(path, m)
	if err != nil || again.Len() != k.Len() {
		t.Fatalf("again: %v", err)
	}
	again.Close()
}

func refusal(t *testing.T, err error, size int) {
	var damage seal.DamageError
	switch {
	case errors.Is(err, seal.ErrWrongMaster), errors.Is(err, seal.ErrVersion):
	case !errors.As(err, &damage), damage.Offset < 0, damage.Offset > int64(size):
		t.Fatalf("%d bytes: %v", size, err)
	}
}
