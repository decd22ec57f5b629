package nlu

import "testing"

func TestChoice(t *testing.T) {
	for text, want := range map[string]int{
		"第一个": 0, "[2]": 1, "3": 2, "最后一个": 2, "选第二个吧": 1, "我要第3个": 2, "第一次办": -1, "9": -1, "二个": 1, "这个": -1, "30": -1, "第一": -1,
	} {
		i, ok := Choice(text, 3)
		if !ok {
			i = -1
		}
		if i != want {
			t.Errorf("%s: %d, want %d", text, i, want)
		}
	}
	if i, ok := Choice("就这个", 1); i != 0 || !ok {
		t.Error("the only one is not chosen")
	}
}
