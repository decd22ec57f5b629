package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"huizhi/answer"
	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/kbtest"
	"huizhi/phrases"
)

// noon is when all questions are put.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const foot = `sources: {s1: {body: 测试单位, title: 测试办法, date: 2026-01-01, seen: original}}
checked: 2026-11-22
confidence: high
review_by: 2027-05-22
---
`

// jiangmen is answered rightly, foshan is not always.
const jiangmen = `---
title: 在江门换身份证
scope: [江门市]
cases:
  - {if: {service: renew}, can: can, fee: 23元}
golden:
  - {ask: [江门到期换身份证多少钱, 江门的身份证到期了换一张收多少钱], place: 江门市, says: [23元|免费], never: [34元]}
  - {ask: 转人工, kind: handoff}
` + foot + `
## 江门拍照眉毛可以挡住吗？
考题：江门拍身份证照片，刘海挡住眉毛可以吗
不可以，眉毛要露出来。
`

const foshan = `---
title: 在佛山换身份证
scope: [佛山市]
cases:
  - {if: {service: renew}, can: can, fee: 34元}
golden:
  - {ask: 江门到期换身份证多少钱, place: 佛山市, says: [34元], never: [23元]}
` + foot + `
## 佛山拍照能戴帽子吗？
考题：佛山拍身份证照片，刘海挡住眉毛可以吗
不能，帽子要摘下来。
`

// desk answers from these files, with the true index.
func desk(t *testing.T, files map[string]string) (*kb.Corpus, *answer.Answerer) {
	t.Helper()
	corpus, language := read(t, files)
	idx, err := index.Build(context.Background(), index.Options{Places: corpus.Places, Synonyms: corpus.Synonyms}, corpus.Passages())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { idx.Close() })
	return corpus, answer.New(language, func() answer.Knowledge { return answer.Knowledge{Corpus: corpus, Index: idx} })
}

// broken has an index that finds nothing but an error.
func broken(t *testing.T) *answer.Answerer {
	t.Helper()
	corpus, language := read(t, map[string]string{"jiangmen.md": jiangmen})
	return answer.New(language, func() answer.Knowledge { return answer.Knowledge{Corpus: corpus, Index: deaf{}} })
}

type deaf struct{}

func (deaf) Search(context.Context, kb.Query, int) ([]kb.Match, error) {
	return nil, errors.New("deaf")
}

func read(t *testing.T, files map[string]string) (*kb.Corpus, *answer.Language) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	words, places := kbtest.Vocabulary(t)
	corpus, problems, err := kb.Load(fsys, words, places)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	language, err := answer.NewLanguage(words, places)
	if err != nil {
		t.Fatal(err)
	}
	return corpus, language
}

// outcomes has a line for each result, and whether it passes.
func outcomes(rs []Result) []string {
	var out []string
	for _, r := range rs {
		out = append(out, fmt.Sprintf("%s %s %s %v", r.Topic, r.Where, r.Asked, r.Passed()))
	}
	return out
}

// Every question is put once, in a conversation of its own, and stands where
// its editor wrote it. An article with too few fails once.
func TestGolden(t *testing.T) {
	corpus, answers := desk(t, map[string]string{"city/jiangmen.md": jiangmen, "foshan.md": foshan})
	results, err := Golden(context.Background(), corpus, answers, noon)
	if err != nil {
		t.Fatal(err)
	}
	got := outcomes(results)
	want := []string{
		"在江门换身份证 city/jiangmen.md:7 江门到期换身份证多少钱 true",
		"在江门换身份证 city/jiangmen.md:7 江门的身份证到期了换一张收多少钱 true",
		"在江门换身份证 city/jiangmen.md:8 转人工 true",
		"在江门换身份证 city/jiangmen.md:16 江门拍身份证照片，刘海挡住眉毛可以吗 true",
		"在佛山换身份证 foshan.md:7 江门到期换身份证多少钱 false",
		"在佛山换身份证 foshan.md:15 佛山拍身份证照片，刘海挡住眉毛可以吗 false",
		"在佛山换身份证 foshan.md:1  false",
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	say := phrases.Say
	if got, want := results[4].Wrong, []string{say("eval.place", "江门市", "佛山市"), say("eval.lacks", "34元"), say("eval.says", "23元")}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := results[6].Wrong, []string{say("eval.too_few", 3)}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Three are enough, however they are written; two are not, and none are not.
func TestGoldenTooFew(t *testing.T) {
	two := "golden:\n  - {ask: [转人工, 我要人工客服], kind: handoff}\n"
	for _, x := range []struct {
		name, golden, body string
		few                bool
	}{
		{"none", "", "可以换。\n", true},
		{"two", two, "", true},
		{"three in one", "golden:\n  - {ask: [转人工, 我要人工客服, 找真人], kind: handoff}\n", "", false},
		{"three in two", two + "  - {ask: 找真人, kind: handoff}\n", "", false},
		{"two, and one of a passage", two, "考题：江门的怎么换\n可以换。\n", false},
	} {
		t.Run(x.name, func(t *testing.T) {
			text := "---\ntitle: 在江门换身份证\nscope: [江门市]\ncases:\n  - {if: {service: renew}, fee: 23元}\n" + x.golden + foot + x.body
			corpus, answers := desk(t, map[string]string{"a.md": text})
			results, err := Golden(context.Background(), corpus, answers, noon)
			if err != nil {
				t.Fatal(err)
			}
			few := slices.ContainsFunc(results, func(r Result) bool { return slices.Contains(r.Wrong, phrases.Say("eval.too_few", 3)) })
			if few != x.few {
				t.Errorf("%v", results)
			}
		})
	}
}

func TestGoldenThatCannotBePut(t *testing.T) {
	corpus, _ := read(t, map[string]string{"jiangmen.md": jiangmen})
	if _, err := Golden(context.Background(), corpus, broken(t), noon); err == nil {
		t.Error("no error")
	}
}

// What a golden question demands, and each way to miss it.
func TestExamine(t *testing.T) {
	say := phrases.Say
	reply := answer.Answer{Kind: answer.KindAnswer, Place: "江门市", Text: "可以，换领20元。", More: "办好要40日。"}
	for _, x := range []struct {
		name    string
		golden  kb.Golden
		reply   answer.Answer
		passage string
		want    []string
	}{
		{"nothing but an answer", kb.Golden{}, reply, "", nil},
		{"right", kb.Golden{Place: "江门市", Says: []string{"20元|免费", "可以|能"}, Never: []string{"40元", "不能|不可以"}}, reply, "", nil},
		{"not even an answer", kb.Golden{}, answer.Answer{Kind: answer.KindUnknown}, "", []string{say("eval.kind", "unknown", "answer")}},
		{"another kind", kb.Golden{Kind: "ask"}, reply, "", []string{say("eval.kind", "answer", "ask")}},
		{"the kind", kb.Golden{Kind: "unknown"}, answer.Answer{Kind: answer.KindUnknown}, "", nil},
		{"another place", kb.Golden{Place: "佛山市"}, reply, "", []string{say("eval.place", "江门市", "佛山市")}},
		{"lacks", kb.Golden{Says: []string{"20元", "免费|10元"}}, reply, "", []string{say("eval.lacks", "免费|10元")}},
		{"says", kb.Golden{Never: []string{"免费|20元"}}, reply, "", []string{say("eval.says", "免费|20元")}},
		{"says behind 更多", kb.Golden{Says: []string{"40日"}, Never: []string{"日。"}}, reply, "", []string{say("eval.says", "日。")}},
		{"the passage", kb.Golden{Passage: "a#1"}, reply, "换领20元。", nil},
		{"another passage", kb.Golden{Passage: "a#1"}, reply, "换领免费。", []string{say("eval.other_passage", "可以，换领20元。")}},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := examine(x.golden, x.reply, x.passage); !slices.Equal(got, x.want) {
				t.Errorf("%q, want %q", got, x.want)
			}
		})
	}
}

// A golden question whose reply says the contrary of what it must is marked.
func TestGoldenContrary(t *testing.T) {
	turned := strings.Replace(jiangmen, "  - {ask: 转人工, kind: handoff}\n", "  - {ask: 外地人在江门到期能换身份证吗, says: [不可以]}\n", 1)
	corpus, answers := desk(t, map[string]string{"jiangmen.md": turned})
	results, err := Golden(context.Background(), corpus, answers, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if want := strings.HasPrefix(r.Asked, "外地人"); r.Contrary != want {
			t.Errorf("%s: contrary %v, want %v: %v", r.Asked, r.Contrary, want, r.Wrong)
		}
	}
}
