package seal_test

import (
	"path/filepath"
	"runtime"
	"testing"

	"huizhi/store/seal"
)

func BenchmarkOpen100k(b *testing.B) {
	path, master := filepath.Join(b.TempDir(), "keys"), seal.NewMaster()
	k, err := seal.Create(path, master)
	if err != nil {
		b.Fatal(err)
	}
	subjects := make([]seal.Subject, 100_000)
	for i := range subjects {
		subjects[i] = seal.NewSubject()
	}
	if err := k.Add(subjects...); err != nil {
		b.Fatal(err)
	}
	k.Close()
	k, subjects = nil, nil
	empty := heap()
	for b.Loop() {
		if k, err = seal.Open(path, master, nil); err != nil {
			b.Fatal(err)
		}
		k.Close()
	}
	b.ReportMetric(float64(heap()-empty)/1e6, "MB-held")
	runtime.KeepAlive(k)
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkSeal(b *testing.B) {
	k, err := seal.Create(filepath.Join(b.TempDir(), "keys"), seal.NewMaster())
	if err != nil {
		b.Fatal(err)
	}
	defer k.Close()
	s := seal.NewSubject()
	if err := k.Add(s); err != nil {
		b.Fatal(err)
	}
	plain := make([]byte, 1024)
	b.SetBytes(int64(len(plain)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Seal(s, "order/17/draft", plain); err != nil {
			b.Fatal(err)
		}
	}
}
