package answer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"huizhi/nlu"
)

// wrappings are what people put around a question that carries nothing.
var wrappings = []string{
	"你好，请问一下%s谢谢了", "%s，急，在线等", "%s望尽快回复，谢谢！", "%s跪求解答，万分感谢", "打派出所电话没人接，%s", "您好，我想咨询一下，%s",
	"不好意思打扰一下，%s", "老师您好，%s", "亲，在吗，%s", "求助！%s", "有没有懂的朋友说下，%s", "%s，谢谢老师", "%s，麻烦您了", "%s，拜托拜托",
	"%s，急急急", "%s，有知道的吗", "客服你好，%s", "哈喽，%s", "我不太会打字，%s", "第一次用这个，%s", "网上搜了半天没找到，%s", "朋友推荐来的，%s",
	"%s，万分感激", "%s，辛苦啦", "早上好，%s", "%s 盼复",
}

// leastSame is how many replies must stay the same around a question, of a hundred.
const leastSame = 99

// A question with empty words around it gets the reply that it gets alone: the same
// kind, the same content, the same question back. HUIZHI_WRAPPING=all asks every heading
// and five hundred other messages instead of some.
func TestWrapping(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	step := 20
	if os.Getenv("HUIZHI_WRAPPING") == "all" {
		step = 1
	}
	var texts []string
	for p := range k.Corpus.Passages() {
		texts = append(texts, p.Questions[0])
	}
	texts = append(texts, labelled(t, 500)...)
	asked, same := 0, 0
	for i := step / 2; i < len(texts); i += step {
		alone := talk(t, a, texts[i])
		for _, w := range wrappings {
			got := talk(t, a, fmt.Sprintf(w, texts[i]))
			asked++
			if got.Kind == alone.Kind && got.Text == alone.Text && got.Asks == alone.Asks {
				same++
			} else if testing.Verbose() {
				t.Logf("%s: %s %.40q, alone %s %.40q", fmt.Sprintf(w, texts[i]), got.Kind, got.Text, alone.Kind, alone.Text)
			}
		}
	}
	t.Logf("%d of %d replies are the same", same, asked)
	if 100*same < leastSame*asked {
		t.Errorf("%d of %d replies are the same, fewer than %d %%", same, asked, leastSame)
	}
}

// labelled are messages that ask something, every so many of those that are labelled.
func labelled(t *testing.T, n int) (texts []string) {
	t.Helper()
	for _, name := range []string{"passages", "cases"} {
		f, err := os.Open("../eval/labels/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			var m struct{ Text string }
			if err := json.Unmarshal(s.Bytes(), &m); err != nil {
				t.Fatal(err)
			}
			if strings.ContainsFunc(m.Text, nlu.IsHan) { // in English there is a line in English
				texts = append(texts, m.Text)
			}
		}
	}
	var out []string
	for i := range n {
		out = append(out, texts[i*len(texts)/n])
	}
	return out
}
