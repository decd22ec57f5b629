package main

import (
	"testing"
	"time"

	"huizhi/kb"
)

// The built-in articles are sound on a machine whose clock stands years before
// they were checked.
func TestClockBehindTheBuiltInArticles(t *testing.T) {
	_, corpus, _, err := readLibrary(&call{})
	if err != nil {
		t.Fatal(err)
	}
	early := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if bad := kb.Errors(untimely(corpus, corpus.Lint(early))); len(bad) > 0 {
		t.Errorf("%d errors, the first: %v", len(bad), bad[0])
	}
	if clockWarning(corpus, early) == "" {
		t.Error("nobody is told")
	}
	late := time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	if w := clockWarning(corpus, late); w != "" {
		t.Error(w)
	}
}
