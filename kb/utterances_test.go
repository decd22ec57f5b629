package kb_test

import (
	"slices"
	"testing"

	"huizhi/kb"
	"huizhi/phrases"
)

// utterancesBeside puts what customers said beside the article a.md of two sections.
func utterancesBeside(text string) map[string]string {
	files := one(bare("江门市", "", sections("多久？ {#几天}", "多少钱？")))
	files["a.utterances.txt"] = text
	return files
}

func TestUtterances(t *testing.T) {
	c, problems := read(t, utterancesBeside("\ufeff# 注\n想办证\r\n\n## 多久？ {#几天}\n  等得急死了\n##多少钱\n贵不贵\n要花几个钱\n"))
	if got := slices.Concat(problems, c.Lint(day("2026-11-22"))); len(got) > 0 {
		t.Fatal(got)
	}
	for id, want := range map[kb.PassageID][]kb.Utterance{
		"a":     {{Text: "想办证", File: "a.utterances.txt", Line: 2}},
		"a#几天":  {{Text: "等得急死了", File: "a.utterances.txt", Line: 5}},
		"a#多少钱": {{Text: "贵不贵", File: "a.utterances.txt", Line: 7}, {Text: "要花几个钱", File: "a.utterances.txt", Line: 8}},
	} {
		if p, _ := c.Passage(id); !slices.Equal(p.Utterances, want) {
			t.Errorf("%s: %v, want %v", id, p.Utterances, want)
		}
	}
}

func TestUtterancesRefused(t *testing.T) {
	for text, want := range map[string][]string{
		"想办证\n## 几天拿\n急\n":       {"a.utterances.txt:2: " + phrases.Say("lint.utterances_nowhere", "几天拿")},
		"？？\n":                   {"a.utterances.txt:1: " + phrases.Say("lint.wordless", "？？")},
		"想办证\n## 多少钱\n想办证！\n":    {"a.utterances.txt:3: " + phrases.Say("lint.same_question", "想办证！", "a")},
		"多少钱？\n":                 {"a.utterances.txt:1: " + phrases.Say("lint.same_question", "多少钱？", "a#多少钱")},
		"## 几天\n想办证\n## 旧的\n急\n": {"a.utterances.txt:3: " + phrases.Say("lint.utterances_nowhere", "旧的")},
		"想办证\n\xbc\xb1\n":        {"a.utterances.txt:2: " + phrases.Say("lint.not_utf8")},
		"想办证\n<<<<<<< HEAD\n急\n": {"a.utterances.txt:2: " + phrases.Say("lint.conflict", "<<<<<<<")},
		"##几天拿\n急\n快\n":          {"a.utterances.txt:1: " + phrases.Say("lint.utterances_nowhere", "几天拿")},
	} {
		c, problems := read(t, utterancesBeside(text))
		if got := told(slices.Concat(problems, c.Lint(day("2026-11-22")))); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// An article's former heading still leads to what was said for it, and a file
// that no article stands beside is told.
func TestUtterancesMoved(t *testing.T) {
	files := with(utterancesBeside("## 等几天\n急\n"), "a#等几天,a#几天\n")
	files["b.utterances.txt"] = "急\n"
	c, problems := read(t, files)
	if p, _ := c.Passage("a#几天"); len(p.Utterances) != 1 {
		t.Errorf("%v, want the one of the former heading", p.Utterances)
	}
	want := []string{"b.utterances.txt:1: " + phrases.Say("lint.utterances_alone", "b.md")}
	if got := told(problems); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// An article without an opening has nobody who could be meant before the first
// heading; that is told once.
func TestUtterancesOfNoOpening(t *testing.T) {
	files := one(bare("江门市", "", "\n## 多久？\n三天。\n"))
	files["a.utterances.txt"] = "想办证\n想办卡\n## 多久？\n几天\n"
	c, problems := read(t, files)
	want := []string{"a.utterances.txt:1: " + phrases.Say("lint.utterances_nowhere", c.Articles()[0].Title)}
	if got := told(problems); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
