package nlu

import (
	"fmt"
	"testing"
)

// Ages are those of 2026-11-22.
func TestBirths(t *testing.T) {
	l := newTestLanguage(t)
	for text, want := range map[string]string{
		"我95年的,换的新证管几年":      "30-31",
		"我儿子08年的,第一次办身份证":    "17-18",
		"08年的儿子办身份证":         "17-18",
		"闺女2011年2月28号生的":     "15-15",
		"儿子零六年的,身份证丢了":       "19-20",
		"00后,身份证有效期多久":       "16-26",
		"我是95后":              "26-31",
		"老爷子1940年生,换证几年有效":   "85-86",
		"妹妹2011年3月的,去领头一张证":  "15-15",
		"08年办的身份证到期了":        "0-0",
		"我08年的旧证还能用吗":        "0-0",
		"听说2012年的规定要按指纹":     "0-0",
		"2028年1月到期":          "0-0",
		"虚岁16周岁15,自己去办身份证行吗": "15-15",
		"虚岁十六":               "14-15",
		"我身份证95年的":           "0-0",
	} {
		q := l.Read(text, noon)
		if got := fmt.Sprintf("%d-%d", q.Ages.Min, q.Ages.Max); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
