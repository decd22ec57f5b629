package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// runDepth is how many documents a run lists for each query.
const runDepth = 10

// evalRetrieval runs the index that answers customers over any collection, so
// that its ranking can be measured against relevance judgements.
func evalRetrieval(ctx context.Context, c *call) error {
	if c.config.corpus == "" || c.config.queries == "" || c.config.out == "" {
		return usageError(phrases.Say("usage.retrieval"))
	}
	places, err := place.Load()
	if err != nil {
		return err
	}
	documents, err := readFile(ctx, c.config.corpus, func(text []byte) (*kb.Passage, error) { return readDocument(text, places) })
	if err != nil {
		return err
	}
	queries, err := readFile(ctx, c.config.queries, readQuery)
	if err != nil {
		return err
	}
	built := time.Now()
	idx, err := index.Build(ctx, places, slices.Values(documents))
	if err != nil {
		return err
	}
	defer idx.Close()
	fmt.Fprintln(c.out, phrases.Say("eval.built", len(documents), time.Since(built).Round(time.Millisecond)))
	return writeRun(c, queries, func(q query) ([]kb.Match, error) {
		return idx.Search(ctx, kb.Query{Text: q.text, Places: named(places, q.text)}, runDepth)
	})
}

// writeRun asks every query and writes the run, a line for each document found.
func writeRun(c *call, queries []query, search func(query) ([]kb.Match, error)) error {
	file, err := os.Create(c.config.out)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	var took []time.Duration
	for _, q := range queries {
		start := time.Now()
		matches, err := search(q)
		took = append(took, time.Since(start))
		if err != nil {
			return err
		}
		for i, m := range matches {
			fmt.Fprintf(w, "%s\t%s\t%d\t%.6f\n", q.id, m.Passage.ID, i+1, m.Score)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	slices.Sort(took)
	fmt.Fprintln(c.out, phrases.Say("eval.asked", len(took), quantile(took, 0.5), quantile(took, 0.99)))
	return file.Close()
}

// quantile reads sorted durations.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))].Round(time.Microsecond)
}

// query is a question of a collection.
type query struct{ id, text string }

// readQuery reads ID TAB text; further columns are for scorers.
func readQuery(text []byte) (query, error) {
	id, rest, ok := strings.Cut(string(text), "\t")
	if !ok {
		return query{}, fmt.Errorf("%s", phrases.Say("eval.query"))
	}
	asked, _, _ := strings.Cut(rest, "\t")
	return query{id, asked}, nil
}

// readDocument makes a passage of a document. Its place is what its title names.
func readDocument(text []byte, places *place.Gazetteer) (*kb.Passage, error) {
	var d struct{ ID, Title, Text string }
	if err := json.Unmarshal(text, &d); err != nil || d.ID == "" {
		return nil, fmt.Errorf("%s", phrases.Say("eval.document"))
	}
	scope := named(places, d.Title)
	if scope == nil {
		scope = []place.Name{place.Nation}
	}
	p := &kb.Passage{ID: kb.PassageID(d.ID), Article: &kb.Article{Title: d.Title, Scope: scope}, Text: d.Text}
	if d.Title != "" {
		p.Questions = []string{d.Title}
	}
	return p, nil
}

// named lists the places a text names.
func named(places *place.Gazetteer, text string) []place.Name {
	var out []place.Name
	for _, m := range places.Find(text) {
		out = append(out, m.Places...)
	}
	return out
}

// readFile reads every line of a file, and says which one cannot be read.
func readFile[T any](ctx context.Context, path string, read func([]byte) (T, error)) ([]T, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s", phrases.Say("eval.unreadable", path))
	}
	defer file.Close()
	var out []T
	for number, l := range numbered(ctx, file) {
		if len(l.text) == 0 && l.err == nil {
			continue
		}
		one, err := read(l.text)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, number, err)
		}
		out = append(out, one)
	}
	return out, ctx.Err()
}

// numbered counts lines from one.
func numbered(ctx context.Context, in io.Reader) iter.Seq2[int, line] {
	return func(yield func(int, line) bool) {
		n := 0
		for l := range lines(ctx, in) {
			if n++; !yield(n, l) {
				return
			}
		}
	}
}
