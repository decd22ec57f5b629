package answer

import (
	"strings"
	"testing"

	"huizhi/kb"
)

// faq is an article with a section for one question.
func faq(title, scope, asked, answer string) string {
	return "---\ntitle: " + title + "\nscope: [" + scope + "]\nsources: {s: {body: 甲局, title: 乙, date: 2024-01, seen: copy}}\n" +
		"checked: 2026-11-01\nconfidence: high\nreview_by: 2027-01-20\n---\n\n## " + asked + "\n问法：可以带狗进去吗\n" + answer + "\n"
}

// What is asked as it stands is answered by its own section: the narrowest that
// holds where the customer is, and never another place's.
func TestExactWins(t *testing.T) {
	k := know(t, map[string]string{
		"nation.md":   faq("全国的事", "全国", "办身份证的大厅能带狗吗？", "看大厅。"),
		"province.md": faq("省里的事", "广东省", "办身份证的大厅能带狗吗", "全省不能。"),
		"city.md":     faq("江门的事", "江门市", "办身份证的大厅能带狗吗", "江门能。"),
		"other.md":    faq("佛山的事", "佛山市", "佛山办身份证的大厅能带猫吗", "佛山能带猫。"),
	})
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, x := range []struct {
		turns []string
		want  kb.PassageID
	}{
		{[]string{"办身份证的大厅能带狗吗"}, "nation#办身份证的大厅能带狗吗"},
		{[]string{"你好，请问 办身份证的大厅能带狗吗？？谢谢"}, "nation#办身份证的大厅能带狗吗"},
		{[]string{"辦身份證的大廳能帶狗嗎"}, "nation#办身份证的大厅能带狗吗"},
		{[]string{"办身份证的大厅能带狗吗，急，在线等"}, "nation#办身份证的大厅能带狗吗"},
		{[]string{"我在江门", "办身份证的大厅能带狗吗"}, "city#办身份证的大厅能带狗吗"},
		{[]string{"我在新会", "办身份证的大厅能带狗吗"}, "city#办身份证的大厅能带狗吗"},
		{[]string{"我在广州", "办身份证的大厅能带狗吗"}, "province#办身份证的大厅能带狗吗"},
		{[]string{"我在长沙", "办身份证的大厅能带狗吗"}, "nation#办身份证的大厅能带狗吗"},
		{[]string{"佛山办身份证的大厅能带猫吗"}, "other#佛山办身份证的大厅能带猫吗"},
		{[]string{"我在江门", "佛山办身份证的大厅能带猫吗"}, "other#佛山办身份证的大厅能带猫吗"},
	} {
		if got := talk(t, a, x.turns...); got.Passage != x.want {
			t.Errorf("%q: %s, want %s\n%s", x.turns, got.Passage, x.want, got.Text)
		}
	}
}

// Words that say next to nothing are about what was spoken of, even if some
// section is asked in just these words; whose place or document is another is
// not told this one's rule.
func TestExactWordsInAConversation(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, x := range []struct {
		turns string
		want  kb.PassageID // "-" for anything but a passage of the ID card
	}{
		{"旧证收不收", "country/renew#换新证的时候旧证要交回去吗"},
		{"江门换身份证 / 多久能拿", "-"},
		{"社保卡怎么换 / 旧证收不收", "-"},
		{"护照可以代办吗 / 人不到现场能办吗", "-"},
		{"我是香港人 / 几岁开始采指纹", "-"},
		{"江门换身份证 / 哪些省的户籍用不了广东的自助机？", "guangdong/kiosk#哪些省的户籍用不了广东的自助机"},
		{"我在广东 / 江西湖北户口自助机办不了", "guangdong/kiosk#哪些省的户籍用不了广东的自助机"},
		{"我在江门 / 身份证丢了怎么补", "-"}, // the cases of the narrower place
		{"临时证认户口吗，非本地的给不给弄", "country/temporary#临时身份证可以在外地办吗"},
		{"我洗了张白底相片直接拿去派出所，他们收不收这种纸质的", "country/receipt-trouble#自己拍好的电子照片能直接拿去窗口办身份证吗"},
	} {
		got := talk(t, a, strings.Split(x.turns, " / ")...)
		switch {
		case x.want == "-" && got.Passage != "" && got.Passage.In() != "country/photo-exit-entry" && got.Passage.In() != "country/photo-social", x.want != "-" && got.Passage != x.want:
			t.Errorf("%s: %s, want %s\n%s", x.turns, got.Passage, x.want, got.Text)
		}
	}
}

// 多少钱 alone is what its section answers, and after a subject it is about that.
func TestExactFollowUp(t *testing.T) {
	k := know(t, map[string]string{"nation.md": faq("全国的事", "全国", "多少钱", "看情况。")})
	a := New(newTestLanguage(t), func() Knowledge { return k })
	if got := talk(t, a, "多少钱"); got.Passage != "nation#多少钱" {
		t.Errorf("alone: %s", got.Passage)
	}
	var f Facts
	f, _ = a.language.Understand(f, "江门到期换身份证", noon)
	_, q := a.language.Understand(f, "多少钱", noon)
	if p := a.inquire(k, f, f, q).asked(); p != nil {
		t.Errorf("after a subject: %s", p.ID)
	}
}

// A section holds for its own place, and no city's for whoever names only the
// province.
func TestExactPlaces(t *testing.T) {
	k := know(t, map[string]string{
		"city.md":     faq("江门的事", "江门市", "办身份证的大厅能带狗吗", "江门能。"),
		"other.md":    faq("佛山的事", "佛山市", "办身份证的大厅能带狗吗", "佛山能。"),
		"province.md": faq("省里的事", "广东省", "广东办身份证的大厅能带猫吗", "全省不能。"),
		"foshan.md":   faq("又是佛山的事", "佛山市", "广东办身份证的大厅能带猫吗", "佛山能带猫。"),
	})
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, x := range []struct {
		turns   string
		passage kb.PassageID
		place   string
	}{
		{"我在佛山 / 办身份证的大厅能带狗吗", "other#办身份证的大厅能带狗吗", "佛山市"},
		{"我在江门 / 广东办身份证的大厅能带猫吗", "province#广东办身份证的大厅能带猫吗", ""},
		{"广东办身份证的大厅能带猫吗", "province#广东办身份证的大厅能带猫吗", "广东省"},
	} {
		got := talk(t, a, strings.Split(x.turns, " / ")...)
		if got.Passage != x.passage || x.place != "" && string(got.Place) != x.place {
			t.Errorf("%s: %s for %s, want %s for %s", x.turns, got.Passage, got.Place, x.passage, x.place)
		}
	}
}

// Who asks which places take a receipt need not be in one of them; an opening
// with cases does not leave the word to another section of its article.
func TestExactOpenings(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for question, want := range map[string]kb.PassageID{
		"哪些省的社保卡能用照片回执":  "province/social-card-receipt",
		"广东的照片回执":        "guangdong/receipt",
		"四川办身份证要带照片回执吗":  "province/sichuan",
		"外地人可以在江门办理身份证吗": "", // the cases
	} {
		if got := talk(t, a, question); got.Passage != want || got.Kind != KindAnswer {
			t.Errorf("%s: %s %s, want %s\n%s", question, got.Kind, got.Passage, want, got.Text)
		}
	}
}
