package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huizhi/store/seal"
)

// FuzzOpenKeys opens any file, and any records after good headers. What opens
// must open again, be of whole records and take another.
func FuzzOpenKeys(f *testing.F) {
	first, second := written(f, "version1"), written(f, "version2")
	records := first[firstSize:]
	f.Add(first)
	f.Add(second)
	f.Add(records)
	f.Add(second[headerSize:])
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
		openAny(t, path, master, append(bytes.Clone(first[:firstSize]), file...))
		openAny(t, path, master, append(bytes.Clone(second[:headerSize]), file...))
	})
}

func openAny(t *testing.T, path string, m seal.Master, file []byte) {
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	k, err := seal.Open(path, m, nil)
	if err != nil {
		refusal(t, err, len(file))
		return
	}
	defer k.Close()
	info, err := os.Stat(path)
	records := int(info.Size()) - headerSize
	if file[15] == 1 {
		records = int(info.Size()) - firstSize
	}
	if err != nil || records%recordSize != 0 || records < k.Len()*recordSize {
		t.Fatalf("%d subjects in %v, %v", k.Len(), info, err)
	}
	if err := k.Add(seal.NewSubject()); err != nil {
		t.Fatal(err)
	}
	again, err := seal.Open(path, m, nil)
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
