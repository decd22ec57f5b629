package index

import (
	"math"
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
)

var alike = []kb.Synonym{{Word: "补证", Alike: []string{"补办", "补一张"}}, {Word: "回执号", Alike: []string{"图像号", "相片图像号"}}}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"": "",
		"你好，我想问一下身份证丢了怎么补呀？": " 身份证丢怎么补 ",
		"ＪＰＧ格式":       "jpg格式",
		"JPG，358×441": "jpg 358 441",
		"①号窗口":        "1号窗口",
		"请问吗":         "",
		"身份证补办":       "身份证补证",
		"相片图像号是回执号吗":  "回执号是回执号",
	} {
		if got := newFolder(alike).fold(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
}

// A folder's list stands first and may give a group another name: all its words
// still fold alike. A word that it claims for another group leaves the old one.
func TestFoldRenamedGroup(t *testing.T) {
	f := newFolder(append([]kb.Synonym{
		{Word: "补领", Alike: []string{"补证", "重开一张"}}, {Word: "编号", Alike: []string{"图像号"}},
	}, alike...))
	for _, group := range [][]string{{"补领", "补证", "重开一张", "补办", "补一张"}, {"编号", "图像号"}, {"回执号", "相片图像号"}} {
		for _, word := range group {
			if got := f.fold(word); got != group[0] {
				t.Errorf("fold(%q) = %q, want %q", word, got, group[0])
			}
		}
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{{"回执号", 2, "回执"}, {"回执", 2, "回执"}, {"回执", 5, "回执"}, {"回执", 0, ""}, {"", 3, ""}} {
		if got := cut(test.text, test.n); got != test.want {
			t.Errorf("cut(%q, %d) = %q, want %q", test.text, test.n, got, test.want)
		}
	}
}

func TestFeatures(t *testing.T) {
	for text, want := range map[string]string{
		"":           "",
		"丢":          "丢",
		"补办证":        "补 办 补办 证 办证",
		"补 办":        "补 办",
		"jpg格式":      "jpg 格 式 格式",
		"拍358 441照片": "拍 358 441 照 片 照片",
	} {
		if got := features(text); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("features(%q) = %q, want %q", text, got, want)
		}
	}
}

// entries reads passages of one question each.
func entries(questions ...string) (*lexicon, []*entry) {
	l := newLexicon(newFolder(nil))
	var out []*entry
	for _, q := range questions {
		out = append(out, l.enter(&kb.Passage{Article: &kb.Article{}, Questions: []string{q}}))
	}
	l.weigh(len(out))
	return l, out
}

func TestWeights(t *testing.T) {
	l, _ := entries("办证", "办卡", "办事")
	if common, rare := l.weights[l.numbers["办"]], l.weights[l.numbers["证"]]; !(0 < common && common < rare && rare < l.unknown) {
		t.Errorf("common %v, rare %v, unknown %v: want them rising", common, rare, l.unknown)
	}
}

func TestScore(t *testing.T) {
	l, e := entries("补办证", "补办证要多少钱", "拍照")
	exact := l.score(l.ask("补办证"), e[0])
	if math.Abs(exact-1) > 1e-9 {
		t.Errorf("the same question scores %v", exact)
	}
	longer, shorter := l.score(l.ask("补办证"), e[1]), l.score(l.ask("补办证要多少钱"), e[0])
	if !(exact > longer && longer > shorter && shorter > 0) {
		t.Errorf("exact %v, all of the query %v, part of the query %v: want them falling", exact, longer, shorter)
	}
	if other := l.score(l.ask("补办证"), e[2]); other != 0 {
		t.Errorf("another question scores %v", other)
	}
	if odd := l.score(l.ask("补办证龘"), e[0]); odd >= exact {
		t.Errorf("a word nobody knows costs nothing: %v", odd)
	}
}

// What the body says counts, more so in one sentence, but never as much as
// being asked for in its own words.
func TestAnswered(t *testing.T) {
	l := newLexicon(newFolder(nil))
	enter := func(text string) *entry {
		return l.enter(&kb.Passage{Article: &kb.Article{}, Questions: []string{"证件照"}, Text: text})
	}
	together, apart, none := enter("不戴帽子，耳朵露出来。"), enter("不戴帽子。耳朵露出来。"), enter("白色背景，光线均匀些。")
	l.weigh(3)
	q := l.ask("戴帽子露耳朵")
	one, two, other := l.score(q, together), l.score(q, apart), l.score(q, none)
	if !(bodyCredit > one && one > two && two > other) || other != 0 {
		t.Errorf("in one sentence %v, in two %v, not at all %v: want them falling from %v to 0", one, two, other, bodyCredit)
	}
}

// Of two passages that say the same, the shorter one is about it.
func TestToldPrefersShort(t *testing.T) {
	l := newLexicon(newFolder(nil))
	short, long := l.count("戴帽子不行。"), l.count("戴帽子不行。白色背景，光线均匀，表情自然，头发不遮眉毛和耳朵。")
	l.average = 20
	for range l.used {
		l.weights = append(l.weights, 1)
	}
	q := l.ask("戴帽子").features
	if a, b := l.told(q, short), l.told(q, long); !(a > b && b > 0) {
		t.Errorf("short %v, long %v: want them falling", a, b)
	}
	if got := l.told(q, l.count("白色")); got != 0 {
		t.Errorf("nothing in common tells %v", got)
	}
}

func TestVeto(t *testing.T) {
	l := newLexicon(newFolder(nil))
	e := l.enter(&kb.Passage{
		Article:   &kb.Article{Not: []string{"护照照片要什么底色"}},
		Questions: []string{"照片要什么底色"},
	})
	l.weigh(1)
	for text, found := range map[string]bool{"护照照片要什么底色": false, "护照照片什么底色": false, "照片要什么底色": true, "底色": true, "护照": true} {
		if got := l.score(l.ask(text), e) > 0; got != found {
			t.Errorf("%s: found is %v, want %v", text, got, found)
		}
	}
}

func TestGuard(t *testing.T) {
	err := guard("search", func() error { panic("broken") })
	if err == nil || !strings.Contains(err.Error(), "search") || !strings.Contains(err.Error(), "broken") {
		t.Errorf("guard lets a panic become %v", err)
	}
}
