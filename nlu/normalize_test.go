package nlu

import (
	"strings"
	"testing"
	"unicode/utf8"

	"huizhi/kb/place"
)

func TestNormalize(t *testing.T) {
	n := newTestLanguage(t).normalizer
	for text, want := range map[string]string{
		"怎么查jindu":              "怎么查进度",
		"shenfenzheng怎么buban":   "身份证怎么补办",
		"wo diule shenfenzheng": "我丢了身份证",
		"wo yao huan zheng":     "我要换zheng",
		"身份证回执 duo shao qian":   "身份证回执多少钱",
		"身份证 made in china":     "身份证made in china",
		"请问 身份證　到期":             "请问,身份证,到期",
		"ＪＰＧ":                   "jpg",
		// words of no list are left alone
		"微信号abcde":           "微信号abcde",
		"我的邮箱是banbank":       "我的邮箱是banbank",
		"jiangmen怎么办":        "jiangmen怎么办",
		"photo of bu people": "照片of bu people",
		"":                   "",
		"\xff\u200b\u202e":   "",
	} {
		if got, _, _ := n.normalize(text); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("normalize(%q) = %q, want %q", text, got, want)
		}
	}
}

// Of many ways to cut a word into syllables none is tried twice: these return.
func TestSpellReturns(t *testing.T) {
	n := newTestLanguage(t).normalizer
	for _, times := range []int{7, 100} {
		word := strings.Repeat("buban", times)
		if got, ok := n.spell(word + "z"); ok {
			t.Errorf("%d times: spelled %q", times, got)
		}
		if got, _, _ := n.normalize("怎么" + word + "z"); got != "怎么"+word+"z" {
			t.Errorf("%d times: %q", times, got)
		}
	}
	if got, ok := n.spell(strings.Repeat("buban", 7)); !ok || got != strings.Repeat("补办", 7) {
		t.Errorf("spelled %q", got)
	}
}

// Whatever one sign folds to, no more is read than of a long message.
func TestNormalizeCuts(t *testing.T) {
	n := newTestLanguage(t).normalizer
	for _, sign := range []string{"\uFDFA", "㌀", "㍿", "，", "补", "x", "😀", "\u0301"} {
		got, _, _ := n.normalize(strings.Repeat(sign, 2000))
		if len(got) > maxText || !utf8.ValidString(got) {
			t.Errorf("%q: %d bytes are left, valid %v", sign, len(got), utf8.ValidString(got))
		}
	}
}

// A city in pinyin among Chinese is still that city: no part of it is taken
// for another word.
func TestNormalizeKeepsCitiesInPinyin(t *testing.T) {
	l := newTestLanguage(t)
	tried := 0
	for p := range l.places.Places() {
		if len(p.Pinyin) < 5 {
			continue
		}
		tried++
		for _, form := range []string{"%怎么办身份证", "我在%,怎么补", "身份证丢了,%"} {
			raw := strings.ReplaceAll(form, "%", p.Pinyin)
			text, _, _ := l.normalizer.normalize(raw)
			if !finds(l.places, text, p.Name) && finds(l.places, raw, p.Name) {
				t.Errorf("%s: %q came in as %q", p.Name, raw, text)
			}
		}
	}
	if tried < 300 {
		t.Errorf("only %d places have a spelling", tried)
	}
}

// finds reports whether a text names a place, perhaps among others.
func finds(places *place.Gazetteer, text string, want place.Name) bool {
	for _, m := range places.Find(text) {
		for _, name := range m.Places {
			if name == want {
				return true
			}
		}
	}
	return false
}
