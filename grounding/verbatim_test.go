package grounding

import (
	"strings"
	"testing"

	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/kbtest"
)

// passages are the texts that editors wrote.
func passages(t testing.TB) []string {
	t.Helper()
	words, places := kbtest.Vocabulary(t)
	corpus, _, err := kb.Load(articles.Files, words, places)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for p := range corpus.Passages() {
		out = append(out, strings.Split(p.Text, "\n")...)
	}
	return out
}

// Whatever is said in the line's own words is right and whole.
func TestALineStandsForItself(t *testing.T) {
	c := newTestChecker(t)
	for _, line := range passages(t) {
		if faults := c.Check(line, []string{line}, ""); len(faults) > 0 {
			t.Errorf("%s\n\tsays too much: %v", line, faults)
		}
		if faults := c.Omits(line, []string{line}, ""); len(faults) > 0 {
			t.Errorf("%s\n\tleaves out: %v", line, faults)
		}
	}
}

// A line does not stand for one about something else.
func TestALineStandsForNoOther(t *testing.T) {
	c := newTestChecker(t)
	lines := passages(t)
	stands := 0
	for i, line := range lines {
		other := lines[(i+7)%len(lines)]
		if line != other && len(c.Check(line, []string{other}, "")) == 0 {
			stands++
			t.Logf("%s\n\tpassed for: %s", line, other)
		}
	}
	if stands > 0 {
		t.Errorf("%d of %d lines passed for others", stands, len(lines))
	}
}

// Nothing that somebody writes makes the checker fail, and what has letters of
// its own never passes.
func FuzzCheck(f *testing.F) {
	c := newTestChecker(f)
	for _, l := range readClaims(f, "testdata/false.jsonl")[:60] {
		f.Add(l.Claim, l.Lines[0], l.Known)
	}
	f.Add("可以。\u200b", "可以。", "")
	f.Add("二十块", "20元", "")
	f.Add("16岁以下99999999999999999999年", "0.0.0元、、、", "半半半")
	f.Fuzz(func(t *testing.T, claim, line, known string) {
		faults := c.Check(claim, []string{line}, known)
		c.Omits(claim, []string{line}, known)
		for _, foreign := range []string{"http", "微信", "8888"} {
			if strings.Contains(claim, foreign) && !strings.Contains(strings.ToLower(line+known), foreign) && len(faults) == 0 {
				t.Errorf("%q passed for %q", claim, line)
			}
		}
	})
}
