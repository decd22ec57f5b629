package kb_test

import (
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/phrases"
)

// sections is the body of an article with these headings.
func sections(headings ...string) string {
	body := "开头。\n"
	for i, h := range headings {
		body += "\n## " + h + "\n答" + string(rune('甲'+i)) + "。\n"
	}
	return body
}

func names(c *kb.Corpus) []string {
	var out []string
	for p := range c.Passages() {
		out = append(out, string(p.ID)+" "+p.Questions[0])
	}
	return out
}

// A section keeps its name when others come, go or change places, and when its
// heading is reworded and the name is written behind it.
func TestNamesStay(t *testing.T) {
	for _, x := range []struct {
		name     string
		headings []string
		want     []string
	}{
		{"as derived", []string{"多久？", "ＪＰＧ 行吗?"}, []string{"a#多久 多久？", "a#jpg行吗 ＪＰＧ 行吗?"}},
		{"another order", []string{"ＪＰＧ 行吗?", "多久？"}, []string{"a#jpg行吗 ＪＰＧ 行吗?", "a#多久 多久？"}},
		{"one more before", []string{"先问？", "多久？"}, []string{"a#先问 先问？", "a#多久 多久？"}},
		{"reworded", []string{"要几天？ {#多久}"}, []string{"a#多久 要几天？"}},
		{"written without a blank", []string{"要几天？{#多久}  "}, []string{"a#多久 要几天？"}},
	} {
		c, problems := read(t, one(bare("江门市", "", sections(x.headings...))))
		if got := names(c)[1:]; len(problems) > 0 || !slices.Equal(got, x.want) {
			t.Errorf("%s: got %q %v, want %q", x.name, got, problems, x.want)
		}
	}
}

func TestLintOfNames(t *testing.T) {
	for _, x := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"one key twice", one(bare("江门市", "", sections("多久？", "几天？ {#多久}"))), []string{"a.md:15: " + phrases.Say("lint.key_twice", "多久")}},
		{"a key with a sign", one(bare("江门市", "", sections("多久？ {#多久，几天}"))), []string{"a.md:12: " + phrases.Say("lint.key", "多久，几天")}},
		{"a key that is not closed", one(bare("江门市", "", sections("多久？ {#多久"))), []string{"a.md:12: " + phrases.Say("lint.key_open")}},
		{"signs for a wording", one(bare("江门市", "", "开头。\n\n## 多久？\n问法：？？ / 几天\n答。\n")), []string{"a.md:12: " + phrases.Say("lint.wordless", "？？")}},
		{"an empty key", one(bare("江门市", "", sections("多久？ {#}"))), []string{"a.md:12: " + phrases.Say("lint.key", "")}},
		{"a former name", with(one(bare("江门市", "", sections("多久？"))), "# 注\na#1,a#多久\na#2,a#1\n"), nil},
		{"a former name of nothing", with(one(bare("江门市", "", sections("多久？"))), "# 注\na#1,a#几天\n"), []string{"moved.csv:2: " + phrases.Say("lint.moved_nowhere", "a#1", "a#几天")}},
		{"former names in a ring", with(one(bare("江门市", "", sections("多久？"))), "a#1,a#2\na#2,a#1\n"), []string{
			"moved.csv:1: " + phrases.Say("lint.moved_nowhere", "a#1", "a#2"), "moved.csv:2: " + phrases.Say("lint.moved_nowhere", "a#2", "a#1")}},
		{"as Excel writes it", with(one(bare("江门市", "", sections("多久？"))), "\ufeffa#1,a#多久\r\na#2,a\r\n"), nil},
		{"a name that is alive", with(one(bare("江门市", "", sections("多久？"))), "a#多久,a\n"), []string{"moved.csv:1: " + phrases.Say("lint.moved_alive", "a#多久")}},
	} {
		c, problems := read(t, x.files)
		if got := told(c.Lint(day("2026-11-22"))); len(problems) > 0 || !slices.Equal(got, x.want) {
			t.Errorf("%s: got %q %v, want %q", x.name, got, problems, x.want)
		}
	}
}

func with(files map[string]string, moved string) map[string]string {
	files["moved.csv"] = moved
	return files
}

func TestPassageByFormerName(t *testing.T) {
	c, _ := read(t, with(one(bare("江门市", "", sections("多久？", "多少钱？"))), "a#1,a#旧\na#旧,a#多久\na#9,a#没有\n"))
	for id, want := range map[kb.PassageID]kb.PassageID{"a": "a", "a#多久": "a#多久", "a#1": "a#多久", "a#旧": "a#多久", "a#9": "", "b": ""} {
		p, ok := c.Passage(id)
		if ok != (want != "") || ok && p.ID != want {
			t.Errorf("Passage(%s) = %v, %v, want %s", id, p, ok, want)
		}
	}
}

// What the numbers of November 2026 named is still found: labels and notes were
// written with them.
func TestNumbersAreFollowed(t *testing.T) {
	words, places := basics()
	c, _, err := kb.Load(articles.Files, words, places)
	if err != nil {
		t.Fatal(err)
	}
	for id, heading := range map[kb.PassageID]string{
		"country/receipt#0": "办身份证可以自带照片回执吗", "country/receipt#10": "照片回执单可以用第二次吗？",
	} {
		if p, ok := c.Passage(id); !ok || p.Questions[0] != heading {
			t.Errorf("Passage(%s) = %v, want %s", id, p, heading)
		}
	}
}

func TestAsked(t *testing.T) {
	c, _ := read(t, one(
		bare("全国", "", sections("要预约吗？", "请问收费吗")),
		strings.Replace(bare("江门市", "", sections("要预约吗")), "某地办证", "江门办证", 1)))
	for text, want := range map[string][]string{
		"要预约吗": {"a#要预约吗", "b#要预约吗"},
		"您好，请问一下：要预约吗？谢谢了！": {"a#要预约吗", "b#要预约吗"},
		"收费吗，急，在线等":         {"a#请问收费吗"},
		"要 预 约 吗":           {"a#要预约吗", "b#要预约吗"},
		"要预约":               nil,
		"谢谢":                nil,
		"":                  nil,
		"某地办证":              {"a"},
	} {
		var got []string
		for _, p := range c.Asked(text) {
			got = append(got, string(p.ID))
		}
		if !slices.Equal(got, want) {
			t.Errorf("Asked(%q) = %q, want %q", text, got, want)
		}
	}
}

// A line of the list that cannot be read is told with its number, and nothing
// else is lost.
func TestMovedLines(t *testing.T) {
	c, problems := read(t, with(one(bare("江门市", "", sections("多久？"))), "a#1\na#2,a#多久\na#2,a\n,a\na#3,a,b\n"))
	want := []string{
		"moved.csv:1: " + phrases.Say("lint.moved_line"), "moved.csv:3: " + phrases.Say("lint.moved_twice", "a#2"),
		"moved.csv:4: " + phrases.Say("lint.moved_line"), "moved.csv:5: " + phrases.Say("lint.moved_line"),
	}
	if got := told(problems); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if p, ok := c.Passage("a#2"); !ok || p.ID != "a" {
		t.Errorf("a#2 is %v", p)
	}
}

// Excel writes a list as GBK unless it is told otherwise.
func TestMovedInGBK(t *testing.T) {
	_, problems := read(t, with(one(bare("江门市", "", sections("多久？"))), "a#1,a\na#\xbe\xc3,a\n"))
	if want := "moved.csv:2: " + phrases.Say("lint.not_utf8"); !slices.Equal(told(problems), []string{want}) {
		t.Errorf("got %q, want %q", told(problems), want)
	}
}
