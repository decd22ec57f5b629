package eval

import (
	"encoding/json"
	"testing"

	"huizhi/answer"
	"huizhi/kb"
)

func TestWrongVerdict(t *testing.T) {
	for _, x := range []struct {
		expect, reply string
		want          bool
	}{
		{`{"must":["^不(可以|能)"]}`, "可以。江门市能办。", true},
		{`{"must":["^不(可以|能)"]}`, "不可以。江门市不能办。", false},
		{`{"must_not":["^不用"]}`, "不用。什么也不用带。", true},
		{`{"must_not":["^可以"]}`, "可以，20元。", true},
		{`{"must":["40元"]}`, "可以。20元。", false},               // wrong, but not in its verdict
		{`{"must":["^不"]}`, "要看情况。先问窗口。", false},             // no verdict
		{`{"must":["^不"]}`, "可以接着说：首次申领", false},             // nor this
		{`{"must":["^是的"],"must_not":["^不"]}`, "不是的。", true}, //
	} {
		var e Expectation
		if err := json.Unmarshal([]byte(x.expect), &e); err != nil {
			t.Fatal(err)
		}
		if got := wrongVerdict(x.reply, e.text); got != x.want {
			t.Errorf("%s: %s: %v, want %v", x.expect, x.reply, got, x.want)
		}
	}
	g := kb.Golden{Says: []string{"可以|能用"}, Never: []string{"不可以"}}
	if r := goldenResult(g, answer.Answer{Text: "不可以。要到窗口。"}); !r {
		t.Error("a golden question's wrong verdict is not found")
	}
}

func goldenResult(g kb.Golden, reply answer.Answer) bool {
	return wrongVerdict(reply.Text, goldenText(g))
}
