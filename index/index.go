package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/blevesearch/bleve/v2"

	"huizhi/kb"
	"huizhi/kb/place"
)

// batchSize is how many passages go into Bleve at once. One batch with all of
// them needs eight times the memory.
const batchSize = 500

// candidates is how many passages Bleve picks for a query.
const candidates = 50

// Index is the passages of one corpus, ready to be searched. It is safe for
// concurrent use.
type Index struct {
	engine  bleve.Index
	places  *place.Gazetteer
	lexicon *lexicon
	entries map[string]*entry // by passage ID
}

// Build reads passages, taking synonyms for one word. Building twice gives two indexes that answer alike.
// Close the index when it is no longer used.
func Build(ctx context.Context, places *place.Gazetteer, synonyms []kb.Synonym, passages iter.Seq[*kb.Passage]) (*Index, error) {
	x := &Index{places: places, lexicon: newLexicon(newFolder(synonyms)), entries: map[string]*entry{}}
	for p := range passages {
		x.entries[string(p.ID)] = x.lexicon.enter(p)
	}
	x.lexicon.weigh(len(x.entries))
	err := guard("build", func() (err error) {
		x.engine, err = newEngine()
		if err != nil {
			return err
		}
		return x.fill(ctx, slices.Collect(passages))
	})
	if err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// fill puts passages into the engine, a batch at a time.
func (x *Index) fill(ctx context.Context, passages []*kb.Passage) error {
	for chunk := range slices.Chunk(passages, batchSize) {
		if err := ctx.Err(); err != nil {
			return err
		}
		batch := x.engine.NewBatch()
		for _, p := range chunk {
			if err := batch.Index(string(p.ID), x.lexicon.document(p)); err != nil {
				return fmt.Errorf("passage %s: %w", p.ID, err)
			}
		}
		if err := x.engine.Batch(batch); err != nil {
			return err
		}
	}
	return nil
}

// Search returns the n best passages for a query, best first. A query without
// words that tell anything finds nothing.
func (x *Index) Search(ctx context.Context, q kb.Query, n int) ([]kb.Match, error) {
	text, scope := x.lexicon.fold(cut(q.Text, maxText)), x.scope(q.Places)
	asked := x.lexicon.ask(text)
	if len(asked.features)+asked.unknown == 0 || n <= 0 {
		return nil, nil
	}
	found, err := x.candidates(ctx, text, scope, q.Document)
	if err != nil {
		return nil, err
	}
	focus := x.lexicon.askFocus(x.lexicon.fold(cut(q.Focus, maxText)))
	var hits []hit
	for _, e := range found {
		if score := x.lexicon.score(asked, e); score > 0 {
			m := kb.Match{Passage: e.passage, Score: score, Focus: x.lexicon.focus(focus, e)}
			hits = append(hits, hit{m, x.level(e, scope)})
		}
	}
	return best(hits, n), nil
}

// candidates asks the engine for entries, without those that another document
// or another city owns.
func (x *Index) candidates(ctx context.Context, text string, scope []place.Name, document kb.Document) ([]*entry, error) {
	var found []*entry
	err := guard("search", func() error {
		result, err := x.engine.SearchInContext(ctx, newRequest(text, scope, document))
		if err != nil {
			return err
		}
		for _, h := range result.Hits {
			found = append(found, x.entries[h.ID])
		}
		return nil
	})
	return found, err
}

// Close gives the index's memory back. A closed index finds nothing more.
func (x *Index) Close() error {
	return guard("close", func() error {
		if x.engine == nil {
			return nil
		}
		return x.engine.Close()
	})
}

// guard turns an error or a panic of the engine into an error of ours.
func guard(doing string, f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("index: %s: panic: %v", doing, r)
		}
	}()
	if err := f(); err != nil {
		return fmt.Errorf("index: %s: %w", doing, err)
	}
	return nil
}
