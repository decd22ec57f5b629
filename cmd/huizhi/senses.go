package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/term"

	"huizhi/kb/articles"
	"huizhi/meaning"
	"huizhi/phrases"
)

// few is how many texts are encoded while somebody waits: a second's work. A new
// article of five passages has about as many.
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
		data, err := os.ReadFile(s.cache)
		if err == nil {
			_ = t.Add(data) // what is damaged or of other weights is encoded again
		} else if !errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintln(s.errs, phrases.Say("vectors.unread", s.cache, reason(err)))
		}
		return t, nil
	})
	return s
}

// cacheFile is where, in the data folder, the vectors of a folder of articles are
// kept, so that its texts are encoded once. The built-in ones bring theirs.
func (c *call) cacheFile() string {
	if c.config.kb == "" {
		return ""
	}
	dir, err := c.dataDir()
	if err != nil {
		return ""
	}
	folder, err := filepath.Abs(c.config.kb)
	if err != nil {
		return ""
	}
	sum := fnv.New32a()
	io.WriteString(sum, folder) // never fails
	return filepath.Join(dir, fmt.Sprintf("vectors-%08x.bin", sum.Sum32()))
}

// portion is how many texts are encoded before what was learned is put away: some
// ten seconds' work, the most that is lost when the machine stops.
const portion = 1000

// learn encodes what is missing of some texts, and keeps it, even if ctx ends
// before the last.
func (s senses) learn(ctx context.Context, missing, texts []string) error {
	t, err := s.table()
	if err != nil || len(missing) == 0 {
		return err
	}
	told, before := s.progress(len(missing)), 0
	for part := range slices.Chunk(missing, portion) {
		err := t.Learn(ctx, part, func(done int) { told(before + done) })
		s.keep(t, texts)
		if err != nil {
			return err
		}
		before += len(part)
	}
	return nil
}

// keep puts what is known of the texts into the cache, if there is one.
func (s senses) keep(t *meaning.Table, texts []string) {
	if s.cache == "" {
		return
	}
	if err := saveVectors(s.cache, t.Marshal(texts)); err != nil {
		fmt.Fprintln(s.errs, phrases.Say("vectors.unsaved", s.cache, reason(err)))
	}
}

// progress tells how far the learning of so many texts is: on a terminal at
// every hundredth, elsewhere at the beginning and the end; of few, nothing.
func (s senses) progress(all int) func(done int) {
	if all <= few {
		return func(int) {}
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
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// learning is work that goes on beside the answers, one at a time.
type learning struct {
	mu   sync.Mutex
	stop context.CancelFunc
	done chan struct{}
}

// begin ends what is going on and begins something else.
func (l *learning) begin(ctx context.Context, work func(context.Context)) {
	l.end()
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx, l.stop = context.WithCancel(ctx)
	done := make(chan struct{})
	l.done = done
	go func() {
		defer close(done)
		work(ctx)
	}()
}

// end stops what is going on and waits until it has put away what it has.
func (l *learning) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stop != nil {
		l.stop()
		<-l.done
		l.stop = nil
	}
}
