package eval

import (
	"slices"
	"testing"
)

func TestTally(t *testing.T) {
	right, wrong := Result{}, Result{Wrong: []string{"x"}}
	of := func(topic string, r Result) Result { r.Topic = topic; return r }
	for _, x := range []struct {
		name   string
		in     []Result
		topics []Score
		total  Score
	}{
		{"nothing", nil, nil, Score{}},
		{"one topic", []Result{of("甲", right), of("甲", wrong), of("甲", right)}, []Score{{"甲", 3, 2}}, Score{"", 3, 2}},
		{"topics as they come", []Result{of("乙", wrong), of("甲", right), of("乙", right), of("丙", wrong)},
			[]Score{{"乙", 2, 1}, {"甲", 1, 1}, {"丙", 1, 0}}, Score{"", 4, 2}},
	} {
		topics, total := Tally(x.in)
		if !slices.Equal(topics, x.topics) || total != x.total {
			t.Errorf("%s: %v, %v", x.name, topics, total)
		}
	}
}

func TestRate(t *testing.T) {
	for _, x := range []struct {
		asked, passed int
		want          float64
	}{{0, 0, 100}, {4, 0, 0}, {4, 3, 75}, {3, 3, 100}} {
		if got := (Score{Asked: x.asked, Passed: x.passed}).Rate(); got != x.want {
			t.Errorf("%d of %d: %v, want %v", x.passed, x.asked, got, x.want)
		}
	}
}

func TestBrief(t *testing.T) {
	forty := "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	for in, want := range map[string]string{"": "", "可以。\n本人去。": "可以。 本人去。", forty: forty, forty + "一": forty + "…"} {
		if got := brief(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
