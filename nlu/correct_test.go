package nlu

import (
	"fmt"
	"testing"
)

func TestCorrections(t *testing.T) {
	l := newTestLanguage(t)
	for text, want := range map[string]string{
		"说错了,不是丢了,是到期":     "[renew] not [lost] 0-0 []",
		"5岁,不对,是15岁":       "[] not [] 15-15 []",
		"我身份证没丢,就是想换个新的":   "[renew damaged] not [lost] 0-0 []",
		"东莞身份证丢了,哦不对,是过期了": "[renew] not [lost] 0-0 [东莞市]",
		"在东莞换证,打错了,是惠州":    "[renew damaged] not [] 0-0 [惠州市]",
		"不是丢了,是刷不出来":       "[damaged] not [lost] 0-0 []",
		"是不是丢了就要挂失":        "[lost] not [] 0-0 []",
		"身份证没丢吗":           "[lost] not [] 0-0 []",
		"怕弄丢所以不想带身份证出门":    "[] not [lost] 0-0 []",
		"不是说丢了可以补吗":        "[lost] not [] 0-0 []",
		"身份证名字打错了怎么办":      "[] not [] 0-0 []",
		"我不是广州的,身份证丢了":     "[lost] not [] 0-0 []",
	} {
		q := l.Read(text, noon)
		if got := fmt.Sprintf("%v not %v %d-%d %v", q.Services, q.Not, q.Ages.Min, q.Ages.Max, q.Here); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}
