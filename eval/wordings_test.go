package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huizhi/answer"
	"huizhi/index"
	"huizhi/kb"
)

func TestReadLabelled(t *testing.T) {
	list, err := ReadLabelled(written(t, `{"passage":"a#1","wordings":["甲","乙"]}`, "", `{"passage":"b","wordings":[]}`))
	if got := fmt.Sprint(list); err != nil || got != "[{a#1 [甲 乙]} {b []}]" {
		t.Errorf("%s, %v", got, err)
	}
	for _, slip := range []string{`{"wordings":["甲"]}`, `{"passage":1}`, `[]`} {
		if _, err := ReadLabelled(written(t, slip)); err == nil || !strings.Contains(err.Error(), ":1: ") {
			t.Errorf("%s: %v", slip, err)
		}
	}
}

func both(r Ranks) int { return r.Both }

func TestWordings(t *testing.T) {
	files := map[string]string{"jiangmen.md": jiangmen, "foshan.md": foshan, "moved.csv": "jiangmen#1,jiangmen#江门拍照眉毛可以挡住吗\n"}
	corpus, language := read(t, files)
	idx, err := index.Build(context.Background(), index.Options{Places: corpus.Places, Synonyms: corpus.Synonyms}, corpus.Passages())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { idx.Close() })
	know := answer.Knowledge{Corpus: corpus, Index: idx}
	answers := answer.New(language, func() answer.Knowledge { return know })
	list := []Labelled{
		{"jiangmen#1", []string{"江门拍照眉毛可以挡住吗", "江门拍照，眉毛可以挡住吗？？", "江门办身份证收什么币", "佛山拍照能戴帽子吗", "我要转人工"}},
		{"foshan#佛山拍照能戴帽子吗", []string{"江门拍照眉毛可以挡住吗"}},
	}
	found, err := Wordings(context.Background(), know, answers, list, noon)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%s %v %v", f.Wording, f.Heard, f.Outcome == AtOnce))
	}
	want := []string{
		"江门拍照眉毛可以挡住吗 true true", "江门拍照，眉毛可以挡住吗？？ true true", "江门办身份证收什么币 true false",
		"佛山拍照能戴帽子吗 false false", "我要转人工 false false", "江门拍照眉毛可以挡住吗 false false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if found[0].Ranks != (Ranks{1, 1, 0}) || found[3].Outcome != Wider {
		t.Errorf("ranks %v, outcome %s", found[0].Ranks, found[3].Outcome)
	}
	n, share := Shares(found, true)
	if n != 3 || share(AtOnce) < 66 || share(AtOnce) > 67 || Recall(found, 1, both) < 66 {
		t.Errorf("%d heard, %.1f%% at once, recall %.1f%%", n, share(AtOnce), Recall(found, 1, both))
	}
	if _, err := Wordings(context.Background(), know, answers, []Labelled{{"jiangmen#没有", []string{"甲"}}}, noon); err == nil {
		t.Error("a passage that there is not is taken")
	}
}

// What was answered is told by the reply alone, as an observer sees it.
func TestOutcome(t *testing.T) {
	corpus, _ := read(t, map[string]string{"jiangmen.md": jiangmen, "foshan.md": foshan})
	section, _ := corpus.Passage("jiangmen#江门拍照眉毛可以挡住吗")
	for _, x := range []struct {
		reply answer.Answer
		heard bool
		want  Outcome
	}{
		{answer.Answer{Kind: answer.KindAnswer, Text: "您看：\n不可以，\n眉毛要露出来。"}, true, AtOnce},
		{answer.Answer{Kind: answer.KindAnswer, Passage: section.ID}, true, AtOnce},
		{answer.Answer{Kind: answer.KindUnknown, Suggest: []string{"甲", section.Questions[0]}}, true, OneTap},
		{answer.Answer{Kind: answer.KindUnknown, Suggest: []string{"甲", "乙", "丙", section.Questions[0]}}, true, Refused},
		{answer.Answer{Kind: answer.KindAsk}, true, Asked},
		{answer.Answer{Kind: answer.KindAnswer, Text: "别的"}, true, Astray},
		{answer.Answer{Kind: answer.KindSmalltalk}, true, Astray},
		{answer.Answer{Kind: answer.KindAnswer, Sources: []answer.Source{{Article: "foshan"}}}, false, OtherPlace},
		{answer.Answer{Kind: answer.KindAnswer, Place: "佛山市", Sources: []answer.Source{{Article: "foshan"}}}, false, Wider},
	} {
		f := Found{Want: section, Reply: x.reply, Heard: x.heard}
		if got := f.outcome(corpus); got != x.want {
			t.Errorf("%+v: %s, want %s", x.reply, got, x.want)
		}
	}
}

func TestVerbatim(t *testing.T) {
	corpus, answers := desk(t, map[string]string{"jiangmen.md": jiangmen, "foshan.md": foshan})
	strays, asked, err := Verbatim(context.Background(), corpus, answers, noon)
	if err != nil || asked != 2 || len(strays) != 0 {
		t.Errorf("%d asked, strays %v, %v", asked, strays, err)
	}
	if _, _, err := Verbatim(context.Background(), corpus, broken(t), noon); err == nil {
		t.Error("a search that fails is passed over")
	}
	other, _ := desk(t, map[string]string{"jiangmen.md": strings.Replace(jiangmen, "眉毛要露出来", "要露出", 1)})
	p, _ := other.Passage("jiangmen#江门拍照眉毛可以挡住吗")
	if answeredBy(p, answer.Answer{Text: "不可以，眉毛要露出来。"}) || !answeredBy(p, answer.Answer{Passage: kb.PassageID("jiangmen#江门拍照眉毛可以挡住吗")}) {
		t.Error("a passage is taken for another")
	}
}

func TestRanks(t *testing.T) {
	p := []*kb.Passage{{}, {}, {}, {}}
	found := []kb.Match{
		{Passage: p[0], Words: 0.2, Meaning: kb.Meaning{Texts: 0.9}},
		{Passage: p[1], Words: 0.5, Meaning: kb.Meaning{Texts: 0.1}},
		{Passage: p[2], Words: 0, Meaning: kb.Meaning{Texts: 0.5}},
	}
	for i, want := range []Ranks{{1, 2, 1}, {2, 1, 3}, {3, 0, 2}, {}} {
		if got := ranks(found, p[i]); got != want {
			t.Errorf("%d: %v, want %v", i, got, want)
		}
	}
}
