package eval

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huizhi/answer"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// written is a file of these lines.
func written(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "asks.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Alternatives are one text, a list, or null; what is left out is null.
func TestReadConversations(t *testing.T) {
	path := written(t,
		`{"id":"D1","style":"口语","turns":["江门能办吗","要带啥"],"expect":{"kind":"answer","place":"江门市","must":["回执|图像号","^可以"],"must_not":["[4-6]0元"],"asks":"age"}}`,
		``,
		`  `,
		`{"id":"D2","turns":["丢了"],"expect":{"kind":["ask","answer"],"place":null,"asks":["place","age"]}}`,
		`{"id":"D3","turns":["你好"],"expect":{"place":"*"}}`)
	cs, err := ReadConversations(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range cs {
		x := c.Expect
		got = append(got, fmt.Sprintf("%s %s %q kind=%q place=%q must=%v never=%v asks=%q", c.ID, c.Style, c.Turns, x.Kind, x.Place, x.Must, x.Never, x.Asks))
	}
	want := []string{
		`D1 口语 ["江门能办吗" "要带啥"] kind=["answer"] place=["江门市"] must=[回执|图像号 ^可以] never=[[4-6]0元] asks=["age"]`,
		`D2  ["丢了"] kind=["ask" "answer"] place=[] must=[] never=[] asks=["place" "age"]`,
		`D3  ["你好"] kind=[] place=["*"] must=[] never=[] asks=[]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestReadConversationsSlips(t *testing.T) {
	good := `{"id":"D1","turns":["你好"],"expect":{"kind":"smalltalk"}}`
	for name, line := range map[string]string{
		"no JSON":             `江门能办吗`,
		"half a line":         `{"id":"D2","turns":["你`,
		"nobody says a thing": `{"id":"D2","turns":[],"expect":{"kind":"answer"}}`,
		"no turns":            `{"id":"D2","expect":{"kind":"answer"}}`,
		"a text for turns":    `{"id":"D2","turns":"你好","expect":{"kind":"answer"}}`,
		"must":                `{"id":"D2","turns":["你好"],"expect":{"kind":"answer","must":["20元("]}}`,
		"must not":            `{"id":"D2","turns":["你好"],"expect":{"kind":"answer","must_not":["20元["]}}`,
		"looks behind":        `{"id":"D2","turns":["你好"],"expect":{"kind":"answer","must":["(?<!不)可以"]}}`, // not Go's
		"a number for a kind": `{"id":"D2","turns":["你好"],"expect":{"kind":1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := written(t, good, "", line, good)
			cs, err := ReadConversations(path)
			if want := path + ":3: " + phrases.Say("eval.conversation", ""); cs != nil || err == nil || !strings.HasPrefix(err.Error(), want) || err.Error() == want {
				t.Errorf("%v, %v, want %s", cs, err, want)
			}
		})
	}
}

func TestReadConversationsOfNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.jsonl")
	if _, err := ReadConversations(path); err == nil || err.Error() != phrases.Say("eval.unreadable", path) {
		t.Error(err)
	}
}

// expecting is what a line of JSON expects.
func expecting(t *testing.T, expect string) Expectation {
	t.Helper()
	cs, err := ReadConversations(written(t, `{"turns":["x"],"expect":`+expect+`}`))
	if err != nil {
		t.Fatal(err)
	}
	return cs[0].Expect
}

func TestExpectation(t *testing.T) {
	sources := []answer.Source{{Title: "办法"}}
	reply := func(kind answer.Kind, at place.Name, text string) answer.Answer {
		return answer.Answer{Kind: kind, Place: at, Text: text, Sources: sources}
	}
	fee := reply(answer.KindAnswer, "江门市", "工本费20元。")
	ask := answer.Answer{Kind: answer.KindAsk, Asks: "age", Text: "几岁？"}
	long := reply(answer.KindAnswer, "", strings.Repeat("可", 501))
	say := phrases.Say
	for _, x := range []struct {
		name   string
		expect string
		reply  answer.Answer
		want   []string
	}{
		{"right", `{"kind":"answer","place":"江门市","must":["[12]0元","工本费"],"must_not":["40元"]}`, fee, nil},
		{"one of several", `{"kind":["ask","answer"],"place":["广州市","江门市"]}`, fee, nil},

		{"another kind", `{"kind":"unknown","place":"*"}`, fee, []string{say("eval.kind", "answer", "[unknown]")}},
		{"none of several kinds", `{"kind":["unknown","ask"],"place":"*"}`, fee, []string{say("eval.kind", "answer", "[unknown ask]")}},
		{"no kind expected", `{"place":"*"}`, fee, []string{say("eval.kind", "answer", "[]")}},

		{"another place", `{"kind":"answer","place":"广州市"}`, fee, []string{say("eval.place", "江门市", "[广州市]")}},
		{"no place expected", `{"kind":"answer","place":null}`, fee, []string{say("eval.place", "江门市", "[]")}},
		{"no place, and none expected", `{"kind":"answer","place":null}`, reply(answer.KindAnswer, "", "可以。"), nil},
		{"no place, or one", `{"kind":"answer","place":["","江门市"]}`, reply(answer.KindAnswer, "", "可以。"), nil},
		{"no place where one is expected", `{"kind":"answer","place":"江门市"}`, reply(answer.KindAnswer, "", "可以。"), []string{say("eval.place", "", "[江门市]")}},
		{"any place", `{"kind":"answer","place":"*"}`, fee, nil},

		{"asks", `{"kind":"ask","asks":["place","age"]}`, ask, nil},
		{"asks anything", `{"kind":"ask"}`, ask, nil},
		{"asks something else", `{"kind":"ask","asks":"place"}`, ask, []string{say("eval.asks", "age", "[place]")}},
		{"asks nothing, and may", `{"kind":["ask","answer"],"place":"*","asks":"place"}`, fee, nil},

		{"lacks", `{"kind":"answer","place":"*","must":["20元","免费"]}`, fee, []string{say("eval.lacks", "免费")}},
		{"lacks both", `{"kind":"answer","place":"*","must":["40元","免费"]}`, fee, []string{say("eval.lacks", "40元"), say("eval.lacks", "免费")}},
		{"says", `{"kind":"answer","place":"*","must_not":["免费","[12]0元"]}`, fee, []string{say("eval.says", "[12]0元")}},

		{"an answer without a source", `{"kind":"answer"}`, answer.Answer{Kind: answer.KindAnswer, Text: "可以。"}, []string{say("eval.no_source")}},
		{"what is no answer needs none", `{"kind":"unknown"}`, answer.Answer{Kind: answer.KindUnknown}, nil},
		{"too long", `{"kind":"answer"}`, long, []string{say("eval.long", 501, 500)}},
		{"just short enough", `{"kind":"answer"}`, reply(answer.KindAnswer, "", strings.Repeat("可", 500)), nil},

		{"all at once", `{"kind":"unknown","place":"广州市","must":["免费"],"must_not":["20元"]}`,
			answer.Answer{Kind: answer.KindAnswer, Place: "江门市", Text: "工本费20元。"},
			[]string{say("eval.kind", "answer", "[unknown]"), say("eval.place", "江门市", "[广州市]"), say("eval.no_source"), say("eval.lacks", "免费"), say("eval.says", "20元")}},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := expecting(t, x.expect).examine(x.reply); !slices.Equal(got, x.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(x.want, "\n"))
			}
		})
	}
}

// Turns of one conversation share a memory, conversations share none, and only
// the last reply counts.
func TestConversations(t *testing.T) {
	_, answers := desk(t, map[string]string{"jiangmen.md": jiangmen, "foshan.md": foshan})
	cs, err := ReadConversations(written(t,
		`{"id":"D1","style":"追问","turns":["江门能换身份证吗","到期换多少钱"],"expect":{"kind":"answer","place":"江门市","must":["23元"]}}`,
		`{"id":"D2","style":"单问","turns":["到期换多少钱"],"expect":{"kind":"answer","place":"江门市"}}`,
		`{"id":"D3","style":"单问","turns":["佛山身份证到期换多少钱"],"expect":{"kind":"answer","place":"佛山市","must":["34元"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	results, err := Conversations(context.Background(), cs, answers, noon)
	if err != nil {
		t.Fatal(err)
	}
	got := outcomes(results)
	want := []string{"追问 D1 江门能换身份证吗 → 到期换多少钱 true", "单问 D2 到期换多少钱 false", "单问 D3 佛山身份证到期换多少钱 true"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestConversationsThatCannotBeHeld(t *testing.T) {
	if _, err := Conversations(context.Background(), []Conversation{{Turns: []string{"眉毛可以挡住吗"}}}, broken(t), noon); err == nil {
		t.Error("no error")
	}
}
