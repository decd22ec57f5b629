package kb_test

import (
	"testing"

	"huizhi/kb"
	"huizhi/kb/articles"
)

func BenchmarkLoad(b *testing.B) {
	words, places := basics()
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := kb.Load(articles.Files, words, places); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLint(b *testing.B) {
	c, today := ours(), day("2026-11-22")
	b.ReportAllocs()
	for b.Loop() {
		c.Lint(today)
	}
}

// BenchmarkResolve asks for the longest list, with nothing known.
func BenchmarkResolve(b *testing.B) {
	c := ours()
	b.ReportAllocs()
	for b.Loop() {
		c.Resolve("江门市", kb.Conditions{}, kb.Bring)
	}
}

// BenchmarkWhen describes each of its groups.
func BenchmarkWhen(b *testing.B) {
	r := ours().Resolve("江门市", kb.Conditions{}, kb.Bring)
	b.ReportAllocs()
	for b.Loop() {
		for _, item := range r.Items {
			for _, g := range item.Groups {
				r.When(g)
			}
		}
	}
}
