package kb_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"huizhi/kb"
	"huizhi/phrases"
)

// onDisk writes files into a new folder; "-> target" makes a link.
func onDisk(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		err := error(nil)
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			err = os.Symlink(target, file)
		} else {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// found loads a folder on disk: the articles' names, and the problems.
func found(t *testing.T, dir string) (names []string, problems []string) {
	t.Helper()
	words, places := basics()
	c, ps, err := kb.Load(os.DirFS(dir), words, places)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range c.Articles() {
		names = append(names, string(a.ID))
	}
	return names, told(ps)
}

var short = bare("江门市", "{if: {service: lost}, fee: 40元}", "")

func TestFolder(t *testing.T) {
	for _, x := range []struct {
		name     string
		files    map[string]string
		articles []string
		problems []string
	}{
		{"hidden, lock, system and backup files", map[string]string{
			"a.md": short, ".#a.md": "-> cy@host.1:1", "._a.md": "\x00\x05\x16\x07", "~$a.md": "cy", "~a.md": "cy", ".a.md.swp": "x", ".a.md": "x",
			"#a.md#": "x", "a.md~": "x", "a.md.bak": "x", "a.md.orig": "x", ".git/b.md": "x", ".obsidian/b.md": "x", "__MACOSX/._a.md": "x",
			".a.utterances.txt": "x", "b/.DS_Store": "x",
		}, []string{"a"}, nil},
		{"a mount of Kubernetes", map[string]string{
			"..2026_11_22/a.md": short, "..2026_11_22/guangdong/b.md": strings.Replace(short, "江门", "佛山", 1), "..2026_11_22/a.utterances.txt": "丢了",
			"..data": "-> ..2026_11_22", "a.md": "-> ..data/a.md", "guangdong": "-> ..data/guangdong", "a.utterances.txt": "-> ..data/a.utterances.txt",
		}, []string{"a", "guangdong/b"}, []string{"a.utterances.txt:1: " + phrases.Say("lint.utterances_nowhere", "某地办证")}},
		{"rings", map[string]string{"a.md": short, "b/up": "-> ..", "b/self": "-> .", "c": "-> c", "d/e/x": "-> ../../d"}, []string{"a"},
			[]string{"b/self:1: " + phrases.Say("lint.folder_twice", "b"), "b/up:1: " + phrases.Say("lint.folder_twice", "."),
				"c:1: " + phrases.Say("lint.link_nowhere"), "d/e/x:1: " + phrases.Say("lint.folder_twice", "d")}},
		{"one folder by two names", map[string]string{"b/a.md": short, "c": "-> b", "a": "-> b"}, []string{"a/a"},
			[]string{"b:1: " + phrases.Say("lint.folder_twice", "a"), "c:1: " + phrases.Say("lint.folder_twice", "a")}},
		{"links to nothing", map[string]string{"a.md": "-> gone.md", "b.utterances.txt": "-> gone", "more": "-> gone", "moved.csv": "-> gone", "c.png": "-> gone"}, nil,
			[]string{"a.md:1: " + phrases.Say("lint.link_nowhere"), "b.utterances.txt:1: " + phrases.Say("lint.link_nowhere"),
				"more:1: " + phrases.Say("lint.link_nowhere"), "moved.csv:1: " + phrases.Say("lint.link_nowhere")}},
		{"other endings", map[string]string{
			"a.md": short, "b.MD": "", "c.Markdown": "", "d.md.txt": "", "e.mdx": "", "f.txt": short, "g.TXT": "\ufeff" + short,
			"a.utterance.txt": "", "h/a.Utterances.txt": "", "note.txt": "买菜", "h/README": "", "i.html": "", ".txt": short, "-.txt": "--",
		}, []string{"a"}, []string{misnamed("a.utterance.txt", "a.utterances.txt"), misnamed("b.MD", "b.md"), misnamed("c.Markdown", "c.md"), misnamed("d.md.txt", "d.md"),
			misnamed("e.mdx", "e.md"), misnamed("f.txt", "f.md"), misnamed("g.TXT", "g.md"), misnamed("h/a.Utterances.txt", "h/a.utterances.txt")}},
	} {
		t.Run(x.name, func(t *testing.T) {
			names, problems := found(t, onDisk(t, x.files))
			if !slices.Equal(names, x.articles) || !slices.Equal(problems, x.problems) {
				t.Errorf("articles %q, problems %q", names, problems)
			}
		})
	}
}

func misnamed(file, name string) string {
	return file + ":1: " + phrases.Say("lint.misnamed", name)
}

// Folders that each link to all of them have more ways through than anybody has
// time for.
func TestFolderOfManyRings(t *testing.T) {
	const n = 12
	files := map[string]string{}
	for i := range n * n {
		files[fmt.Sprintf("%02d/%02d", i/n, i%n)] = fmt.Sprintf("-> ../%02d", i%n)
	}
	if _, problems := found(t, onDisk(t, files)); len(problems) != n*n {
		t.Errorf("%d of %d links told", len(problems), n*n)
	}
}

// A folder that is itself hidden, or a link, is read all the same.
func TestFolderByAnotherName(t *testing.T) {
	dir := onDisk(t, map[string]string{".real/a.md": short, "link": "-> .real"})
	for _, name := range []string{".real", "link"} {
		if names, problems := found(t, filepath.Join(dir, name)); len(names) != 1 || len(problems) > 0 {
			t.Errorf("%s: %q, %q", name, names, problems)
		}
	}
}

// A pipe that is called an article is told; whoever opened it would wait for ever.
func TestFolderWithAPipe(t *testing.T) {
	dir := onDisk(t, map[string]string{"b.md": short})
	if err := syscall.Mkfifo(filepath.Join(dir, "a.md"), 0o644); err != nil {
		t.Skip(err)
	}
	names, problems := found(t, dir)
	if want := "a.md:1: " + phrases.Say("lint.no_file"); !slices.Equal(names, []string{"b"}) || !slices.Equal(problems, []string{want}) {
		t.Errorf("%q, %q", names, problems)
	}
}

// Kubernetes changes a mount by turning one link, ..data; what editors' programs
// put beside an article is no change.
func TestLook(t *testing.T) {
	dir := onDisk(t, map[string]string{"..1/a.md": short, "..2/a.md": short, "..data": "-> ..1", "a.md": "-> ..data/a.md"})
	if err := os.Chtimes(filepath.Join(dir, "..2/a.md"), time.Time{}, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	files := os.DirFS(dir)
	before := kb.Look(files)
	for name, text := range map[string]string{".#a.md": "-> cy@host", ".a.md.swp": "x", "~$a.md": "x"} {
		if err := os.Rename(filepath.Join(onDisk(t, map[string]string{name: text}), name), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if kb.Look(files) != before {
		t.Error("a lock file is a change")
	}
	if err := os.Symlink("..2", filepath.Join(dir, "..new")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "..new"), filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	if kb.Look(files) == before {
		t.Error("a mount's change was not seen")
	}
}
