package kb_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"huizhi/index"
	"huizhi/kb"
	"huizhi/phrases"
)

// withSynonyms loads a folder that holds a synonyms.yaml and these articles.
func withSynonyms(t *testing.T, list string, texts ...string) *kb.Corpus {
	t.Helper()
	files := numbered(texts)
	files["synonyms.yaml"] = list
	c, _ := read(t, files)
	return c
}

func builtIn(t *testing.T) []kb.Synonym {
	t.Helper()
	list, err := kb.Synonyms()
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	return list
}

// A folder's list stands before the one that is built in, in the order written.
func TestReadSynonyms(t *testing.T) {
	for _, x := range []struct {
		name, list string
		want       []kb.Synonym
	}{
		{"in order", "# 我们这里的话\n暗号: [口令, 切口]\n底片: [菲林]\n",
			[]kb.Synonym{{Word: "暗号", Alike: []string{"口令", "切口"}}, {Word: "底片", Alike: []string{"菲林"}}}},
		{"in lines", "暗号:\n  - 口令\n  - 切口\n", []kb.Synonym{{Word: "暗号", Alike: []string{"口令", "切口"}}}},
		{"a word that is left alone", "相机: []\n", []kb.Synonym{{Word: "相机", Alike: []string{}}}},
		{"a word of the list that is built in", "补证: [重开一张]\n", []kb.Synonym{{Word: "补证", Alike: []string{"重开一张"}}}},
		{"nothing", "", nil},
		{"only a comment", "# 还没有\n", nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			want := append(slices.Clone(x.want), builtIn(t)...)
			if got := withSynonyms(t, x.list).Synonyms; !reflect.DeepEqual(got, want) {
				t.Errorf("got %v", got[:min(len(got), len(x.want)+1)])
			}
		})
	}
}

func TestNoSynonymsOfItsOwn(t *testing.T) {
	for name, files := range map[string]map[string]string{"none": {}, "in a folder below": {"more/synonyms.yaml": "暗号: [口令]"}} {
		if c, _ := read(t, files); !reflect.DeepEqual(c.Synonyms, builtIn(t)) {
			t.Errorf("%s: %v…", name, c.Synonyms[0])
		}
	}
}

// A list that cannot be read rightly is refused whole, and by its name.
func TestReadSynonymsSlips(t *testing.T) {
	words, places := basics()
	for _, x := range []struct{ name, list, told string }{
		{"a word twice", "暗号: [口令]\n暗号: [切口]\n", "暗号"},
		{"alike to two", "暗号: [口令]\n底片: [口令]\n", "口令"},
		{"alike twice to one", "暗号: [口令, 口令]\n", "口令"},
		{"alike to itself", "暗号: [暗号]\n", "暗号"},
		{"alike, and a word", "暗号: [底片]\n底片: [菲林]\n", "底片"},
		{"no list", "暗号: 口令\n", ""},
		{"no YAML", "# 词表\n## 一\n暗号: [口令\n", "synonyms.yaml:3: " + phrases.Say("lint.yaml_open", "[")},
		{"full-width colon", "暗号: [口令]\n底片：[菲林]\n", "synonyms.yaml:2: " + phrases.Say("lint.full_colon", "底片：")},
		{"GBK", "暗号: [口令]\n\xb5\xd7: [\xb7\xc6]\n", "synonyms.yaml:2: " + phrases.Say("lint.not_utf8")},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, _, err := kb.Load(fstest.MapFS{"synonyms.yaml": {Data: []byte(x.list)}}, words, places)
			if err == nil || !strings.Contains(err.Error(), "synonyms.yaml") || !strings.Contains(err.Error(), x.told) {
				t.Errorf("%v", err)
			}
		})
	}
}

// What a folder's list says is what passages are found by, also of a word that
// the list that is built in has for something else.
func TestSynonymsOfAFolderWin(t *testing.T) {
	texts := []string{bare("全国", "", "## 回执号是什么？\n一串字母和数字。\n\n## 底片是什么？\n从前的胶卷。\n")}
	find := func(list string) string {
		c := withSynonyms(t, list, texts...)
		idx, err := index.Build(context.Background(), index.Options{Places: c.Places, Synonyms: c.Synonyms}, c.Passages())
		if err != nil {
			t.Fatal(err)
		}
		defer idx.Close()
		found, err := idx.Search(context.Background(), kb.Query{Text: "图像号是什么", Document: kb.IDCard}, 2)
		if err != nil || len(found) == 0 {
			t.Fatal(found, err)
		}
		return found[0].Passage.Questions[0]
	}
	for list, want := range map[string]string{"": "回执号是什么？", "底片: [菲林]": "回执号是什么？", "底片: [图像号]": "底片是什么？"} {
		if got := find(list); got != want {
			t.Errorf("with %q 图像号 is found as %s", list, got)
		}
	}
}

// filler is what says nothing by itself: as a synonym it would be lost.
const filler = "吗呢啊的了呀吧嘛哦喔哈"

// The list that is built in: words as they are compared, each of them once.
func TestBuiltInSynonyms(t *testing.T) {
	seen := map[string]string{}
	for _, s := range builtIn(t) {
		for _, word := range append([]string{s.Word}, s.Alike...) {
			if before, ok := seen[word]; ok {
				t.Errorf("%q stands with %q and with %q", word, before, s.Word)
			}
			seen[word] = s.Word
			if strings.Trim(word, filler) == "" || slices.Contains([]string{"请问", "麻烦", "谢谢", "您好", "你好"}, word) {
				t.Errorf("%q with %q says nothing", word, s.Word)
			}
			if i := strings.IndexFunc(word, func(r rune) bool { return !compared(r) }); i >= 0 {
				t.Errorf("%q with %q: signs, blanks, capitals and wide letters are never compared", word, s.Word)
			}
		}
	}
	if len(seen) < 300 {
		t.Errorf("only %d words", len(seen))
	}
}

// compared reports a character that stays as it is when texts are compared.
func compared(r rune) bool {
	wide := r >= 0xff00 && r <= 0xffef
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.IsUpper(r) && !wide
}
