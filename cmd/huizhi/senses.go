package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/term"

	"huizhi/kb/articles"
	"huizhi/meaning"
	"huizhi/phrases"
)

// vectorsFile keeps, in the data folder, what the texts of a folder of articles
// mean, so that they are encoded once.
const vectorsFile = "vectors.bin"

// few is how many texts are encoded while somebody waits: a second's work, and
// more than a new article has.
const few = 300

// senses is what texts mean, and how that is learned.
type senses struct {
	table func() (*meaning.Table, error) // made once
	cache string                         // the file that keeps what was learned; empty for none
	later bool                           // answers are given before much is learned
	errs  io.Writer                      // where it is told how far it is
}

// newSenses knows what the built-in articles mean, and what the cache keeps of
// other ones.
func newSenses(c *call) senses {
	s := senses{cache: c.cacheFile(), later: c.config.chatting, errs: c.errs}
	s.table = sync.OnceValues(func() (*meaning.Table, error) {
		e, err := c.encoder()
		if err != nil {
			return nil, err
		}
		t, err := meaning.Read(articles.Vectors, e)
		if err != nil || s.cache == "" {
			return t, err
		}
		if data, err := os.ReadFile(s.cache); err == nil {
			_ = t.Add(data) // what cannot be read is encoded again
		}
		return t, nil
	})
	return s
}

// cacheFile is where the vectors of a folder of articles are kept. The built-in
// ones bring theirs.
func (c *call) cacheFile() string {
	if c.config.kb == "" {
		return ""
	}
	dir, err := c.dataDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, vectorsFile)
}

// learn encodes what is missing of some texts, and keeps it, even if ctx ends
// before the last.
func (s senses) learn(ctx context.Context, missing, texts []string) error {
	t, err := s.table()
	if err != nil || len(missing) == 0 {
		return err
	}
	err = t.Learn(ctx, missing, s.progress(len(missing)))
	if s.cache != "" {
		if err := saveVectors(s.cache, t.Marshal(texts)); err != nil {
			fmt.Fprintln(s.errs, phrases.Say("vectors.unsaved", s.cache, reason(err)))
		}
	}
	return err
}

// progress tells how far the learning of so many texts is: on a terminal at
// every hundredth, elsewhere at the beginning and the end; of few, nothing.
func (s senses) progress(all int) func(done int) {
	if all <= few {
		return nil
	}
	f, ok := s.errs.(*os.File)
	live := ok && term.IsTerminal(int(f.Fd())) && !s.later // a chat has the terminal
	fmt.Fprintln(s.errs, phrases.Say("vectors.begin", all))
	shown := 0
	return func(done int) {
		if percent := done * 100 / all; live && percent > shown {
			shown = percent
			fmt.Fprint(s.errs, "\r"+phrases.Say("vectors.progress", fmt.Sprintf("%d%%", percent)))
		}
		if done < all {
			return
		}
		if live {
			fmt.Fprintln(s.errs)
		}
		fmt.Fprintln(s.errs, phrases.Say("vectors.end", all))
	}
}

// saveVectors writes a file of vectors whole or not at all.
func saveVectors(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
