package index_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/place"
)

// BenchmarkBuild reads passages into an index: what a start, and every change
// of the articles, costs.
func BenchmarkBuild(b *testing.B) {
	c := embedded(b)
	for _, n := range []int{200, 1000, 10_000} {
		passages := newAuthor(c).passages(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newHuizhi(b, c, passages).Close()
			}
		})
	}
}

// BenchmarkSearch compares our search with the one Bleve gives by itself, over
// the same passages and questions, both ten passages deep. ns/op, B/op and
// allocs/op are of one system alone. The percentiles and x-plain, how many
// times as long as plain ours takes at the median, are of a duel.
func BenchmarkSearch(b *testing.B) {
	c := embedded(b)
	for _, n := range []int{1000, 1500, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { searchAmong(b, c, n) })
	}
}

// searchAmong runs both systems over n passages.
func searchAmong(b *testing.B, c *kb.Corpus, n int) {
	passages, asks := newAuthor(c).passages(n), questions(c)
	both := [2]system{huizhi(b, c, passages), plain(b, passages)}
	for _, s := range both {
		warm(b, s, asks)
	}
	for i, name := range []string{"huizhi", "plain"} {
		b.Run(name, func(b *testing.B) {
			alone(b, both[i], asks)
			took := duel(b, both, asks)
			b.ReportMetric(percentile(took[i], 50), "p50-ns")
			b.ReportMetric(percentile(took[i], 99), "p99-ns")
			if name == "huizhi" {
				b.ReportMetric(percentile(took[0], 50)/percentile(took[1], 50), "x-plain")
			}
		})
	}
}

// system answers a question with so many passages.
type system func(context.Context, string) (found int, err error)

// depth is how many passages a search is asked for.
const depth = 10

// warm asks everything once, so that nothing is read for the first time when
// it counts. A system that finds nothing would be fast for nothing.
func warm(b *testing.B, s system, asks []string) {
	b.Helper()
	for _, ask := range asks {
		if n, err := s(b.Context(), ask); n == 0 || err != nil {
			b.Fatalf("%s: found %d, %v", ask, n, err)
		}
	}
}

// alone asks one system one question after the other, as often as the flag
// -benchtime wants.
func alone(b *testing.B, s system, asks []string) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s(b.Context(), asks[i%len(asks)]); err != nil {
			b.Fatal(err)
		}
	}
}

// duel asks both systems by turns, so that whatever else the machine does hits
// both alike, and returns how long each took, in rising order. They take turns
// in going first too. Every question is asked equally often, and in all at
// least as often as in the loop before.
func duel(b *testing.B, both [2]system, asks []string) (took [2][]time.Duration) {
	for round := range (b.N + len(asks) - 1) / len(asks) {
		for i, ask := range asks {
			for turn := range both {
				who := (round + i + turn) % len(both)
				took[who] = append(took[who], clock(b, both[who], ask))
			}
		}
	}
	slices.Sort(took[0])
	slices.Sort(took[1])
	return took
}

func clock(b *testing.B, s system, ask string) time.Duration {
	start := time.Now()
	_, err := s(b.Context(), ask)
	took := time.Since(start)
	if err != nil {
		b.Fatal(err)
	}
	return took
}

// percentile reads sorted times, in nanoseconds.
func percentile(sorted []time.Duration, p int) float64 {
	return float64(sorted[len(sorted)*p/100].Nanoseconds())
}

// huizhi is our search, asked as answers ask it. The whole question is its own
// focus, the longest a focus can be.
func huizhi(b *testing.B, c *kb.Corpus, passages []*kb.Passage) system {
	x := newHuizhi(b, c, passages)
	b.Cleanup(func() { x.Close() })
	return func(ctx context.Context, ask string) (int, error) {
		matches, err := x.Search(ctx, kb.Query{Text: ask, Focus: ask}, depth)
		return len(matches), err
	}
}

func newHuizhi(b *testing.B, c *kb.Corpus, passages []*kb.Passage) *index.Index {
	b.Helper()
	x, err := index.Build(b.Context(), index.Options{Places: c.Places, Synonyms: c.Synonyms}, slices.Values(passages))
	if err != nil {
		b.Fatal(err)
	}
	return x
}

// plain is what Bleve gives by itself: no folding, no boost, no filter, no
// second score. It keeps as little as our engine does and is filled in batches
// of the same size, so that the difference is in the searching.
func plain(b *testing.B, passages []*kb.Passage) system {
	x, err := bleve.NewUsing("", plainMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	for chunk := range slices.Chunk(passages, 500) {
		if err := fillPlain(x, chunk); err != nil {
			b.Fatal(err)
		}
	}
	return func(ctx context.Context, ask string) (int, error) {
		result, err := x.SearchInContext(ctx, plainRequest(ask))
		if err != nil {
			return 0, err
		}
		return len(result.Hits), nil
	}
}

// plainMapping has one way to read a text, for both fields.
func plainMapping() mapping.IndexMapping {
	text := bleve.NewTextFieldMapping()
	text.Analyzer = cjk.AnalyzerName
	text.Store, text.DocValues, text.IncludeTermVectors, text.IncludeInAll = false, false, false, false
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt("questions", text)
	m.DefaultMapping.AddFieldMappingsAt("body", text)
	m.ScoringModel = "bm25"
	return m
}

// fillPlain puts passages into Bleve as they are written.
func fillPlain(x bleve.Index, passages []*kb.Passage) error {
	batch := x.NewBatch()
	for _, p := range passages {
		fields := map[string]any{"questions": p.Questions, "body": p.Text}
		if err := batch.Index(string(p.ID), fields); err != nil {
			return err
		}
	}
	return x.Batch(batch)
}

func plainRequest(ask string) *bleve.SearchRequest {
	questions, body := bleve.NewMatchQuery(ask), bleve.NewMatchQuery(ask)
	questions.SetField("questions")
	body.SetField("body")
	return bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(questions, body), depth, 0, false)
}

// embedded is the corpus of the articles that come with the program.
func embedded(b *testing.B) *kb.Corpus {
	b.Helper()
	words, err := kb.Words()
	if err != nil {
		b.Fatal(err)
	}
	places, err := place.Load()
	if err != nil {
		b.Fatal(err)
	}
	c, _, err := kb.Load(articles.Files, words, places)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// questions is two hundred golden questions, spread over all articles: worded
// as people type them, and none of them is a wording of an article.
func questions(c *kb.Corpus) []string {
	var all []string
	for _, a := range c.Articles() {
		for _, g := range a.Golden {
			all = append(all, g.Ask...)
		}
	}
	var out []string
	n := min(200, len(all))
	for i := range n {
		out = append(out, all[i*len(all)/n])
	}
	return out
}

// author writes any number of passages out of what the articles say. Words are
// then as common, and texts as Chinese, as they are there, but no two passages
// are the same. The same articles give the same passages, and the first
// thousand of ten thousand are the thousand.
type author struct {
	*rand.Rand
	sources   []*kb.Passage
	wordings  []string
	sentences []string
	all       []rune // every character of the articles, so common ones often
}

func newAuthor(c *kb.Corpus) *author {
	w := &author{Rand: rand.New(rand.NewPCG(20, 26))}
	for p := range c.Passages() {
		w.sources = append(w.sources, p)
		w.wordings = append(w.wordings, p.Questions[1:]...)
		w.sentences = append(w.sentences, cutSentences(p.Text)...)
	}
	for _, r := range strings.Join(w.sentences, "") {
		if unicode.Is(unicode.Han, r) {
			w.all = append(w.all, r)
		}
	}
	return w
}

// cutSentences splits a text without losing what ends its sentences.
func cutSentences(text string) []string {
	marked := strings.NewReplacer("。", "。\n", "；", "；\n", "！", "！\n", "？", "？\n").Replace(text)
	return strings.FieldsFunc(marked, func(r rune) bool { return r == '\n' })
}

func (w *author) passages(n int) []*kb.Passage {
	var out []*kb.Passage
	for i := range n {
		out = append(out, w.passage(kb.ArticleID(fmt.Sprintf("a/%05d", i))))
	}
	return out
}

// passage writes the one passage of an article: a heading, three more wordings
// and four to eight sentences. It holds everywhere, so that our filter finds as
// many candidates as plain does.
func (w *author) passage(id kb.ArticleID) *kb.Passage {
	source := pick(w, w.sources)
	p := &kb.Passage{ID: kb.PassageID(id + ""), Questions: []string{w.slip(source.Questions[0])}}
	p.Article = &kb.Article{ID: id, Not: source.Article.Not, Document: kb.IDCard, Scope: []place.Name{place.Nation}}
	for range 3 {
		p.Questions = append(p.Questions, pick(w, w.wordings))
	}
	for range 4 + w.IntN(5) {
		p.Text += pick(w, w.sentences) + "\n"
	}
	p.Text = w.slip(w.slip(p.Text))
	return p
}

// slip puts another character in the place of one, as people who type do.
func (w *author) slip(text string) string {
	out := []rune(text)
	if i := w.IntN(len(out)); unicode.Is(unicode.Han, out[i]) {
		out[i] = pick(w, w.all)
	}
	return string(out)
}

func pick[T any](w *author, list []T) T { return list[w.IntN(len(list))] }
