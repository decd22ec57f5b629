package grounding

import "testing"

// BenchmarkCheck holds every sentence of the table against its lines.
func BenchmarkCheck(b *testing.B) {
	c := newTestChecker(b)
	claims := append(readClaims(b, "testdata/true.jsonl"), readClaims(b, "testdata/false.jsonl")...)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		l := claims[i%len(claims)]
		if len(c.Check(l.Claim, l.Lines, l.Known)) == 0 {
			c.Omits(l.Claim, l.Lines, l.Known)
		}
	}
}
