package index

import (
	"testing"

	"huizhi/kb"
)

// A word that customers use for one passage alone makes it likely, whatever its
// headings say.
func TestLikely(t *testing.T) {
	asked := func(questions ...string) *entry { return &entry{passage: &kb.Passage{Questions: questions}} }
	said := asked("身份证丢了怎么补")
	for _, text := range []string{"证让贼娃子摸走了", "包包连证一起没得了", "证落出租车上了"} {
		said.passage.Utterances = append(said.passage.Utterances, kb.Utterance{Text: text})
	}
	entries := []*entry{asked("身份证到期怎么换", "身份证过期了怎么办"), said, asked("身份证坏了怎么换", "身份证断了怎么办")}
	for i, e := range entries {
		e.number = i
	}
	l := newLikely(entries)
	for text, want := range map[string]int{"落车上了": 1, "贼娃子": 1, "过期了": 0, "断了": 2} {
		values := l.of(text)
		first, second := likeliest(values, entries)
		if values[want] != first || first <= second {
			t.Errorf("%s: %v, want %d the likeliest", text, values, want)
		}
	}
	for _, v := range l.of("???") {
		if v != 0 {
			t.Errorf("nothing known tells %v", v)
		}
	}
}
