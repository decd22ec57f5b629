package grounding

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"huizhi/kb/kbtest"
)

func newTestChecker(t testing.TB) *Checker {
	t.Helper()
	words, places := kbtest.Vocabulary(t)
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
	s := bufio.NewScanner(f)
	for s.Scan() {
		var l labelled
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, l)
	}
	if s.Err() != nil || len(out) < least {
		t.Fatalf("%s: %d claims, %v", name, len(out), s.Err())
	}
	return out
}

// least is how many claims a table must have, so that passing means something.
const least = 30

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

// maxFalseDrop is how many faithful rewordings may be dropped, in percent.
const maxFalseDrop = 5

// Faithful rewordings, made as the prompt asks for them, pass. HUIZHI_TRUE
// names a file of others, to see how many of those do.
func TestTrueClaims(t *testing.T) {
	c := newTestChecker(t)
	file := "testdata/true.jsonl"
	if other := os.Getenv("HUIZHI_TRUE"); other != "" {
		file = other
	}
	claims, dropped := readClaims(t, file), 0
	for _, l := range claims {
		faults := append(c.Check(l.Claim, l.Lines, l.Known), c.Omits(l.Claim, l.Lines, l.Known)...)
		if len(faults) > 0 {
			dropped++
			t.Logf("dropped (%s): %s\n\tlines %q known %q\n\t%v", l.Why, l.Claim, l.Lines, l.Known, faults)
		}
	}
	t.Logf("%d of %d true claims dropped", dropped, len(claims))
	if 100*dropped > maxFalseDrop*len(claims) {
		t.Errorf("%d of %d true claims dropped", dropped, len(claims))
	}
}

// What is left of a sentence whose head was cut off says it of everybody.
func TestAHeadCutOff(t *testing.T) {
	c := newTestChecker(t)
	const line = "未满16岁的身份证，法律就写着由监护人代为申请。"
	if faults := c.Check(line, []string{line}, "未满16岁"); len(faults) > 0 {
		t.Errorf("the line itself: %v", faults)
	}
	if faults := c.Check("的身份证，法律就写着由监护人代为申请。", []string{line}, "未满16岁"); len(faults) == 0 {
		t.Error("taken without its head")
	}
}
