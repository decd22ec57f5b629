package kb_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"huizhi/kb"
)

const look = 10 * time.Millisecond

// patience decides when a watch has failed; it waits for nothing else.
const patience = 30 * time.Second

// watched is a folder under watch.
type watched struct {
	dir     string
	changed chan struct{}
	ended   chan struct{}
	stop    context.CancelFunc
}

func watch(t *testing.T) *watched {
	t.Helper()
	w := &watched{dir: t.TempDir(), changed: make(chan struct{}, 1000), ended: make(chan struct{})}
	w.write(t, "a.md", "一")
	w.write(t, "guangdong/b.md", "二")
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	files := os.DirFS(w.dir)
	since := kb.Look(files)
	go func() {
		defer close(w.ended)
		kb.Watch(ctx, files, since, look, func() { w.changed <- struct{}{} })
	}()
	t.Cleanup(func() { stop(); <-w.ended })
	return w
}

func (w *watched) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// settle waits until nothing is reported any more: an editor's save may be
// seen as two changes.
func (w *watched) settle(t *testing.T) {
	t.Helper()
	for start := time.Now(); ; {
		if time.Since(start) > patience {
			t.Fatal("reports without end")
		}
		select {
		case <-w.changed:
		case <-time.After(5 * look):
			return
		}
	}
}

func TestWatchSees(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, w *watched) error{
		"a longer text": func(t *testing.T, w *watched) error { w.write(t, "a.md", "一二"); return nil },
		"a new file":    func(t *testing.T, w *watched) error { w.write(t, "c.md", "三"); return nil },
		"a new folder":  func(t *testing.T, w *watched) error { w.write(t, "hunan/c.md", "三"); return nil },
		"a file gone":   func(_ *testing.T, w *watched) error { return os.Remove(filepath.Join(w.dir, "guangdong", "b.md")) },
		"a file renamed": func(_ *testing.T, w *watched) error {
			return os.Rename(filepath.Join(w.dir, "a.md"), filepath.Join(w.dir, "d.md"))
		},
		"a folder gone":   func(_ *testing.T, w *watched) error { return os.RemoveAll(filepath.Join(w.dir, "guangdong")) },
		"the same length": func(t *testing.T, w *watched) error { w.write(t, "guangdong/b.md", "三"); return nil },
		"only the time": func(_ *testing.T, w *watched) error {
			return os.Chtimes(filepath.Join(w.dir, "a.md"), time.Time{}, time.Now().Add(time.Hour))
		},
		"a saved copy moved over": func(t *testing.T, w *watched) error {
			w.write(t, "a.md.tmp", "四")
			return os.Rename(filepath.Join(w.dir, "a.md.tmp"), filepath.Join(w.dir, "a.md"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := watch(t)
			if err := change(t, w); err != nil {
				t.Fatal(err)
			}
			select {
			case <-w.changed:
			case <-time.After(patience):
				t.Fatal("not seen")
			}
			w.settle(t)
			w.write(t, "later.md", "五")
			select {
			case <-w.changed:
			case <-time.After(patience):
				t.Fatal("the next change was not seen")
			}
		})
	}
}

func TestWatchKeepsQuiet(t *testing.T) {
	t.Parallel()
	w := watch(t)
	if _, err := os.ReadFile(filepath.Join(w.dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.changed:
		t.Error("reported, though nothing changed")
	case <-time.After(20 * look):
	}
}

func TestWatchEnds(t *testing.T) {
	t.Parallel()
	w := watch(t)
	w.stop()
	select {
	case <-w.ended:
	case <-time.After(patience):
		t.Fatal("still watching")
	}
	w.write(t, "c.md", "三")
	select {
	case <-w.changed:
		t.Error("reported after the end")
	case <-time.After(5 * look):
	}
}

// What changed after the look and before the watch began is seen as well.
func TestWatchSeesWhatChangedSinceTheLook(t *testing.T) {
	t.Parallel()
	w := &watched{dir: t.TempDir()}
	w.write(t, "a.md", "一")
	since := kb.Look(os.DirFS(w.dir))
	w.write(t, "a.md", "一二")
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	seen := false
	kb.Watch(ctx, os.DirFS(w.dir), since, look, func() { seen = true; stop() })
	if !seen {
		t.Error("not seen")
	}
}
