package grounding

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

func newTestChecker(t testing.TB) *Checker {
	t.Helper()
	words, err := kb.Words()
	if err != nil {
		t.Fatal(err)
	}
	places, err := place.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(words, places)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// labelled is a claim whose truth is known: what it says of its lines is right,
// or it is wrong in the way that Why names.
type labelled struct {
	Lines []string
	Known string
	Claim string
	Why   string
}

func readClaims(t testing.TB, name string) []labelled {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []labelled
	for s := bufio.NewScanner(f); s.Scan(); {
		var l labelled
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, l)
	}
	return out
}

// No claim passes that says what its lines do not say. HUIZHI_CLAIMS names a
// file of further false claims.
func TestFalseClaims(t *testing.T) {
	c := newTestChecker(t)
	claims := readClaims(t, "testdata/false.jsonl")
	if more := os.Getenv("HUIZHI_CLAIMS"); more != "" {
		claims = append(claims, readClaims(t, more)...)
	}
	for _, l := range claims {
		if len(c.Check(l.Claim, l.Lines, l.Known)) == 0 {
			t.Errorf("passed (%s): %s\n\tlines %q known %q", l.Why, l.Claim, l.Lines, l.Known)
		}
	}
	t.Logf("%d false claims", len(claims))
}

// Faithful rewordings, line for line, pass: of testdata/true.jsonl all but a
// twentieth. The rewordings of testdata/loose.jsonl take a part of a long line,
// or put in a word of their own; more of them may be dropped.
func TestTrueClaims(t *testing.T) {
	for file, most := range map[string]int{"true": 5, "loose": 25} {
		t.Run(file, func(t *testing.T) {
			c := newTestChecker(t)
			claims, dropped := readClaims(t, "testdata/"+file+".jsonl"), 0
			for _, l := range claims {
				if faults := c.Check(l.Claim, l.Lines, l.Known); len(faults) > 0 {
					dropped++
					t.Logf("dropped (%s): %s\n\tlines %q known %q\n\t%v", l.Why, l.Claim, l.Lines, l.Known, faults)
				}
			}
			t.Logf("%d of %d true claims dropped", dropped, len(claims))
			if 100*dropped > most*len(claims) {
				t.Errorf("%d of %d true claims dropped", dropped, len(claims))
			}
		})
	}
}
