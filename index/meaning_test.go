package index_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"huizhi/encoder"
	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/place"
	"huizhi/meaning"
)

// meanings is what texts are known to mean.
var meanings = sync.OnceValues(func() (*meaning.Table, error) {
	e, err := encoder.Load()
	if err != nil {
		return nil, err
	}
	return meaning.Read(articles.Vectors, e)
})

// understood is the small library with what it means, and what customers said.
func understood(t testing.TB) *index.Index {
	t.Helper()
	files := fstest.MapFS{"country/validity.utterances.txt": {Data: []byte("我这张卡啥时候作废\n这卡哪天就不能用了\n卡片几时失效\n")}}
	for name, f := range library {
		files[name] = f
	}
	c := load(t, files)
	table, err := meanings()
	if err == nil {
		err = table.Learn(context.Background(), table.Missing(index.Texts(c.Passages())), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	x, err := index.Build(context.Background(), index.Options{Places: c.Places, Synonyms: c.Synonyms, Meanings: table}, c.Passages())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// A passage is found by what it means where no character is the same, and by
// what customers said who meant it.
func TestSearchByMeaning(t *testing.T) {
	x, words := understood(t), build(t, library)
	for text, want := range map[string]kb.PassageID{
		"地上看到一张别人掉的":                       "country/lost#捡到别人的身份证怎么办",
		"卡啥时候失效呀":                          "country/validity",
		"How long is my ID card valid for": "country/validity",
	} {
		got := search(t, x, kb.Query{Text: text}, 3)
		if len(got) == 0 || got[0].Passage.ID != want || got[0].Meaning.Nearest == "" || got[0].MeaningMargin <= 0 {
			t.Errorf("%s: %+v, want %s", text, got, want)
		}
		for _, m := range search(t, words, kb.Query{Text: text}, 3) {
			if m.Meaning != (kb.Meaning{}) || m.Score != m.Words {
				t.Errorf("%s: by words alone %+v", text, m)
			}
		}
	}
}

// The text that is compared by its meaning may be another than that of words.
func TestSearchSaid(t *testing.T) {
	x := understood(t)
	got := search(t, x, kb.Query{Text: "作废", Said: "卡啥时候失效呀"}, 1)
	if len(got) == 0 || got[0].Passage.ID != "country/validity" {
		t.Errorf("%+v", got)
	}
}

// Neither place nor document nor what an article is not for is left to nearness.
func TestMeaningIsFiltered(t *testing.T) {
	x := understood(t)
	for _, test := range []struct {
		query kb.Query
		never kb.PassageID
		want  kb.PassageID
	}{
		{kb.Query{Text: "深圳办证要先约时间吗", Places: []place.Name{"江门市"}}, "city/shenzhen", ""},
		{kb.Query{Text: "深圳办证要先约时间吗"}, "city/shenzhen", "country/book"},
		{kb.Query{Text: "身份证不见了怎么补", Document: "residence_permit"}, "country/lost", "country/permit"},
		{kb.Query{Text: "护照照片要什么底色"}, "country/photo", ""},
	} {
		got := ids(search(t, x, test.query, 20))
		if slices.Contains(got, test.never) || test.want != "" && (len(got) == 0 || got[0] != test.want) {
			t.Errorf("%+v: %v", test.query, got)
		}
	}
}
