package index_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/kbtest"
	"huizhi/kb/place"
)

// article writes an article without sources: good enough to be found.
func article(title, scope, head, body string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(fmt.Sprintf("---\ntitle: %s\nscope: [%s]\n%s---\n%s\n", title, scope, head, body))}
}

// library is a small corpus in which every rule of a search has its passage.
var library = fstest.MapFS{
	"country/lost.md": article("身份证丢了怎么补", "全国", "variants: [补办身份证, 身份证不见了怎么办]\n",
		"先到就近的户政窗口挂失，再申请补领。\n\n## 捡到别人的身份证怎么办\n问法：拾到他人身份证\n\n交给附近的派出所。"),
	"country/validity.md": article("身份证有效期是多久", "全国", "", "十年、二十年或者长期，看年龄。"),
	"country/photo.md": article("证件照要什么底色", "全国", "not: [护照照片要什么底色]\n",
		"白色背景，不戴帽子，jpg格式。"),
	"country/permit.md": article("居住证丢了怎么补", "全国", "document: residence_permit\n", "到居住地派出所补领。"),
	"city/shenzhen.md":  article("深圳办身份证怎么预约", "深圳市", "variants: [怎么预约]\n", "在小程序上预约。"),
	"city/jiangmen.md":  article("江门办身份证怎么预约", "江门市", "variants: [怎么预约]\n", "打电话预约。"),
	"province/book.md":  article("怎么预约办证", "广东省", "variants: [怎么预约]\n", "各市不一样。"),
	"country/book.md":   article("身份证怎么预约", "全国", "variants: [怎么预约]\n", "看当地的安排。"),
	"country/same1.md":  article("相片回执丢失", "全国", "", "找回执。"),
	"country/same2.md":  article("相片回执丢失", "全国", "", "再拍一次。"),
}

func load(t testing.TB, files fstest.MapFS) *kb.Corpus {
	t.Helper()
	words, places := kbtest.Vocabulary(t)
	c, _, err := kb.Load(files, words, places)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func buildFrom(ctx context.Context, c *kb.Corpus) (*index.Index, error) {
	return index.Build(ctx, index.Options{Places: c.Places, Synonyms: c.Synonyms}, c.Passages())
}

func build(t testing.TB, files fstest.MapFS) *index.Index {
	t.Helper()
	x, err := buildFrom(context.Background(), load(t, files))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func search(t testing.TB, x *index.Index, q kb.Query, n int) []kb.Match {
	t.Helper()
	matches, err := x.Search(context.Background(), q, n)
	if err != nil {
		t.Errorf("Search(%+v): %v", q, err)
	}
	return matches
}

// ids lists what was found, for comparing.
func ids(matches []kb.Match) []kb.PassageID {
	var out []kb.PassageID
	for _, m := range matches {
		out = append(out, m.Passage.ID)
	}
	return out
}

func TestSearchFinds(t *testing.T) {
	x := build(t, library)
	for _, test := range []struct {
		query kb.Query
		want  kb.PassageID
		least float64
	}{
		{kb.Query{Text: "补办身份证"}, "country/lost", 1},
		{kb.Query{Text: "你好，我想问一下补办身份证呢？"}, "country/lost", 1},
		{kb.Query{Text: "身份证 有效期 多久"}, "country/validity", 0.7},
		{kb.Query{Text: "捡到身份证"}, "country/lost#捡到别人的身份证怎么办", 0.5},
		{kb.Query{Text: "ＪＰＧ"}, "country/photo", 0.5},
		{kb.Query{Text: "不戴帽子"}, "country/photo", 0.5},
		{kb.Query{Text: "居住证丢了怎么补", Document: "residence_permit"}, "country/permit", 1},
		{kb.Query{Text: "怎么预约", Places: []place.Name{"江门市"}}, "city/jiangmen", 1},
		{kb.Query{Text: "怎么预约", Places: []place.Name{"新会区"}}, "city/jiangmen", 1},
		{kb.Query{Text: "怎么预约", Places: []place.Name{"广州市"}}, "province/book", 1},
		{kb.Query{Text: "怎么预约", Places: []place.Name{"长沙市"}}, "country/book", 1},
		{kb.Query{Text: "怎么预约"}, "country/book", 1},
	} {
		matches := search(t, x, test.query, 3)
		if len(matches) == 0 || matches[0].Passage.ID != test.want || matches[0].Score < test.least {
			t.Errorf("Search(%+v) = %v, want %s with %.2f or more", test.query, matches, test.want, test.least)
		}
		for _, m := range matches {
			if m.Score <= 0 || m.Score > 1 {
				t.Errorf("Search(%+v): %s scores %v", test.query, m.Passage.ID, m.Score)
			}
		}
	}
}

func TestSearchLeavesOut(t *testing.T) {
	x := build(t, library)
	for _, test := range []struct {
		name    string
		query   kb.Query
		without kb.PassageID
	}{
		{"another city", kb.Query{Text: "深圳办身份证怎么预约", Places: []place.Name{"江门市"}}, "city/shenzhen"},
		{"a city, no place asked", kb.Query{Text: "深圳办身份证怎么预约"}, "city/shenzhen"},
		{"a province, no place asked", kb.Query{Text: "怎么预约办证"}, "province/book"},
		{"a city, its province asked", kb.Query{Text: "怎么预约", Places: []place.Name{"广东省"}}, "city/jiangmen"},
		{"another document", kb.Query{Text: "居住证丢了怎么补", Document: kb.IDCard}, "country/permit"},
		{"a question it is not for", kb.Query{Text: "请问护照照片要什么底色？"}, "country/photo"},
		{"an unknown place", kb.Query{Text: "怎么预约", Places: []place.Name{"乌有市"}}, "city/jiangmen"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := ids(search(t, x, test.query, 50)); slices.Contains(got, test.without) {
				t.Errorf("Search(%+v) = %v", test.query, got)
			}
		})
	}
}

func TestSearchAnyDocument(t *testing.T) {
	got := ids(search(t, build(t, library), kb.Query{Text: "丢了怎么补"}, 10))
	for _, want := range []kb.PassageID{"country/lost", "country/permit"} {
		if !slices.Contains(got, want) {
			t.Errorf("without a document: %v, want also %s", got, want)
		}
	}
}

// Narrower places come first among equals, wider ones follow.
func TestSearchNarrowFirst(t *testing.T) {
	got := ids(search(t, build(t, library), kb.Query{Text: "怎么预约", Places: []place.Name{"江门市", "深圳市"}}, 4))
	want := []kb.PassageID{"city/jiangmen", "city/shenzhen", "province/book", "country/book"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A short question that is all there scores like a long one that is all there.
func TestScoresCompare(t *testing.T) {
	x := build(t, library)
	short := search(t, x, kb.Query{Text: "怎么预约"}, 1)
	long := search(t, x, kb.Query{Text: "捡到别人的身份证怎么办"}, 1)
	if len(short) == 0 || len(long) == 0 || short[0].Score-long[0].Score > 1e-9 {
		t.Errorf("short %v, long %v", short, long)
	}
}

func TestSearchOddTexts(t *testing.T) {
	x := build(t, library)
	for _, text := range []string{"", " \n\t", "？！…", "请问吗", "的", "\x00\xff\xfe", "+title:(*\"", "😀"} {
		if got := search(t, x, kb.Query{Text: text}, 3); len(got) != 0 {
			t.Errorf("Search(%q) = %v, want nothing", text, ids(got))
		}
	}
	for _, n := range []int{-1, 0} {
		if got := search(t, x, kb.Query{Text: "补办身份证"}, n); len(got) != 0 {
			t.Errorf("n = %d: %v", n, ids(got))
		}
	}
}

// Only the beginning of a long text is read: what follows changes nothing.
func TestSearchLongText(t *testing.T) {
	x := build(t, library)
	head := "身份证丢了怎么补" + strings.Repeat("，急", 196)
	want := search(t, x, kb.Query{Text: head}, 3)
	got := search(t, x, kb.Query{Text: head + strings.Repeat("有效期", 100_000/9)}, 3)
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Equal scores keep one order, however often the index is built.
func TestBuildsAgree(t *testing.T) {
	a, b := build(t, library), build(t, library)
	for _, text := range []string{"相片回执丢失", "身份证", "怎么", "丢失", "预约"} {
		q := kb.Query{Text: text, Places: []place.Name{"深圳市"}}
		first, second := search(t, a, q, 50), search(t, b, q, 50)
		if len(first) == 0 || !slices.Equal(ids(first), ids(second)) {
			t.Errorf("%s: %v and %v", text, ids(first), ids(second))
		}
	}
	same := ids(search(t, a, kb.Query{Text: "相片回执丢失"}, 2))
	if want := []kb.PassageID{"country/same1", "country/same2"}; !slices.Equal(same, want) {
		t.Errorf("same question twice: %v, want %v", same, want)
	}
}

func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := buildFrom(ctx, load(t, library)); !errors.Is(err, context.Canceled) {
		t.Errorf("Build: %v", err)
	}
	if _, err := build(t, library).Search(ctx, kb.Query{Text: "补办身份证"}, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Search: %v", err)
	}
}

func TestClosed(t *testing.T) {
	x, err := buildFrom(context.Background(), load(t, library))
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := x.Search(context.Background(), kb.Query{Text: "补办身份证"}, 1); err == nil {
		t.Errorf("a closed index finds %v", ids(got))
	}
}

// One index serves many at once; the race detector watches.
func TestSearchAtOnce(t *testing.T) {
	x := build(t, library)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				if got := ids(search(t, x, kb.Query{Text: "补办身份证"}, 1)); !slices.Equal(got, []kb.PassageID{"country/lost"}) {
					t.Errorf("got %v", got)
				}
			}
		})
	}
	all.Wait()
}

func TestEmptyCorpus(t *testing.T) {
	x := build(t, fstest.MapFS{})
	if got := search(t, x, kb.Query{Text: "补办身份证"}, 3); len(got) != 0 {
		t.Errorf("an empty corpus has %v", ids(got))
	}
}

// Of more equal passages than there are candidates, the first by ID are found.
func TestMoreThanCandidates(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 120 {
		files[fmt.Sprintf("a/%03d.md", i)] = article("相片回执丢失", "全国", "", "找回执。")
	}
	got := ids(search(t, build(t, files), kb.Query{Text: "相片回执丢失"}, 120))
	if len(got) != 50 || got[0] != "a/000" || got[49] != "a/049" {
		t.Errorf("found %d: %v", len(got), got)
	}
}

// many is a corpus of n articles with a passage each.
func many(n int) fstest.MapFS {
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("a/%04d.md", i)] = article(fmt.Sprintf("第%d号窗口怎么办身份证", i), "全国", "",
			strings.Repeat("到就近的户政窗口申报丢失，核对身份以后当场申请补领，二十个工作日以后来取。", 3))
	}
	return files
}

// More passages than a batch holds are all found.
func TestManyBatches(t *testing.T) {
	x := build(t, many(1100))
	for _, i := range []int{0, 499, 500, 1099} {
		got := ids(search(t, x, kb.Query{Text: fmt.Sprintf("第%d号窗口", i)}, 1))
		if want := []kb.PassageID{kb.PassageID(fmt.Sprintf("a/%04d", i))}; !slices.Equal(got, want) {
			t.Errorf("window %d: %v", i, got)
		}
	}
}
