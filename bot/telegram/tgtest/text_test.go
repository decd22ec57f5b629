package tgtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// spelled writes entities in one line: bold 0+2, text_link 0+2 http://x.
func spelled(all []Entity) string {
	var out []string
	for _, e := range all {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %d+%d %s%s", e.Type, e.Offset, e.Length, e.URL, e.Language)))
	}
	return strings.Join(out, ", ")
}

// What becomes of a text with HTML.
func TestHTML(t *testing.T) {
	for _, c := range []struct {
		in, text, entities, refused string
	}{
		{"好", "好", "", ""},
		{"a<b>b</b>c", "abc", "bold 1+1", ""},
		{"<strong>a</strong><em>b</em><ins>c</ins><del>d</del><strike>e</strike>", "abcde", "bold 0+1, italic 1+1, underline 2+1, strikethrough 3+1, strikethrough 4+1", ""},
		{"<b>a<i>b</i></b>", "ab", "bold 0+2, italic 1+1", ""},
		{"😀<b>😀</b>", "😀😀", "bold 2+2", ""},
		{`<a href="https://x.cn/?a=1&amp;b=2">看</a>`, "看", "text_link 0+1 https://x.cn/?a=1&b=2", ""},
		{`<a href='https://x.cn'>看</a>`, "看", "text_link 0+1 https://x.cn", ""},
		{`<a>看</a>`, "看", "", ""},
		{`<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>`, "ab", "spoiler 0+1, spoiler 1+1", ""},
		{"<pre><code class=\"language-go\">x</code></pre>", "x", "pre 0+1 go", ""},
		{"<blockquote expandable>a\nb</blockquote>", "a\nb", "expandable_blockquote 0+3", ""},
		{"<blockquote>a</blockquote>", "a", "blockquote 0+1", ""},
		{"&lt;b&gt; &amp; &quot;&#20320;&#x597d;&nbsp;&x", "<b> & \"你好&nbsp;&x", "", ""},
		{"a<b>b</b>  \n", "ab", "bold 1+1", ""},
		{"<b> a \n</b>", " a", "bold 0+2", ""},
		{" \n a", "a", "", ""},
		{" <b>a</b>", "a", "bold 0+1", ""},
		{"a\r\nb\tc", "a\nb c", "", ""},
		{"<B>a</b>", "a", "bold 0+1", ""},
		{"<b>a</>", "a", "bold 0+1", ""},
		{"a<x>b", "", "", `Unsupported start tag "x" at byte offset 1`},
		{"好<br>", "", "", `Unsupported start tag "br" at byte offset 3`},
		{"<b>a", "", "", `Can't find end tag corresponding to start tag "b"`},
		{"<b>a<i>b</i>", "", "", `Can't find end tag corresponding to start tag "b"`},
		{"a</b>", "", "", "Unexpected end tag at byte offset 1"},
		{"<b>a</i>", "", "", `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{"<b><i>a</b></i>", "", "", `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`},
		{"1 < 2", "", "", `Unsupported start tag "" at byte offset 2`},
		{"a<b", "", "", "Unclosed start tag at byte offset 1"},
		{"a<", "", "", "Unclosed start tag at byte offset 1"},
		{`<a href="x`, "", "", "Unclosed start tag at byte offset 0"},
		{`<a href=x/>`, "", "", "Unexpected end of name token at byte offset 8"},
		{`<a ="x">`, "", "", `Empty attribute name in the tag "a" at byte offset 0`},
		{"<span>a</span>", "", "", `Tag "span" must have class "tg-spoiler" at byte offset 0`},
		{"<b>a</b", "", "", "Unclosed end tag at byte offset 4"},
	} {
		s := &Server{}
		text, entities, refusal := s.formatted(&request{values: map[string]string{"text": c.in, "parse_mode": "html"}}, "text", "entities")
		if got := refusalText(refusal); got != c.refused && got != "Bad Request: can't parse entities: "+c.refused {
			t.Errorf("%q is refused with %q, want %q", c.in, got, c.refused)
		}
		if text != c.text || spelled(entities) != c.entities {
			t.Errorf("%q is %q with %q, want %q with %q", c.in, text, spelled(entities), c.text, c.entities)
		}
	}
}

func refusalText(r *Refusal) string {
	if r == nil {
		return ""
	}
	return r.Description
}

// What becomes of a text with entities.
func TestEntities(t *testing.T) {
	for _, c := range []struct {
		text, in, want, refused string
	}{
		{"你好", `[{"type":"bold","offset":0,"length":2}]`, "bold 0+2", ""},
		{"你好  ", `[{"type":"bold","offset":1,"length":3}]`, "bold 1+1", ""},
		{"  你好", `[{"type":"bold","offset":2,"length":1}]`, "bold 0+1", ""},
		{"😀", `[{"type":"bold","offset":0,"length":2}]`, "bold 0+2", ""},
		{"abc", `[{"type":"italic","offset":1,"length":1},{"type":"bold","offset":0,"length":3}]`, "bold 0+3, italic 1+1", ""},
		{"😀", `[{"type":"bold","offset":0,"length":1}]`, "", "ends in a middle of a UTF-16 symbol"},
		{"😀a", `[{"type":"bold","offset":1,"length":2}]`, "", "begins in a middle of a UTF-16 symbol"},
		{"你好", `[{"type":"bold","offset":1,"length":2}]`, "", "ends after the end of the text at UTF-16 offset 3"},
		{"你好", `[{"type":"bold","offset":2,"length":1}]`, "", "begins after the end of the text at UTF-16 offset 2"},
		{"你好", `[{"type":"bold","offset":-1,"length":1}]`, "", "offset -1"},
		{"你好", `[{"type":"bold","offset":0,"length":0}]`, "", "length 0"},
		{"你好", `[{"type":"shiny","offset":0,"length":1}]`, "", `unsupported type "shiny"`},
		{"你好", `{"type":"bold"}`, "", "cannot unmarshal"},
	} {
		s := &Server{}
		_, entities, refusal := s.formatted(&request{values: map[string]string{"text": c.text, "entities": c.in}}, "text", "entities")
		got := refusalText(refusal)
		if (got != "") != (c.refused != "") || !strings.Contains(got, c.refused) || got != "" && !strings.HasPrefix(got, "Bad Request: can't parse entities: ") {
			t.Errorf("%q %s is refused with %q, want %q", c.text, c.in, got, c.refused)
		}
		if spelled(entities) != c.want && refusal == nil {
			t.Errorf("%q %s is %q, want %q", c.text, c.in, spelled(entities), c.want)
		}
	}
}

// What Telegram finds in what people write.
func TestDetected(t *testing.T) {
	for text, want := range map[string]string{
		"/start":                       "bot_command 0+6",
		"/start abc":                   "bot_command 0+6",
		"你好 /help@trial_bot":           "bot_command 3+15",
		"你好/help":                      "",
		"a/b/c":                        "",
		"@trial_bot 在吗":                "mention 0+10",
		"mail me@trial.cn":             "",
		"看 https://www.gov.cn/a?b=1，好": "url 2+24",
	} {
		if got := spelled(detected(text)); got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

// Whatever comes, what is taken is sound: entities lie in the text, on whole
// characters, and what was taken once is taken again.
func FuzzFormatted(f *testing.F) {
	f.Add("<b>好</b> <a href='x.cn'>😀</a>", "HTML", "")
	f.Add("😀 好", "", `[{"type":"bold","offset":0,"length":2}]`)
	f.Add("<blockquote expandable> a </blockquote>\n", "HTML", "")
	f.Fuzz(func(t *testing.T, text, mode, entities string) {
		s := &Server{}
		q := &request{values: map[string]string{"text": text, "parse_mode": mode, "entities": entities}}
		got, marks, refusal := s.formatted(q, "text", "entities")
		if refusal != nil {
			return
		}
		if !utf8.ValidString(got) || strings.TrimRight(got, " \n") != got {
			t.Errorf("%q became %q", text, got)
		}
		if refusal := checkEntities(got, marks); refusal != nil {
			t.Errorf("%q: %q with %s: %s", text, got, spelled(marks), refusal.Description)
		}
		raw, _ := json.Marshal(marks)
		again, _, refusal := s.formatted(&request{values: map[string]string{"text": got, "entities": string(raw)}}, "text", "entities")
		if refusal != nil || again != got {
			t.Errorf("%q became %q, then %q: %+v", text, got, again, refusal)
		}
	})
}

func FuzzKeyboard(f *testing.F) {
	f.Add(`{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)
	f.Fuzz(func(t *testing.T, markup string) {
		s := &Server{}
		k, refusal := s.keyboard(&request{values: map[string]string{"reply_markup": markup}})
		for _, row := range k.rows() {
			if refusal != nil || len(row) == 0 {
				t.Errorf("%q: %v, %+v", markup, k, refusal)
			}
		}
	})
}
