package grounding

import (
	"slices"
	"testing"
)

// Editors are told what is wrong with a sentence; each kind of fault is seen
// for itself.
func TestKindsOfFaults(t *testing.T) {
	c := newTestChecker(t)
	who := "谁去：未满16岁：监护人陪同，孩子本人到场；满16岁：本人到场，不能代办。"
	fee := "工本费：首次申领免费；到期换领20元；丢失补领40元。"
	online := "去哪办：任一户政窗口；网上办理（粤居码小程序，要填回执号）（限广东户籍、满16岁）"
	for _, row := range []struct {
		line, claim string
		want        Kind
	}{
		{fee, "到期换领\u200b20元。", Script},
		{fee, "到期换领20元😊", Script},
		{fee, "到期换领②0元。", Script},
		{fee, "到期换领20元，аpple。", Script},
		{fee, "到期换领20元！！！！", Script},
		{fee, "到期换领20元 see shop.com", Name},
		{fee, "到期换领20元，我们帮您办。", Promise},
		{fee, "到期换领20元，请扫码。", Promise},
		{fee, "到期换领要20元吗？", Asking},
		{fee, "难道到期换领20元。", Asking},
		{fee, "到期换领30元。", Number},
		{fee, "到期换领00元。", Number},
		{fee, "到期换领0万元。", Number},
		{fee, "到期换领第20元。", Number},
		{"工本费：20元。", "工本费20元，还要20元。", Number},
		{fee, "深圳到期换领20元。", Place},
		{fee, "损坏换领20元。", Condition},
		{who, "本人到场，不能代办。", Condition},
		{online, "可以在粤居码小程序网上办理，要填回执号。", Condition},
		{online, "广东户籍的可以在粤居码小程序网上办理，要填回执号。", Condition},
		{who, "满16岁的带户口簿。", Paper},
		{who, "满16岁的可以代办。", Mood},
		{who, "满16岁的不是不能代办。", Mood},
		{"不是的。首次申领工本费：免费。", "是的，首次申领工本费免费。", Mood},
		{"可以。满16岁能换。", "不可以，满16岁能换。", Mood},
		{who, "只有满16岁本人到场，不能代办。", Mark},
		{"办理要约40日。", "办理要40日。", Mark},
		{"办理要约40日。", "办理要至少40日。", Mark},
		{"注意：信息不符、户籍锁定等情形异地不受理。", "异地不受理。", Part},
		{"先在户籍地改名字，再申请换领，然后交回旧证。", "先在户籍地改名字，然后交回旧证，再申请换领。", Order},
		{"预约：公众号→政务服务→户政预约。", "预约：公众号→户政预约→政务服务。", Order},
		{who, "满16岁本人到场，周末也办。", Word},
		{who, "您是满16岁的，本人到场，不能代办。", Word},
	} {
		faults := c.Check(row.claim, []string{row.line}, "")
		if !slices.ContainsFunc(faults, func(f Fault) bool { return f.Kind == row.want }) {
			t.Errorf("%s\n\tof %s\n\twants %s: %v", row.claim, row.line, row.want, faults)
		}
	}
}

// What a sentence leaves out of the lines that it names.
func TestOmits(t *testing.T) {
	c := newTestChecker(t)
	for _, row := range []struct {
		lines []string
		known string
		claim string
		want  Kind // empty for none
	}{
		{[]string{"工本费：20元。", "办理时间：约40日。"}, "", "工本费20元，办理大约四十天。", ""},
		{[]string{"工本费：20元。", "办理时间：约40日。"}, "", "工本费20元。", Number},
		{[]string{"可以。在江门市能办到期换领。"}, "江门市 到期换领", "可以办。", ""},
		{[]string{"可以。在江门市能办到期换领。"}, "", "可以，在江门能办。", Condition},
		{[]string{"可以。在江门市能办到期换领。"}, "", "可以，能办到期换领。", Place},
		{[]string{"可以。在江门市能办到期换领。"}, "江门市", "江门市到期换领。", Word},
		{[]string{"要带户口簿和相片回执。"}, "", "要带相片回执。", Paper},
		{[]string{"网上只办到期换领。"}, "", "网上办到期换领。", Mark},
		{[]string{"本人到场，不能代办。"}, "", "本人到场。", Word},
	} {
		faults := c.Omits(row.claim, row.lines, row.known)
		if row.want == "" && len(faults) > 0 || row.want != "" && !slices.ContainsFunc(faults, func(f Fault) bool { return f.Kind == row.want }) {
			t.Errorf("%s\n\tof %q\n\twants %q: %v", row.claim, row.lines, row.want, faults)
		}
	}
}
