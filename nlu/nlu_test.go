package nlu

import (
	"testing"

	"huizhi/kb/kbtest"
)

func newTestLanguage(t testing.TB) *Language {
	t.Helper()
	words, places := kbtest.Vocabulary(t)
	l, err := New(words, places)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
