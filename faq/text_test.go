package faq

import (
	"reflect"
	"strings"
	"testing"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/phrases"
)

func TestBlocks(t *testing.T) {
	for _, c := range []struct {
		text string
		want []block
	}{
		{"", nil},
		{" \n\r\n", nil},
		{"可以。\n\n工本费：20元。", []block{{Text: "可以。"}, {Label: "工本费", Text: "20元。"}}},
		{"工本费：20元。", []block{{Text: "工本费：20元。"}}},
		{"好\n外地户籍另带的：证", []block{{Text: "好"}, {Text: "外地户籍另带的：证"}}},
		{"带什么：\n· 甲\n·乙\n完", []block{{Text: "带什么："}, {Items: []string{"甲", "乙"}}, {Text: "完"}}},
		{"·", []block{{Items: []string{""}}}},
	} {
		if got := labelled(blocks(c.text)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %+v, want %+v", c.text, got, c.want)
		}
	}
}

// A page has room for what a phone's screen has not.
func TestWhole(t *testing.T) {
	more := phrases.Say("answer.more")
	for _, c := range []struct {
		reply answer.Answer
		want  string
	}{
		{answer.Answer{Text: "可以。"}, "可以。"},
		{answer.Answer{Text: "可以。\n" + more, More: "工本费：20元。"}, "可以。\n工本费：20元。"},
		{answer.Answer{Text: "可以。", More: "工本费：20元。"}, "可以。\n工本费：20元。"},
	} {
		if got := whole(c.reply); got != c.want {
			t.Errorf("%+v: %q, want %q", c.reply, got, c.want)
		}
	}
}

func TestSummary(t *testing.T) {
	if got := summary("甲\n乙  丙"); got != "甲 乙 丙" {
		t.Errorf("%q", got)
	}
	if got := []rune(summary(strings.Repeat("长", 500))); len(got) != longestSummary+1 {
		t.Errorf("%d characters", len(got))
	}
}

func TestHolds(t *testing.T) {
	p := &kb.Passage{Article: &kb.Article{Title: "在深圳办身份证"}, Questions: []string{"自助机能用旧照片吗？"}, Text: "可以用EMS寄。"}
	for query, want := range map[string]bool{
		"自助机": true, "深圳 旧照片": true, "ｅｍｓ": true, "广州 旧照片": false, "": false, "？": false,
	} {
		if got := holds(p, query); got != want {
			t.Errorf("%q: %t", query, got)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"一二三", 2, "一二"}, {"一", 2, "一"}, {"a\xffb", 5, "ab"}, {"", 1, ""}} {
		if got := cut(c.text, c.n); got != c.want {
			t.Errorf("cut(%q, %d) = %q", c.text, c.n, got)
		}
	}
}
