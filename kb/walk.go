package kb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// deepest is how many folders may lie in one another: not every file system tells
// which folders are the same.
const deepest = 32

// What may be wrong with a file before it is read.
var (
	errNowhere = errors.New("a link to nothing")
	errNoFile  = errors.New("neither a file nor a folder")
)

// again is a folder that was read already, by another name: a link leads to it.
type again struct{ name string }

func (a again) Error() string { return "the same folder as " + a.name }

// hidden reports a name that no editor gave: .git, ..data of a Kubernetes mount,
// .#x.md of Emacs, .x.md.swp of Vim, ._x.md of macOS, ~$x.md of Word. Backups
// (x.md~, x.md.bak) end in something else and are not read either.
func hidden(name string) bool { return name[0] == '.' || name[0] == '~' }

// walk visits every file of a file system that is not hidden, in order. Links are
// followed, since a folder that Kubernetes mounts is made of them. A folder is read
// once: where a link leads to one that was read, or is being read, that is told.
func walk(fsys fs.FS, visit func(file string, info fs.FileInfo, err error) error) error {
	root, err := fs.Stat(fsys, ".")
	if err != nil {
		return err
	}
	w := walker{fsys: fsys, visit: visit}
	return w.below(".", root)
}

type walker struct {
	fsys  fs.FS
	visit func(string, fs.FileInfo, error) error
	names []string // of the folders read, with what is known of each
	read  []fs.FileInfo
}

// below visits what is in a folder.
func (w *walker) below(dir string, info fs.FileInfo) error {
	same := slices.IndexFunc(w.read, func(o fs.FileInfo) bool { return os.SameFile(o, info) })
	if same >= 0 {
		return w.visit(dir, nil, again{w.names[same]})
	}
	if strings.Count(dir, "/") > deepest {
		return w.visit(dir, nil, again{path.Dir(dir)})
	}
	w.names, w.read = append(w.names, dir), append(w.read, info)
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		return w.visit(dir, nil, err)
	}
	for _, e := range entries {
		if hidden(e.Name()) {
			continue
		}
		if err := w.entry(path.Join(dir, e.Name()), e); err != nil {
			return err
		}
	}
	return nil
}

// entry visits a file, or what is below a folder.
func (w *walker) entry(at string, e fs.DirEntry) error {
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
	}
	return w.below(at, info)
}
