package kb_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/place"
)

// basics are the tables every corpus is read with.
var basics = sync.OnceValues(func() (*kb.Vocabulary, *place.Gazetteer) {
	words, err := kb.Words()
	if err != nil {
		panic(err)
	}
	places, err := place.Load()
	if err != nil {
		panic(err)
	}
	return words, places
})

// ours is the corpus of the embedded articles.
var ours = sync.OnceValue(func() *kb.Corpus {
	words, places := basics()
	c, _, err := kb.Load(articles.Files, words, places)
	if err != nil {
		panic(err)
	}
	return c
})

// foot ends a front matter with everything Lint wants of an article.
const foot = `sources:
  s1: {body: 某公安局, title: 办事指南, date: 2024-01, seen: copy}
checked: 2026-11-01
confidence: high
review_by: 2027-01-20
---
`

// about is a whole article for one place with these cases, one a line.
func about(scope string, cases ...string) string {
	return "---\ntitle: 某地办证\nscope: [" + scope + "]\ncases:\n  - " + strings.Join(cases, "\n  - ") + "\n" + foot
}

// read loads files, path → text, with whatever problems they have.
func read(t testing.TB, files map[string]string) (*kb.Corpus, []kb.Problem) {
	t.Helper()
	fsys := fstest.MapFS{}
	for path, text := range files {
		fsys[path] = &fstest.MapFile{Data: []byte(text)}
	}
	words, places := basics()
	c, problems, err := kb.Load(fsys, words, places)
	if err != nil {
		t.Fatal(err)
	}
	return c, problems
}

// sound loads one article for each text and wants no problem with any.
func sound(t testing.TB, texts ...string) *kb.Corpus {
	t.Helper()
	c, problems := read(t, numbered(texts))
	for _, p := range append(problems, c.Lint(day("2026-11-22"))...) {
		t.Errorf("unwanted: %s", p)
	}
	return c
}

func numbered(texts []string) map[string]string {
	files := map[string]string{}
	for i, text := range texts {
		files[fmt.Sprintf("%02d.md", i)] = text
	}
	return files
}

// brief writes a value so that two are written alike exactly when a customer
// would read the same.
func brief(v kb.Value) string {
	parts := []string{v.Verdict, v.Say, v.Book, v.URL, strings.Join(v.OneOf, "|"), strings.Join(v.Or, "|"), strings.Join(v.Unless, "|"), v.Advice}
	for _, r := range v.Contested {
		parts = append(parts, r.Say)
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	kinds := map[kb.Kind]string{kb.Gap: "缺", kb.None: "无", kb.Dropped: "不用", kb.Unknown: "未知", kb.Closed: "不可:"}
	return kinds[v.Kind] + strings.Join(parts, "/")
}

// outline writes a whole resolution, its place left out.
func outline(r kb.Resolution) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Field, len(r.Universe))
	for _, item := range r.Items {
		for _, g := range item.Groups {
			fmt.Fprintln(&b, item.Key, brief(g.Value), g.Level, g.Holds)
		}
	}
	return b.String()
}

func sorted[T cmp.Ordered](in []T) []T {
	out := slices.Clone(in)
	slices.Sort(out)
	return slices.Compact(out)
}

// day reads a date.
func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}
