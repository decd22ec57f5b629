package phrases_test

import (
	"encoding/csv"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/longbridgeapp/opencc"

	"huizhi/phrases"
)

func TestScriptOf(t *testing.T) {
	for script, texts := range map[phrases.Script][]string{
		phrases.Simplified: {
			"身份证丢了怎么补", "我儿子三年级", "请问广州可以办吗", "外地人可以在江门办身份证吗", "多少钱",
			"要带户口簿吗", "照片回执是什么", "头发遮住耳朵行不行", "以后还能用吗", "在深圳办 要多久",
			"我在台湾", "电话是多少", "谢谢", "几岁可以办", "转人工",
			"着急!身份证过期了", "后天去可以吗?几点开门", "里面穿白色衣服拍照可以吗", "国徽面要复印吗", "干部户口怎么办",
			"唔該，身份证点办", "港澳居民居住证跟身份證有什么关系",
		},
		phrases.Traditional: {
			"香港同胞在深圳怎麼補辦身份證", "請問廣州可以辦嗎", "我兒子三年級", "身份證不見了", "多少錢",
			"要帶户口簿嗎", "要帶戶口簿嗎", "照片回執係咩嚟", "頭髮遮住耳朵得唔得", "以後還能用嗎",
			"我在台灣", "我在臺灣", "電話幾多號", "謝謝", "幾歲可以辦", "轉人工", "幾時開門",
			"後天去可以嗎", "裡面穿白色衣服可以嗎", "裏面穿白衫", "只有一隻耳朵露出來", "温州可以辦嗎", "要交税嗎",
			"户口在广州，人在香港，請問怎麼補領身份證",
		},
		"": {
			"", "你好", "10", "OK", "身", "好", "👍", "〔id〕", "身份", "台北", "后里", "面系只干表里后台", "着",
			"户口", "人工", "https://example.com/身份", "乾", "证證", "\xff\xfe", "にほん", "于於",
		},
	} {
		for _, text := range texts {
			if got := phrases.ScriptOf(text); got != script {
				t.Errorf("%s: %q, want %q", text, got, script)
			}
		}
	}
}

func TestIn(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"以窗口核实为准。", "以窗口核實為準。"},
		{"身份证、户口簿、复印件", "身份證、戶口簿、複印件"},
		{"信息里写着：户口在乡下，以后只发一次", "信息裏寫着：戶口在鄉下，以後只發一次"},
		{"这里的人工客服没有上线，头发、面部、系统、联系、关系", "這裏的人工客服沒有上線，頭髮、面部、系統、聯繫、關係"},
		{"刚才的后台平台", "剛才的後台平台"},
		// what the dictionaries get wrong
		{"到期换发新证，长发证明", "到期換發新證，長發證明"},
		{"换发型以后，长发、披肩发能不能拍", "換髮型以後，長髮、披肩髮能不能拍"},
		{"年满16周岁，周六，下周", "年滿16周歲，週六，下週"},
		{"不是只有一张，单只有身份证，最多只能一次，露出两只耳朵", "不是只有一張，單只有身份證，最多只能一次，露出兩隻耳朵"},
		{"当场签，当面签字，续签，签注，标签", "當場簽，當面簽字，續簽，簽注，標籤"},
		{"一直没有回音", "一直沒有回音"},
		// what is left alone
		{"号码〔id〕，〔phone〕，〔电话〕", "號碼〔id〕，〔phone〕，〔电话〕"},
		{"看 https://例子.cn/身份证?市=广州，谢谢", "看 https://例子.cn/身份证?市=广州，謝謝"},
		{"请发 身份证.JPG，或者“证件.pdf”", "請發 身份证.JPG，或者“证件.pdf”"},
		{"目录里没有 .md 文件", "目錄裏沒有 .md 文件"},
		{"OK 👍🏽 %[2]s 100%% \t\x00\n", "OK 👍🏽 %[2]s 100%% \t\x00\n"},
		{"证\x00证", "證\x00證"},
		{"证\xff证", "证\xff证"},
		{"請問怎麼補辦", "請問怎麼補辦"},
		{"", ""},
	} {
		if got := phrases.In(phrases.Traditional, c.text); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
		for _, script := range []phrases.Script{phrases.Simplified, "", "latn"} {
			if got := phrases.In(script, c.text); got != c.text {
				t.Errorf("in %q: %s became %s", script, c.text, got)
			}
		}
	}
}

// A conversion never moves or breaks an argument, and looks like what it is,
// unless nothing in it tells: 列出每一格，而不只是空缺 is both.
func TestSimplify(t *testing.T) {
	for text, want := range map[string]string{"刪除我的資料": "删除我的资料", "轉人工": "转人工", "abc 江门": "abc 江门", "\xff轉": "\xff轉", "": ""} {
		if got := phrases.Simplify(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestPhrasesInTraditional(t *testing.T) {
	for _, key := range phrases.Keys() {
		text := phrases.Say(key)
		in := phrases.In(phrases.Traditional, text)
		if !slices.Equal(verb.FindAllString(in, -1), verb.FindAllString(text, -1)) {
			t.Errorf("%s: other verbs:\n%s\n%s", key, text, in)
		}
		if !slices.Equal(notHan(in), notHan(text)) || utf8.RuneCountInString(in) != utf8.RuneCountInString(text) {
			t.Errorf("%s: more than characters changed:\n%s\n%s", key, text, in)
		}
		if in != text && utf8.RuneCountInString(text)-len(notHan(text)) >= 8 && phrases.ScriptOf(in) != phrases.Traditional {
			t.Errorf("%s: does not look traditional: %s", key, in)
		}
	}
}

// notHan is what of a text is not Chinese.
func notHan(text string) []rune {
	return slices.DeleteFunc([]rune(text), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// unreturned are the places that our reading of messages, t2s, does not know
// by the name that Hong Kong writes: it lacks 衞.
var unreturned = map[string]string{"中卫市": "中衞市", "中卫": "中衞"}

func TestPlacesSurvive(t *testing.T) {
	back, err := opencc.New("t2s")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range places(t) {
		in := phrases.In(phrases.Traditional, name)
		if simple, err := back.Convert(in); err != nil || simple != name {
			found[name] = in
		}
	}
	if !maps.Equal(found, unreturned) {
		t.Errorf("do not come back: %v, want %v", found, unreturned)
	}
}

// places is every name and short name of the divisions.
func places(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("../kb/place/divisions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows[1:] {
		out = append(out, row[1], row[2])
	}
	return out
}

func TestScriptsAtOnce(t *testing.T) {
	text := strings.Repeat("身份证丢了怎么补，", 20)
	want := strings.Repeat("身份證丟了怎麼補，", 20)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				if got := phrases.In(phrases.Traditional, text); got != want || phrases.ScriptOf(got) != phrases.Traditional {
					t.Errorf("got %s", got)
				}
			}
		})
	}
	all.Wait()
}
