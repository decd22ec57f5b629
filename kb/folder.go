package kb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"huizhi/phrases"
)

// articleEnd ends the name of an article's file.
const articleEnd = ".md"

// deepest is how many folders may lie in one another, where a file system does
// not tell which folders are the same.
const deepest = 32

// What may be wrong with a file before it is read.
var (
	errRing    = errors.New("a link back to a folder around it")
	errNowhere = errors.New("a link to nothing")
	errNoFile  = errors.New("neither a file nor a folder")
)

// folder is what was found of a folder of articles: its files by what they are.
type folder struct {
	fsys       fs.FS
	articles   []string
	utterances []string
	problems   []Problem
}

// openFolder looks for articles and what stands beside them.
func openFolder(fsys fs.FS) (folder, error) {
	f := folder{fsys: fsys}
	err := walk(fsys, func(file string, _ fs.FileInfo, err error) error { return f.add(file, err) })
	return f, err
}

// add sorts a file in. A link that leads nowhere is told only if something would
// have been read there: it may be a picture's.
func (f *folder) add(file string, err error) error {
	switch {
	case errors.Is(err, errRing):
		f.problem(file, "lint.link_ring")
	case errors.Is(err, errNowhere) && isRead(file):
		f.problem(file, "lint.link_nowhere")
	case errors.Is(err, errNoFile) && isRead(file):
		f.problem(file, "lint.no_file")
	case errors.Is(err, errNowhere), errors.Is(err, errNoFile):
	case err != nil:
		return err
	case strings.HasSuffix(file, articleEnd):
		f.articles = append(f.articles, file)
	case strings.HasSuffix(file, utterancesEnd):
		f.utterances = append(f.utterances, file)
	default:
		if name, ok := f.rename(file); ok {
			f.problem(file, "lint.misnamed", name)
		}
	}
	return nil
}

func (f *folder) problem(file, key string, args ...any) {
	f.problems = append(f.problems, Problem{File: file, Line: 1, Text: phrases.Say(key, args...)})
}

// isRead reports a file that is read, by its name. What has no ending may have
// been a folder.
func isRead(file string) bool {
	return strings.HasSuffix(file, articleEnd) || strings.HasSuffix(file, utterancesEnd) ||
		file == movedName || file == synonymsName || path.Ext(file) == ""
}

// hidden reports a name that no editor gave: .git, ..data of a Kubernetes mount,
// .#x.md of Emacs, .x.md.swp of Vim, ._x.md of macOS, ~$x.md of Word. Backups
// (x.md~, x.md.bak) end in something else and are not read either.
func hidden(name string) bool { return name[0] == '.' || name[0] == '~' }

// walk visits every file of a file system that is not hidden, in order. Links are
// followed, since a folder that Kubernetes mounts is made of them; one back to a
// folder around it is told instead.
func walk(fsys fs.FS, visit func(file string, info fs.FileInfo, err error) error) error {
	root, err := fs.Stat(fsys, ".")
	if err != nil {
		return err
	}
	return walker{fsys, visit}.below(".", []fs.FileInfo{root})
}

type walker struct {
	fsys  fs.FS
	visit func(string, fs.FileInfo, error) error
}

// below visits what is in a folder; the folders around it and itself are above.
func (w walker) below(dir string, above []fs.FileInfo) error {
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		return w.visit(dir, nil, err)
	}
	for _, e := range entries {
		if hidden(e.Name()) {
			continue
		}
		if err := w.entry(path.Join(dir, e.Name()), e, above); err != nil {
			return err
		}
	}
	return nil
}

// entry visits a file, or what is below a folder.
func (w walker) entry(at string, e fs.DirEntry, above []fs.FileInfo) error {
	info, err := fs.Stat(w.fsys, at)
	switch {
	case errors.Is(err, fs.ErrNotExist) && e.Type()&fs.ModeSymlink == 0:
		return nil // gone since the folder was read
	case err != nil && e.Type()&fs.ModeSymlink != 0:
		return w.visit(at, nil, fmt.Errorf("%w: %w", errNowhere, err))
	case err != nil:
		return w.visit(at, nil, err)
	case info.Mode().IsRegular():
		return w.visit(at, info, nil)
	case !info.IsDir():
		return w.visit(at, info, errNoFile)
	case len(above) > deepest || slices.ContainsFunc(above, func(o fs.FileInfo) bool { return os.SameFile(o, info) }):
		return w.visit(at, info, errRing)
	}
	return w.below(at, append(slices.Clip(above), info))
}
