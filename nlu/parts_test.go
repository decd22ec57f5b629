package nlu

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParts(t *testing.T) {
	l := newTestLanguage(t)
	for _, x := range []struct{ text, want string }{
		{"江门怎么办身份证", "江门怎么办身份证"},
		{"身份证到期了,在佛山,怎么换", "身份证到期了,在佛山,怎么换"},
		{"换证要多少钱,多久能拿,能寄吗", "换证要多少钱,|多久能拿,|能寄吗"},
		{"图像号是什么?字母小写行不行?", "图像号是什么?|字母小写行不行?"},
		{"首次免费,对吧", ""}, // a claim, no question word but the tag
		{"旧证要交回去吗?还有,过期没换会不会罚款", "旧证要交回去吗?|还有,过期没换会不会罚款"}, // what leads on belongs to what follows
		{"东莞能办吗,我是湖南的", "东莞能办吗,我是湖南的"},                    // told afterwards
		{"全国都一样吧,临时身份证收多少钱", "全国都一样吧,临时身份证收多少钱"},
		{"还没定在哪个市补,丢了补一张多少钱", "还没定在哪个市补,丢了补一张多少钱"},
		{"去年拿过奖状,从来没什么不良记录。我能在这边换吗?", "去年拿过奖状,从来没什么不良记录。我能在这边换吗?"}, // asks once
		{"", ""}, {"???", ""}, {",,,,", ""},
	} {
		if got := strings.Join(l.Parts(x.text, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)), "|"); got != x.want {
			t.Errorf("parts(%q) = %q, want %q", x.text, got, x.want)
		}
	}
}

func TestClauses(t *testing.T) {
	want := []string{"在佛山,", "怎么换?", "多少钱"}
	if got := clauses("在佛山,怎么换?多少钱"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A question that says little is looked for with what was told before it, never with the
// question before it.
func TestLed(t *testing.T) {
	l := newTestLanguage(t)
	for _, x := range []struct{ message, question, want string }{
		{"弄到一半让填相片回执号,我没有那玩意,卡住了。这个号从哪里来?", "这个号从哪里来?", "弄到一半让填相片回执号,我没有那玩意,卡住了。这个号从哪里来?"},
		{"丢了要先登报吗?补一张多少钱?", "补一张多少钱?", "补一张多少钱?"},
		{"我们住在佛山。外地户口的孩子第一次办身份证要带什么?", "外地户口的孩子第一次办身份证要带什么?", "外地户口的孩子第一次办身份证要带什么?"},
		{"多少钱?", "多少钱?", "多少钱?"},
		{"", "", ""},
	} {
		if got := l.Led(x.message, x.question); got != x.want {
			t.Errorf("led(%q) = %q, want %q", x.question, got, x.want)
		}
	}
}
