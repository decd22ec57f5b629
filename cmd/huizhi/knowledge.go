package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"huizhi/answer"
	"huizhi/encoder"
	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/place"
	"huizhi/meaning"
	"huizhi/phrases"
)

// watchEvery keeps a change to a folder of articles live within a second.
const watchEvery = 300 * time.Millisecond

// library is the knowledge in use and how it was read.
type library struct {
	files   fs.FS
	words   *kb.Vocabulary
	places  *place.Gazetteer
	reads   func() (*answer.Language, error) // how customers speak; made once
	seen    kb.Fingerprint                   // of the files, before they were read
	senses  senses                           // what the articles mean
	current atomic.Pointer[answer.Knowledge]
	change  sync.Mutex     // of what follows
	indexes []*index.Index // the newest last

	learning learning // of what a large change means
}

// openLibrary opens the articles that the configuration names. Articles with
// errors are refused whole.
func openLibrary(ctx context.Context, c *call) (*library, error) {
	if c.config.kb == "" {
		return c.builtIn(ctx)
	}
	return indexed(ctx, c)
}

// builtIn opens the built-in articles. They never change: any number of runs may
// answer from one library of them.
func builtIn(ctx context.Context) (*library, error) {
	return indexed(ctx, &call{surroundings: surroundings{errs: io.Discard, encoder: encoder.Load}})
}

// indexed reads articles and makes them ready to answer from.
func indexed(ctx context.Context, c *call) (*library, error) {
	s := newSenses(c)
	go s.table() // while the articles are read
	l, corpus, err := readSound(c)
	if err != nil {
		return nil, err
	}
	l.senses = s
	go l.reads() // while the index is built
	return l, l.use(ctx, corpus)
}

// readSound reads the articles and refuses them if they have errors. The built-in
// ones were examined as a whole before they were built in.
func readSound(c *call) (*library, *kb.Corpus, error) {
	l, corpus, problems, err := readLibrary(c)
	if err != nil {
		return nil, nil, err
	}
	if c.config.kb == "" && len(problems) == 0 {
		return l, corpus, nil
	}
	if bad := refused(corpus, problems); bad != "" {
		return nil, nil, fmt.Errorf("%s", phrases.Say("kb.refused", bad))
	}
	if warning := clockWarning(corpus, time.Now()); warning != "" {
		fmt.Fprintln(c.errs, warning)
	}
	return l, corpus, nil
}

// refused says why a corpus must not be used; empty if it may be.
func refused(corpus *kb.Corpus, problems []kb.Problem) string {
	if len(corpus.Articles()) == 0 && len(problems) == 0 {
		return phrases.Say("kb.empty")
	}
	return list(kb.Errors(judge(corpus, problems)))
}

// judge adds what Lint finds. What follows from a file that cannot be read
// rightly would only confuse, so then it is left out.
func judge(corpus *kb.Corpus, problems []kb.Problem) []kb.Problem {
	if len(kb.Errors(problems)) > 0 {
		return problems
	}
	return append(problems, untimely(corpus, corpus.Lint(time.Now()))...)
}

// readLibrary reads the articles without judging them.
func readLibrary(c *call) (*library, *kb.Corpus, []kb.Problem, error) {
	words, err := kb.Words()
	if err != nil {
		return nil, nil, nil, err
	}
	places, err := place.Load()
	if err != nil {
		return nil, nil, nil, err
	}
	l := &library{files: articles.Files, words: words, places: places}
	l.reads = sync.OnceValues(func() (*answer.Language, error) { return answer.NewLanguage(words, places) })
	if c.config.kb != "" {
		l.files = os.DirFS(c.config.kb)
		l.seen = kb.Look(l.files)
	}
	corpus, problems, err := kb.Load(l.files, words, places)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s", phrases.Say("kb.unreadable", err))
	}
	return l, corpus, problems, nil
}

// use makes a corpus the one that answers are given from, found by what it means
// too. Where that takes long and may not be waited for, it is found by its words,
// and by as much as is known, until then.
func (l *library) use(ctx context.Context, corpus *kb.Corpus) error {
	table, err := l.senses.table()
	if err != nil {
		return err
	}
	texts := index.Texts(corpus.Passages())
	missing := table.Missing(texts)
	waits := len(missing) <= few || !l.senses.later
	if waits {
		if err := l.senses.learn(ctx, missing, texts); err != nil {
			return err
		}
	}
	if err := l.put(ctx, corpus, table); err != nil || waits {
		return err
	}
	l.learning.begin(ctx, func(ctx context.Context) { l.mean(ctx, corpus, missing, texts) })
	return nil
}

// mean puts all that a corpus means beside its words. Another corpus ends it.
func (l *library) mean(ctx context.Context, corpus *kb.Corpus, missing, texts []string) {
	table, err := l.senses.table()
	if err == nil {
		err = l.senses.learn(ctx, missing, texts)
	}
	if err == nil {
		err = l.put(ctx, corpus, table)
	}
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(l.senses.errs, phrases.Say("vectors.failed", err))
	}
}

// kept is how many indexes stay open: no answer takes as long as so many changes.
const kept = 4

// put makes a corpus current, unless ctx has ended by then.
func (l *library) put(ctx context.Context, corpus *kb.Corpus, table *meaning.Table) error {
	idx, err := index.Build(ctx, index.Options{Places: corpus.Places, Synonyms: corpus.Synonyms, Meanings: table}, corpus.Passages())
	if err != nil {
		return err
	}
	l.change.Lock()
	defer l.change.Unlock()
	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), idx.Close())
	}
	l.current.Store(&answer.Knowledge{Corpus: corpus, Index: idx, Sense: table})
	l.indexes = append(l.indexes, idx)
	if len(l.indexes) > kept {
		_ = l.indexes[0].Close()
		l.indexes = l.indexes[1:]
	}
	return nil
}

// openDesk opens the library and what answers from it.
func openDesk(ctx context.Context, c *call) (*library, *answer.Answerer, error) {
	lib, err := openLibrary(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	answers, err := lib.answerer()
	if err != nil {
		return nil, nil, err
	}
	answers, err = c.config.model.with(answers, lib)
	return lib, answers, err
}

// answerer answers from whatever knowledge is current.
func (l *library) answerer() (*answer.Answerer, error) {
	language, err := l.reads()
	if err != nil {
		return nil, err
	}
	return answer.New(language, func() answer.Knowledge { return *l.current.Load() }), nil
}

// watch reloads a folder of articles when it changes: a good change goes live
// whole, a bad one is told and the old knowledge stays.
func (l *library) watch(ctx context.Context, c *call) {
	if c.config.kb == "" {
		return
	}
	go kb.Watch(ctx, l.files, l.seen, watchEvery, func() {
		if text := l.reload(ctx); text != "" {
			fmt.Fprintln(c.errs, text)
		}
	})
}

// reload returns what to tell the operator.
func (l *library) reload(ctx context.Context) string {
	corpus, problems, err := kb.Load(l.files, l.words, l.places)
	if err != nil {
		return phrases.Say("kb.unreadable", err)
	}
	if bad := refused(corpus, problems); bad != "" {
		return phrases.Say("kb.kept", bad)
	}
	if err := l.use(ctx, corpus); err != nil {
		return phrases.Say("kb.kept", err.Error())
	}
	return phrases.Say("kb.live", len(corpus.Articles()))
}

// list prints problems a line each, the first few of them.
func list(ps []kb.Problem) string {
	const most = 10
	var lines []string
	for _, p := range ps[:min(most, len(ps))] {
		lines = append(lines, p.String())
	}
	if len(ps) > most {
		lines = append(lines, phrases.Say("kb.and_more", len(ps)-most))
	}
	return strings.Join(lines, "\n")
}

// printProblems prints them all.
func printProblems(w io.Writer, ps []kb.Problem) {
	for _, p := range ps {
		kind := phrases.Say("kb.error")
		if p.Warning {
			kind = phrases.Say("kb.warning")
		}
		fmt.Fprintf(w, "%s:%d: %s%s\n", p.File, p.Line, kind, p.Text)
	}
}
