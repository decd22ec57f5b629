package nlu

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huizhi/kb"
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
		{"你是机器人吧😂", Robot}, {"你是真人吗🙏🏻", Robot},
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

// What is said every day is not misheard.
func TestNotMisheard(t *testing.T) {
	l := newTestLanguage(t)
	for text, want := range map[string]string{
		"不是深圳户口,能办吗":                       "not 深圳市",
		"我不是深圳户口,身份证丢了":                    "not 深圳市 [lost]",
		"我不是丢了是坏了":                         "[damaged]",
		"身份证还有 3 个月到期能换吗":                  "[renew] 3 months",
		"未满 16 周岁要带什么":                     "0-15",
		"补办要 20 块钱吗":                       "[lost]",
		"有效期 10 年还是 20 年":                  "",
		"换的身份证是10年的还是20年的":                 "",
		"我的身份证是20年的,还有半年到期":                "[renew] 6 months",
		"给我办10年的可以吗":                       "",
		"派出所收我40的工本费对吗":                    "",
		"我满20后换证有效期几年":                     "[renew damaged]",
		"申请小孩身份证要什么材料":                     "0-15",
		"小孩能代办身份证吗":                        "0-15",
		"孩子要不要带去":                          "0-15",
		"身份证和户口本都烧坏了":                      "[damaged]",
		"没有户口簿,户口簿被火烧了":                    "",
		"户口本和身份证都丢了怎么补":                    "[lost]",
		"恐怕丢了怎么补":                          "[lost]",
		"她奶奶70岁了身份证丢了怎么补":                  "70-70 [lost]",
		"可以找别人代领身份证吗":                      "",
		"我去北京旅游身份证丢了怎么办":                   "北京市 [lost]",
		"我不是在深圳上班吗,身份证丢了":                  "深圳市 [lost]",
		"有效期限2016.05.20-2026.12.20,现在能换吗":  "[renew] 1 months",
		"身份证能在外地换吗":                        "[renew damaged]",
		"证到明年5月,可以换吗":                      "[renew] 6 months",
		"换个城市问":                            "",
		"我换了手机号":                           "",
		"我身份证上名字改了":                        "[change]",
		"孩子6岁,几年到期":                        "6-6",
		"俺娘68了,换个新证能用几年":                   "68-68 [renew damaged]",
		"I'm 27, renewing my ID in Zhuhai": "珠海市 27-27 [renew]",
		"小孩15岁零11个月,年限一样吗":                 "15-15",
		"满16没满18的学生,换身份证要家长陪着去吗":           "16-17 [renew damaged]",
		"16到18岁的要自己去吗":                     "16-18",
		"我外甥女11个月":                         "1-1",
	} {
		q := l.Read(text, noon)
		got := ""
		if q.NotHome != "" {
			got += "not " + string(q.NotHome) + " "
		}
		for _, p := range q.Here {
			got += string(p) + " "
		}
		switch {
		case q.Ages.Max == 0 && q.Ages.Min > 0:
			got += fmt.Sprintf("%d+ ", q.Ages.Min)
		case q.AgeSaid:
			got += fmt.Sprintf("%d-%d ", q.Ages.Min, q.Ages.Max)
		}
		if q.Services != nil {
			got += fmt.Sprint(q.Services) + " "
		}
		if q.Months > 0 {
			got += fmt.Sprintf("%d months", q.Months)
		}
		if got = strings.TrimSpace(got); got != want || q.Intent != Ask {
			t.Errorf("%s: %q %s, want %q", text, got, q.Intent, want)
		}
	}
	for text, never := range map[string]Intent{
		"付了钱不会是骗子吧": Scam, "先付20元不会被骗吧": Scam, "要我先转账吗": Scam, "怎么防黄牛": Shortcut, "你们是不是黄牛": Shortcut,
		"拍照要从二楼下去吗": Distress, "满16再来": GiveUp, "过期了再来": GiveUp, "你们能开发票吗": GoAhead, "要穿深色的衣服": GoAhead, "要本人去的": GoAhead,
	} {
		if q := l.Read(text, noon); q.Intent == never {
			t.Errorf("%s is taken for %s", text, never)
		}
	}
}

// Whether one must is not whether one may.
func TestMustIsNotMay(t *testing.T) {
	l := newTestLanguage(t)
	for text, want := range map[string]bool{"身份证不换可以吗": true, "必须办身份证吗": true, "身份证要不要换": true, "在广州能换身份证吗": false} {
		if q := l.Read(text, noon); q.Must != want || q.Asks(kb.Can) == want {
			t.Errorf("%s: must %v, asks %v", text, q.Must, q.Aspects)
		}
	}
}

func TestHouseholdIsNotLost(t *testing.T) {
	l := newTestLanguage(t)
	q := l.Read("我家老二今年三岁,户口跟他爸落在河南周口,我们在深圳租房", noon)
	if q.Services != nil || len(q.Homes) != 1 || q.Homes[0] != "周口市" || len(q.Here) != 1 || q.Here[0] != "深圳市" {
		t.Errorf("%v %v %v", q.Services, q.Homes, q.Here)
	}
	q = l.Read("我公公是退伍老兵,82岁,前几天身份证被孙子剪成两半", noon)
	if q.Ages.Min != 82 || !q.Services.Only("damaged") {
		t.Errorf("%v %v", q.Ages, q.Services)
	}
}
