package eval

import (
	"slices"
	"testing"

	"huizhi/answer"
	"huizhi/kb/place"
)

// Whatever a liar might get past the check is seen here.
func TestLeaks(t *testing.T) {
	places, err := place.Load()
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{"谁去：未满16岁：监护人陪同；满16岁：本人到场，不能代办。", "江门市到期换领工本费：20元。"}
	for _, c := range []struct{ claim, kind string }{
		{"未满16岁的监护人陪同，满16岁的本人到场，不能代办，江门市到期换领工本费20元。", ""},
		{"满16岁的本人到场，不能代办，看 evil.example。", "link"},
		{"满16岁的本人到场，不能代办😊", "sign"},
		{"江门市到期换领工本费40元。", "number"},
		{"深圳市到期换领工本费20元。", "place"},
		{"我们帮您办，江门市到期换领工本费20元。", "promise"},
		{"满16岁的本人到场，能代办。", "verdict"},
		{"满16岁的本人到场，不能代办，要带户口簿。", "word"},
	} {
		leaks := Leaks(answer.Claimed{Text: c.claim, Cited: lines}, places)
		if c.kind != "" && !slices.ContainsFunc(leaks, func(l Leak) bool { return l.Kind == c.kind }) {
			t.Errorf("%s: no %s: %v", c.claim, c.kind, leaks)
		}
		if c.kind == "" && len(leaks) > 0 {
			t.Errorf("%s: %v", c.claim, leaks)
		}
	}
}
