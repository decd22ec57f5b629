package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"huizhi/index"
	"huizhi/kb/articles"
	"huizhi/meaning"
	"huizhi/phrases"
)

// kbVectors says whether the vectors that come with the program are those of the
// articles; with -out, it makes a file of them.
func kbVectors(ctx context.Context, c *call) error {
	_, corpus, err := readSound(c)
	if err != nil {
		return err
	}
	texts := index.Texts(corpus.Passages())
	if c.config.out == "" {
		return checkVectors(c, texts)
	}
	table, err := c.vectorsOf(c.config.out, texts)
	if err != nil {
		return err
	}
	missing := table.Missing(texts)
	s := newSenses(c)
	if err := table.Learn(ctx, missing, s.progress(len(missing))); err != nil {
		return err
	}
	if err := saveVectors(c.config.out, table.Marshal(texts)); err != nil {
		return fmt.Errorf("%s", phrases.Say("vectors.unsaved", c.config.out, reason(err)))
	}
	fmt.Fprintln(c.out, phrases.Say("vectors.made", len(texts), len(missing)))
	return nil
}

// vectorsOf is what a file of vectors holds. If there is no file, or it is of
// other weights, everything is made anew: the directions too.
func (c *call) vectorsOf(path string, texts []string) (*meaning.Table, error) {
	e, err := c.encoder()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err == nil {
		var t *meaning.Table
		if t, err = meaning.Read(data, e); err == nil {
			return t, nil
		}
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, meaning.ErrVersion) {
		return nil, fmt.Errorf("%s", phrases.Say("vectors.not_vectors", path, reason(err)))
	}
	t, err := meaning.Fit(e, sample(texts, fitted))
	if errors.Is(err, meaning.ErrFew) {
		return nil, fmt.Errorf("%s", phrases.Say("vectors.few", meaning.Dims))
	}
	return t, err
}

// checkVectors compares the built-in vectors with the articles, and some of them
// with what the weights say.
func checkVectors(c *call, texts []string) error {
	e, err := c.encoder()
	if err != nil {
		return err
	}
	t, err := meaning.Read(articles.Vectors, e)
	if err != nil {
		return fmt.Errorf("%s", phrases.Say("vectors.not_vectors", "kb/articles/vectors.bin", err))
	}
	missing, stale, wrong := len(t.Missing(texts)), t.Stale(texts), t.Wrong(sample(texts, compared))
	fmt.Fprintln(c.out, phrases.Say("vectors.checked", len(texts), missing, stale, wrong))
	if missing+stale+wrong > 0 {
		return fmt.Errorf("%s", phrases.Say("vectors.outdated"))
	}
	return nil
}

// How many texts stand for all of them.
const (
	compared = 200  // when vectors are made again to be compared
	fitted   = 4000 // when directions are looked for
)

// sample is n of the texts, spread over all; all if they are fewer.
func sample(texts []string, n int) []string {
	n = min(n, len(texts))
	var out []string
	for i := range n {
		out = append(out, texts[i*len(texts)/n])
	}
	return out
}
