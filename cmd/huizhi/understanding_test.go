package main

import (
	"strings"
	"testing"

	"huizhi/answer"
	"huizhi/eval"
	"huizhi/kb"
)

// A report counts what was taken for what, and names the passages confused.
func TestUnderstanding(t *testing.T) {
	other := &kb.Passage{ID: "country/lost#b"}
	lessons := []lesson{
		{turns: []string{"丢了"}, message: eval.Message{Text: "丢了", Label: "passage", Passages: []kb.PassageID{"country/lost#a"}}},
		{turns: []string{"找人"}, message: eval.Message{Text: "找人", Label: "person"}},
		{turns: []string{"考题"}}, // a demand is no labelled message
	}
	learned := answer.Learned{Forecasts: []answer.Forecast{
		{Way: answer.Way{Sort: answer.OfPassage, Passage: other}, Chance: 0.75},
		{Way: answer.Way{Sort: answer.Person}, Chance: 0.95, Right: true},
		{Way: answer.Way{Sort: answer.OfCase}, Chance: 0.1},
	}}
	for part, want := range map[string]string{
		passagesTaken(lessons, learned): "| country/lost#a | country/lost#b | 1 | 丢了 |",
		sortsTaken(lessons, learned):    "| 正文 | 1 |  |",
		chances(lessons, learned):       "| 1 | 75% | 0% |  |\n| 1 | 95% | 100% |",
	} {
		if !strings.Contains(part, want) {
			t.Errorf("%q is missing in\n%s", want, part)
		}
	}
	if got := shareRight(lessons, learned); got != 0.5 {
		t.Errorf("%v of the labelled messages were right, want a half", got)
	}
}
