package answer

import "testing"

// What is near our field and not in it is owned up to, not answered with the
// case it sounds like.
func TestOutsideIsUnknown(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, text := range []string{
		"结婚证丢了怎么补", "健康证在哪里办", "银行卡丢了怎么补办", "营业执照照片尺寸", "新生儿上户口要带什么",
		"户口本丢了怎么补办", "身份证能不能当刀用", "身份证有几克重",
		"怎么查别人的身份证号", "身份证是谁设计的", "驾驶证丢了补办多少钱", "护照丢了在国外怎么办",
		"江门窗口几点上班", "身份证复印件能住酒店吗", "驾驶证扣了9分怎么办", "港澳通行证续签要几天",
	} {
		if got := talk(t, a, text); got.Kind != KindUnknown || len(got.Sources) > 0 {
			t.Errorf("%s: %s\n%s", text, got.Kind, got.Text)
		}
	}
}

// What only sounds as if it were outside is answered.
func TestInsideIsAnswered(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, text := range []string{
		"外地人可以在江门办理身份证吗?", "身份证在深圳能搞不", "刚上户口的孩子在广州怎么办身份证", "户口本丢了怎么补办身份证",
		"港澳通行证照片多大", "捡到别人的身份证怎么办", "江门身份证芯片坏了怎么换", "居住证多久签注一次", "社保卡照片有什么要求", "洗衣机搅裂了的身份证在佛山换带什么",
	} {
		if got := talk(t, a, text); got.Kind != KindAnswer || len(got.Sources) == 0 {
			t.Errorf("%s: %s\n%s", text, got.Kind, got.Text)
		}
	}
}
