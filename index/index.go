package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/meaning"
)

// batchSize is how many passages go into Bleve at once. One batch with all of
// them needs eight times the memory.
const batchSize = 500

// candidates is how many passages are picked for a query, by Bleve and by what
// they mean.
const candidates = 50

// Index is the passages of one corpus, ready to be searched. It is safe for
// concurrent use.
type Index struct {
	engine  bleve.Index
	places  *place.Gazetteer
	lexicon *lexicon
	senses  *senses
	likely  *likely
	entries []*entry
	byID    map[string]*entry
}

// Options are what passages are read with.
type Options struct {
	Places   *place.Gazetteer
	Synonyms []kb.Synonym
	Meanings *meaning.Table // that has learned Texts; nil to search by words alone
}

// Build reads passages. Building twice gives two indexes that answer alike.
// Close the index when it is no longer used.
func Build(ctx context.Context, o Options, passages iter.Seq[*kb.Passage]) (*Index, error) {
	x := &Index{places: o.Places, lexicon: newLexicon(newFolder(o.Synonyms)), byID: map[string]*entry{}}
	for p := range passages {
		e := x.lexicon.enter(p)
		e.number = len(x.entries)
		x.entries, x.byID[string(p.ID)] = append(x.entries, e), e
	}
	x.lexicon.weigh(len(x.entries))
	var both sync.WaitGroup
	both.Go(func() { x.senses = newSenses(o.Meanings, x.entries) })
	both.Go(func() { x.likely = newLikely(x.entries) })
	err := guard("build", func() (err error) {
		x.engine, err = newEngine()
		if err != nil {
			return err
		}
		return x.fill(ctx, slices.Collect(passages))
	})
	both.Wait()
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
	said := cut(cmp.Or(q.Said, q.Text), maxText)
	near := x.senses.near(said)
	found, err := x.candidates(ctx, text, near, scope, q.Document)
	if err != nil {
		return nil, err
	}
	focus := x.lexicon.askFocus(x.lexicon.fold(cut(q.Focus, maxText)))
	likely := x.likely.of(said)
	best, second := likeliest(likely, found)
	var hits []hit
	for _, e := range found {
		m := kb.Match{Passage: e.passage, Words: x.lexicon.score(asked, e), Focus: x.lexicon.focus(focus, e), Likely: x.likely.behind(likely, best, e)}
		if m.Likely == 0 {
			m.LikelyMargin = min(best-second, -leastLikely)
		}
		if near != nil {
			m.Meaning = kb.Meaning(near[e.number])
		}
		if m.Score = score(m); m.Score > 0 && !x.lexicon.vetoes(asked, e) {
			hits = append(hits, hit{m, x.level(e, scope)})
		}
	}
	margins(hits)
	return first(hits, n), nil
}

// candidates picks entries by words and by meaning, without those that another
// document or another city owns.
func (x *Index) candidates(ctx context.Context, text string, near []meaning.Near, scope []place.Name, document kb.Document) ([]*entry, error) {
	found, err := x.worded(ctx, text, scope, document)
	if err != nil || near == nil {
		return found, err
	}
	for _, e := range nearest(near, x.within(scope, document)) {
		if !slices.Contains(found, e) {
			found = append(found, e)
		}
	}
	return found, nil
}

// within lists the entries of some places and, unless it is empty, a document.
func (x *Index) within(scope []place.Name, document kb.Document) []*entry {
	var out []*entry
	for _, e := range x.entries {
		a := e.passage.Article
		inside := slices.ContainsFunc(a.Scope, func(name place.Name) bool { return slices.Contains(scope, name) })
		if inside && (document == "" || a.Document == document) {
			out = append(out, e)
		}
	}
	return out
}

// worded asks the engine for entries that share words with a text.
func (x *Index) worded(ctx context.Context, text string, scope []place.Name, document kb.Document) ([]*entry, error) {
	var found []*entry
	err := guard("search", func() error {
		result, err := x.engine.SearchInContext(ctx, newRequest(text, scope, document))
		if err != nil {
			return err
		}
		for _, h := range result.Hits {
			found = append(found, x.byID[h.ID])
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
