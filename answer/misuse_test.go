package answer

import (
	"slices"
	"testing"

	"huizhi/nlu"
)

// Nothing that an article is asked with is refused, but for what stands on
// forgery: whoever asks that is shown the law either way.
func TestNoArticleIsMisuse(t *testing.T) {
	if testing.Short() {
		t.Skip("every wording of every article")
	}
	k, l := know(t, nil), newTestLanguage(t)
	rightly := []string{
		"能不能帮我做一张身份证", "你们能给我做张年龄大两岁的证不，出多少钱都行", "我可以用别人的身份证吗", "身份证卖给别人", "拿哥哥的身份证上网", "用捡来的身份证",
	}
	for p := range k.Corpus.Passages() {
		for _, text := range p.Questions {
			q := l.Read(text, noon)
			if (q.Intent == nlu.Forge || q.Intent == nlu.Impersonate) && !slices.Contains(rightly, text) {
				t.Errorf("%s: accused: %s", p.ID, text)
			}
		}
	}
}

// Misuse is refused with what the law says of it; who asks about the law, or in
// the very words of a section on it, is answered.
func TestMisuseIsAnswered(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, x := range []spoken{
		{"能不能帮我做一张身份证", KindAnswer, "", []string{"刑事责任", "我们帮不了"}, nil},
		{"能不能帮我做一张假的身份证", KindAnswer, "", []string{"不能帮您", "刑事责任"}, nil},
		{"办假身份证多少钱", KindAnswer, "", []string{"不能帮您", "刑事责任"}, []string{"20元"}},
		{"用我哥的身份证去网吧行吗", KindAnswer, "", []string{"不能帮您", "拘留"}, nil},
		{"做假身份证犯法吗", KindAnswer, "", []string{"刑事责任"}, []string{"不能帮您"}},
		{"捡到别人的身份证怎么办", KindAnswer, "", []string{"派出所"}, []string{"不能帮您"}},
	} {
		x.check(t, a)
	}
}
