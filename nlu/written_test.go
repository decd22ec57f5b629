package nlu

import "testing"

func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		"八月十八号在深圳拍的回执":    "8月18号在深圳拍的回执",
		"十二月二十五日之前":       "12月25日之前",
		"证三月份到期，二零二七年":    "证3月份到期，2027年",
		"一个月一次，三月三十一号":    "一个月一次，3月31号",
		"正月初三回去，一月拿两次":    "正月初三回去，一月拿两次",
		"二〇二六年十月一日领的十年的证": "2026年10月1日领的十年的证",
	} {
		if got := Figures(text); got != want {
			t.Errorf("Figures(%s) = %s, want %s", text, got, want)
		}
	}
}
