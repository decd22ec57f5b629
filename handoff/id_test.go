package handoff

import (
	"fmt"
	"regexp"
	"testing"
)

func TestID(t *testing.T) {
	whole := regexp.MustCompile(`^[0-9a-f]{16}$`)
	read := regexp.MustCompile(`^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$`)
	ids, shorts, letters := map[ID]bool{}, map[string]bool{}, map[rune]bool{}
	for n := range 5000 {
		id := NewID(fmt.Sprintf("telegram/7/%d/0", n))
		if !whole.MatchString(string(id)) || !read.MatchString(id.Short()) {
			t.Fatalf("%q is told as %q", id, id.Short())
		}
		ids[id], shorts[id.Short()] = true, true
		for _, r := range id.Short() {
			letters[r] = true
		}
	}
	if len(ids) != 5000 || len(shorts) != 5000 || len(letters) != len(spoken)+1 {
		t.Errorf("of 5000: %d ids, %d told; %d letters used", len(ids), len(shorts), len(letters))
	}
}

// What a customer was told once is told for ever.
func TestShortStays(t *testing.T) {
	if id := NewID("telegram/7/42/0"); id != "cf143000c4129021" || id.Short() != "NTS4-R5FP" {
		t.Errorf("%s is told as %s", id, id.Short())
	}
	if got := ID("").Short(); len(got) != 9 {
		t.Errorf("no id is told as %q", got)
	}
}
