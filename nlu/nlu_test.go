package nlu

import (
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

func newTestLanguage(t testing.TB) *Language {
	t.Helper()
	words, err := kb.Words()
	if err != nil {
		t.Fatal(err)
	}
	places, err := place.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(words, places)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
