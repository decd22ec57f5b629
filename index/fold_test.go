package index

import (
	"math"
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"": "",
		"你好，我想问一下身份证丢了怎么补呀？": " 身份证丢怎么补 ",
		"ＪＰＧ格式":       "jpg格式",
		"JPG，358×441": "jpg 358 441",
		"①号窗口":        "1号窗口",
		"请问吗":         "",
	} {
		if got := fold(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
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
	l := newLexicon()
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

func TestBodyCredit(t *testing.T) {
	l := newLexicon()
	e := l.enter(&kb.Passage{Article: &kb.Article{}, Questions: []string{"证件照"}, Text: "不戴帽子。"})
	l.weigh(1)
	if got := l.score(l.ask("戴帽子"), e); math.Abs(got-bodyCredit) > 1e-9 {
		t.Errorf("all words in the body score %v, want %v", got, bodyCredit)
	}
}

func TestVeto(t *testing.T) {
	l := newLexicon()
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
