package nlu

import (
	"regexp"
	"strings"
	"testing"
)

// What is said of people who do not apply is not read as the applicant's.
func TestOfApplicant(t *testing.T) {
	l := newTestLanguage(t)
	for text, want := range map[string]string{
		"奶奶65岁带8岁孙女在东莞办身份证行吗":       "_带8岁孙女在东莞办身份证行吗",
		"他妈妈在广州上班回不来,爸爸带去行不行":       "_,_带去行不行",
		"孩子10岁,爸爸户口在湖南,在江门办":        "孩子10岁,_,在江门办",
		"让我老公帮我拿证可以吗":               "让_帮我拿证可以吗",
		"给我妈换证带什么":                  "给我妈换证带什么",
		"我妈68岁身份证到期":                "我妈68岁身份证到期",
		"我妈妈户口在湖南,在广州身份证丢了":         "我妈妈户口在湖南,在广州身份证丢了",
		"我带我弟去办身份证,他14,在佛山,我20岁行不行": "我带我弟去办身份证,他14,在佛山,_行不行",
		"孩子跟爷爷奶奶住在韶关,第一次办":          "孩子跟_住在韶关,第一次办",
		"我儿子的身份证丢了,我在外地,爷爷带他去可以吗":   "我儿子的身份证丢了,我在外地,_带他去可以吗",
		"小孩第一次办,妈妈的身份证过期了可以吗":       "小孩第一次办,_",
		"老公带户口本去就行吗":                "老公带户口本去就行吗",
		"我和老公都是江西的,身份证在东莞换":         "我和老公都是江西的,身份证在东莞换",
		"我老婆江西的,身份证在东莞丢了":           "我老婆江西的,身份证在东莞丢了",
		"我13岁外公能带我去吗":               "我13岁_带我去吗",
		"儿子上班,我自己一个人去带什么":           "_,我自己一个人去带什么",
		"我老公出差广州身份证丢了怎么补":           "我老公出差广州身份证丢了怎么补",
		"奶奶带他去办,需要啥":                "_带他去办,需要啥",
		"外婆可以陪孩子去吗":                 "_陪孩子去吗",
	} {
		got := strings.TrimSpace(blanks.ReplaceAllString(l.ofApplicant(text), "_"))
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// blanks are what is left of it.
var blanks = regexp.MustCompile(` +`)
