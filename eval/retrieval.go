package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// runDepth is how many documents a run lists for each query.
const runDepth = 10

// Query is a question of a collection.
type Query struct{ ID, Text string }

// ReadQueries reads lines of ID TAB text; further columns are for scorers.
func ReadQueries(path string) ([]Query, error) {
	return readLines(path, func(line []byte) (Query, error) {
		id, rest, ok := strings.Cut(string(line), "\t")
		if !ok {
			return Query{}, fmt.Errorf("%s", phrases.Say("eval.query"))
		}
		text, _, _ := strings.Cut(rest, "\t")
		return Query{id, text}, nil
	})
}

// ReadDocuments reads a collection, a JSON object a line, as passages. The
// place of a document is what its title names.
func ReadDocuments(path string, places *place.Gazetteer) ([]*kb.Passage, error) {
	return readLines(path, func(line []byte) (*kb.Passage, error) {
		var d struct{ ID, Title, Text string }
		if err := json.Unmarshal(line, &d); err != nil || d.ID == "" {
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
	})
}

// named lists the places a text names.
func named(places *place.Gazetteer, text string) []place.Name {
	var out []place.Name
	for _, m := range places.Find(text) {
		out = append(out, m.Places...)
	}
	return out
}

// Latency is how long searches took.
type Latency struct{ P50, P99 time.Duration }

// Retrieval puts every query to an index and writes the run to a file, a line
// for each document found: query, document, rank, score.
func Retrieval(ctx context.Context, queries []Query, places *place.Gazetteer, index answer.Searcher, path string) (Latency, error) {
	file, err := os.Create(path)
	if err != nil {
		return Latency{}, err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	var took []time.Duration
	for _, q := range queries {
		start := time.Now()
		matches, err := index.Search(ctx, kb.Query{Text: q.Text, Places: named(places, q.Text)}, runDepth)
		if err != nil {
			return Latency{}, err
		}
		took = append(took, time.Since(start))
		for i, m := range matches {
			fmt.Fprintf(w, "%s\t%s\t%d\t%.6f\n", q.ID, m.Passage.ID, i+1, m.Score)
		}
	}
	if err := w.Flush(); err != nil {
		return Latency{}, err
	}
	return latency(took), file.Close()
}

// latency reads the median and the 99th percentile.
func latency(took []time.Duration) Latency {
	if len(took) == 0 {
		return Latency{}
	}
	slices.Sort(took)
	at := func(q float64) time.Duration {
		return took[int(q*float64(len(took)-1))].Round(time.Microsecond)
	}
	return Latency{at(0.5), at(0.99)}
}
