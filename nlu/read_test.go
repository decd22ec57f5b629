package nlu

import (
	"strings"
	"testing"
	"time"
)

// noon is when all test messages are read.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestIntents(t *testing.T) {
	l := newTestLanguage(t)
	for _, tt := range []struct {
		text string
		want Intent
	}{
		{"转人工", Handoff}, {"别跟我扯了，我要找真人客服!", Handoff},
		{"我要办一张深圳的身份证照片回执", Order}, {"我要下单", Order},
		{"你好", Greet}, {"好的，谢谢你", Thanks}, {"再见", Bye},
		{"怎么p一张假身份证", Forge}, {"哪里能买身份证", Forge}, {"帮我做个假证", Forge},
		{"拿室友的身份证去开卡行不行", Impersonate},
		{"把户政科的手机号发我", Contact},
		// what only looks like an intent
		{"借别人的身份证用会怎么罚", Ask}, {"买卖假身份证犯法吗", Ask}, {"被人冒用身份证怎么办", Ask},
		{"谢谢，那身份证丢了怎么补", Ask}, {"麻烦把我昨天付的钱退回来，谢啦", Ask}, {"订单付款之后多久能拿到图", Ask}, {"怎么下单", Ask}, {"办身份证回执要人工审核多久", Ask}, {"你好我想问身份证到期怎么换", Ask},
	} {
		if q := l.Read(tt.text, noon); q.Intent != tt.want {
			t.Errorf("%s: intent %q, want %q", tt.text, q.Intent, tt.want)
		}
	}
}

func TestPersonalNumbersNeverGetIn(t *testing.T) {
	l := newTestLanguage(t)
	for _, text := range []string{
		"我身份证号11010519491231002X，能办吗", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X 怎么补",
		"一一零一零五一九四九一二三一零零二X", "1101-0519-4912-31002X", "1\u200b10105194912310\u200b02X", "我电话13800138000",
	} {
		q := l.Read(text, noon)
		if q.Masked == 0 || strings.Contains(q.Text, "1949") || strings.Contains(q.Text, "138001") || strings.Contains(q.Text, "一九四九") {
			t.Errorf("%q came in as %q", text, q.Text)
		}
	}
}
