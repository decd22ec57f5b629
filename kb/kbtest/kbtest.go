// Package kbtest gives tests the words and places that all articles are read with.
package kbtest

import (
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

// Vocabulary is the words and places that are built in.
func Vocabulary(t testing.TB) (*kb.Vocabulary, *place.Gazetteer) {
	t.Helper()
	words, err := kb.Words()
	if err != nil {
		t.Fatal(err)
	}
	places, err := place.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words, places
}
